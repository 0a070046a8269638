import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { METRIC } from '../../lib/domain/metric.ts';
import { readEml } from '../../lib/local/eml.ts';
import { evolutionCsv } from '../../lib/report/data-files.ts';
import { renderReport } from '../../lib/report/report.ts';
import { estimatesSchema } from '../../lib/trust/estimates.ts';
import { launchChrome } from '../browser/chrome.ts';
import { estimates, META } from '../report/fixture.ts';
import { dump, fieldsOf } from '../survey/marketplace.ts';
import { eventQueues } from './bus.ts';
import { ANY, CANARY, IDS, sendCanaries, taken, TEXTS } from './canaries.ts';
import { NOT_ASKED_HERE, UNUSED } from './grants.ts';
import { moreFlows } from './more-flows.ts';
import { startWholeStage, textsUnder, type WholeStage } from './whole-stage.ts';

/** A marketplace in which every text is a canary goes its whole way through the deployed functions: in, asked, mailed,
 *  answered, analysed, reported. Then every place is looked at that anything was written to. */
let whole: WholeStage;
const mails: ReturnType<typeof readEml>[] = [];
const tokens: string[] = [];
const pages: { readonly url: string; readonly body: string; readonly location: string | null }[] = [];
let report = '';

beforeAll(async () => {
  whole = await startWholeStage();
  const { stage, clients, directory } = whole;
  const bucket = stage.outputs['IntakeBucket'] ?? '';
  const sent = await sendCanaries(clients.files, bucket);
  const { accepted } = JSON.parse(await taken(join(directory, 'files', bucket)));
  if (accepted !== sent) throw new RangeError(`the intake accepted ${accepted} of ${sent} events`);
  await whole.run('WaveMachine');
  await whole.fn('OutreachPost').invoke('{}');
  for (const name of readdirSync(join(directory, 'mail')))
    mails.push(readEml(readFileSync(join(directory, 'mail', name), 'utf8')));
  for (const mail of mails) {
    const [, token = ''] = /\/s\/([\w-]{48})/.exec(mail.text) ?? [];
    tokens.push(token);
  }
  for (const token of tokens.slice(0, 8)) await visit(token);
  await whole.run('AnalysisMachine');
  for (const [path, text] of textsUnder(folderOf('ReportBucket')))
    if (path.endsWith('report.html')) report = text;
}, 240_000);
afterAll(() => whole.stop());

const folderOf = (output: string) => join(whole.directory, 'files', whole.stage.outputs[output] ?? '');

async function visit(token: string): Promise<void> {
  const at = `/s/${token}`;
  const get = (path: string) => open('GET', path);
  const post = async (path: string, answers: Record<string, string>) => {
    const fields = fieldsOf((await get(path)).body);
    await open('POST', path, { ...fields, ...answers });
  };
  await post(at, { plan: CANARY.typed, decision: 'accept', trust: '5' });
  await post(at, { plan: '400' });
  await post(at, { decision: 'accept', trust: CANARY.typed, reason: CANARY.typed });
  await post(at, { decision: 'accept', trust: '5', reason: 'reasons' });
  const ledger = await get(`${at}/history`);
  const [, about] = /href="([^"]*about=[^"]*)"/.exec(ledger.body) ?? [];
  if (about !== undefined) {
    const form = new URL(about.replaceAll('&amp;', '&'), `${whole.stage.site}${at}/history`);
    await post(form.pathname + form.search, { text: CANARY.message });
    await get(`${at}/history`);
  }
  await get(at);
  await get(`${at}?edit&lang=ar`);
  await get(`${at}/stop`);
  await get(`/s/${CANARY.typed.length}${encodeURIComponent(CANARY.typed)}`);
  if (token === tokens[0]) await open('POST', `${at}/stop`, { 'List-Unsubscribe': 'One-Click' });
}

async function open(method: 'GET' | 'POST', path: string, form?: Record<string, string>) {
  const url = whole.stage.site + path;
  const sent: RequestInit = form === undefined ? { method } : { method, body: new URLSearchParams(form) };
  const answered = await fetch(url, { ...sent, redirect: 'manual' });
  if (answered.status >= 500) throw new RangeError(`${method} ${path} met ${answered.status}`);
  const page = { url, body: await answered.text(), location: answered.headers.get('location') };
  pages.push(page);
  return page;
}

const ALL_TOKENS = () => new RegExp(tokens.join('|'));
/** Which files of a folder hold what they must not. */
function holding(texts: ReadonlyMap<string, string>, ...patterns: readonly RegExp[]): readonly string[] {
  return [...texts]
    .filter(([path, text]) => patterns.some((one) => one.test(text) || one.test(path)))
    .map(([path]) => path);
}

describe('a canary in every text', () => {
  test('was sent, mailed, shown, typed and analysed: the tests below look at something', () => {
    expect(tokens.length).toBeGreaterThan(4);
    expect(tokens.every((token) => token.length === 48)).toBe(true);
    const shown = pages.map(({ body }) => body).join('');
    for (const canary of ['CanaryTitle', 'CanaryReason', 'CanaryUnit', 'CanaryTyped', 'CanaryMessage'])
      expect(shown).toContain(canary);
    expect(mails.map(({ html }) => html).join('')).toContain('CanaryReason');
    expect(report).toContain('<!doctype html>');
  });

  test('is in no log line of any function, and of no state machine or endpoint', () => {
    const logs = textsUnder(join(whole.directory, 'logs'));
    const lines = [...logs.values()].join('').split('\n');
    expect(lines.filter((line) => /"message":"answered"/.test(line)).length).toBeGreaterThan(50);
    expect(holding(logs, ANY, ALL_TOKENS())).toEqual([]);
    expect(holding(textsUnder(join(whole.directory, 'executions')), ANY, ALL_TOKENS())).toEqual([]);
    expect(whole.lines.filter((line) => ANY.test(line) || ALL_TOKENS().test(line))).toEqual([]);
  });

  test('is not in the metrics, which tell the age of the key that signs', () => {
    const lines = [...textsUnder(join(whole.directory, 'logs')).values()].join('').split('\n');
    const told = lines.filter((line) => line.includes(`"${METRIC.keyAge}":`)).map((line) => JSON.parse(line));
    expect(told.length).toBeGreaterThan(0);
    for (const { service, [METRIC.keyAge]: days } of told) {
      expect(service).toBe('post');
      expect(days).toBeGreaterThanOrEqual(0);
      expect(days).toBeLessThan(1);
    }
  });

  test('is in no address: links, forms, redirections', () => {
    for (const { body, location } of pages) {
      const addresses = [...body.matchAll(/\s(?:href|action|src)="([^"]*)"/g)].map(([, address]) => address);
      expect([...addresses, location ?? ''].filter((address) => ANY.test(address ?? ''))).toEqual([]);
    }
    const template = [...textsUnder(whole.assembly)].find(([path]) => /App.*template\.json$/i.test(path));
    const formats = [...(template?.[1] ?? '').matchAll(/\$context\.[\w.]+/g)].map(([field]) => field);
    expect(formats).toContain('$context.routeKey');
    expect(formats.filter((field) => /path|resourcePath|sourceIp|userAgent/i.test(field))).toEqual([]);
  });

  test('is in no analysis: of texts none, of ids none in what is published', () => {
    expect(holding(textsUnder(folderOf('FilesBucket')), TEXTS, ALL_TOKENS())).toEqual([]);
    expect(holding(textsUnder(folderOf('ReportBucket')), TEXTS, IDS, ALL_TOKENS())).toEqual([]);
  });

  test('is in what the intake tells only where a line was refused, and then in no formula', () => {
    const out = [...textsUnder(folderOf('IntakeBucket'))].filter(([path]) => path.startsWith('out/'));
    const telling = out.filter(([, text]) => ANY.test(text));
    expect(telling.map(([path]) => path)).toEqual(['out/us/events/bad.rejected.jsonl']);
    const [line = ''] = (telling[0]?.[1] ?? '').split('\n');
    expect(JSON.parse(line)).toMatchObject({ line: 1, field: 'data.email' }); // JSON: no spreadsheet reads a cell of it
  });

  test('is in no row it does not belong to: a token in none, her address in hers alone', async () => {
    const stored = await dump(whole.tables);
    expect(stored).not.toMatch(ALL_TOKENS());
    const [facts, ledger]: string[][] = JSON.parse(stored);
    expect(ledger?.length).toBe(1);
    expect(ledger?.filter((row) => ANY.test(row))).toEqual([]);
    const withAddress = (facts ?? []).filter((row) => /canary\.mail|CanaryName/.test(row));
    expect(withAddress.filter((row) => !/"sk":\{"S":"CanarySeller-[^"#]*#S"\}/.test(row))).toEqual([]);
    const outbox = (facts ?? []).filter((row) => row.includes('us#OUT#'));
    expect(outbox.filter((row) => TEXTS.test(row))).toEqual([]);
  });

  test('is in no event to the marketplace but the seller it is about', () => {
    const folder = join(whole.directory, 'events');
    const events = existsSync(folder) ? textsUnder(folder) : new Map<string, string>();
    expect(holding(events, TEXTS, ALL_TOKENS())).toEqual([]);
  });

  test('is in no mail but her own, and her id in none', () => {
    expect(mails.filter(({ to }) => to !== CANARY.email)).toEqual([]);
    const headers = mails.flatMap((mail) => mail.headers.map(([name, value]) => `${name}: ${value}`));
    const telling = headers.filter((line) => /Canary/.test(line));
    expect(telling.filter((line) => !line.startsWith('Subject: '))).toEqual([]);
    for (const mail of mails) expect(mail.text + mail.html + mail.subject).not.toMatch(IDS);
    expect(mails.map(({ subject }) => subject).join('')).not.toMatch(/[\u202A-\u202E\r\n]/);
  });

  test('begins no cell of a CSV file as a formula', () => {
    const cells = [...textsUnder(join(whole.directory, 'files'))]
      .filter(([path]) => path.endsWith('.csv'))
      .flatMap(([, text]) => text.split(/\r?\n/).flatMap((line) => line.split(',')));
    expect(cells.length).toBeGreaterThan(20);
    expect(cells.filter((cell) => /^"?[=+@\t]/.test(cell) || /^"?-(?![\d.])/.test(cell))).toEqual([]);
  });
});

/** Estimates whose recommenders, segments and units are called as nobody calls theirs. */
function evilEstimates() {
  const text = JSON.stringify(estimates()).replaceAll(
    /"(?:replenishment|pricing|units|USD)"/g,
    JSON.stringify(CANARY.segment),
  );
  return estimatesSchema.parse(JSON.parse(text));
}

test('a name that begins as a formula begins none in a table of estimates', () => {
  const row = /^'=CanarySegment|^"'=CanarySegment/;
  const [, first = ''] = evolutionCsv(evilEstimates().evolution).split('\r\n');
  expect(first.slice(first.indexOf(',') + 1)).toMatch(row);
});

describe('in a browser', () => {
  test('nothing of it runs, and no markup comes of it, on any page, in mail or report', async (ctx) => {
    const browser = await launchChrome();
    if (typeof browser === 'string') {
      console.log(`skipped: ${browser}`);
      return ctx.skip(browser);
    }
    const context = await browser.newContext();
    const page = await context.newPage();
    const ran: string[] = [];
    page.on('dialog', (dialog) => {
      ran.push(dialog.message());
      void dialog.dismiss();
    });
    const bodies = new Set([...pages.map(({ body }) => body), ...mails.map(({ html }) => html), report]);
    bodies.add(renderReport(evilEstimates(), META));
    for (const html of bodies) {
      // without the page's own policy, which would stop what a mail program might not
      await page.setContent(html.replaceAll(/<meta http-equiv[^>]*>/gi, ''), { waitUntil: 'load' });
      expect(await page.locator('[onload], [onerror], [onclick]').count()).toBe(0);
      const evil = await page.locator('a[href*="evil.example"], [src*="evil.example"]').count();
      expect(evil).toBe(0);
    }
    await browser.close();
    expect([bodies.size > 20, ran]).toEqual([true, []]);
  });

  test('a turn of direction stays where it is: isolated on pages and in mails, or gone', () => {
    const turns = /[\u202A-\u202E]/; // the pages themselves isolate with U+2068 and U+2069
    const loose = [...pages.map(({ body }) => body), ...mails.map(({ html }) => html)]
      .map((html) => html.replaceAll(/<(bdi|li|td|th|input|textarea)\b[^>]*>[^<]*/g, ''))
      .filter((html) => turns.test(html));
    expect(loose).toEqual([]);
  });
});

describe('grants', () => {
  test('each was needed by some flow, or has a reason', { timeout: 120_000 }, async () => {
    await moreFlows(whole);
    const fits = [...textsUnder(join(whole.directory, 'logs')).values()].join('').split('\n');
    expect(
      fits.filter((line) => line.includes('"models fitted"')).map((line) => JSON.parse(line)),
    ).toMatchObject([{ night: false }, { night: true }]);
    const unused = whole.stage.gate
      .grants()
      .filter(({ used, action }) => !used && !NOT_ASKED_HERE.test(action))
      .map(({ caller, action }) => `${caller.replace(/[0-9A-F]{8}$/, '')} ${action}`);
    expect(unused.filter((grant) => !(grant in UNUSED))).toEqual([]);
    expect(whole.lines.filter((line) => line.startsWith('DENIED'))).toEqual([]);
  });

  test('a message that is no event waits with its reason, and held up nothing', async () => {
    const { sqs, setAside } = eventQueues(whole);
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: setAside,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
      }),
    );
    expect(
      Messages.map(({ Body, MessageAttributes }) => [Body, MessageAttributes?.['reason']?.StringValue]),
    ).toEqual([['poison', expect.stringContaining('no event of a bus')]]);
    const out = [...textsUnder(folderOf('IntakeBucket'))].filter(([path]) => path.startsWith('out/us/bus/'));
    expect(out.map(([, text]) => JSON.parse(text))).toMatchObject([{ line: 1, field: 'data.sellerId' }]);
  });
});
