import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { mailFile, mailsIn } from '../../lib/local/mail-list.ts';
import { inputSchema } from '../../lib/trust/estimates.ts';
import { temporaryFolder } from './with-stage.ts';

const ROOT = join(import.meta.dirname, '../..');
const closers: (() => Promise<void> | void)[] = [];
afterAll(async () => {
  for (const close of closers.toReversed()) await close();
});

const directory = temporaryFolder(closers);
const SELLERS = 40;
const addressesSchema = z.object({ survey: z.url(), ledger: z.url(), report: z.url(), intake: z.url() });
type Addresses = z.infer<typeof addressesSchema>;

describe('the whole loop, as trust start serves it', () => {
  it('link, answer, estimate, report; and again after kill -9', { timeout: 400_000 }, async () => {
    const first = await start();
    expect((await fetch(first.ledger)).status).toBe(200);
    expect(await (await fetch(first.intake)).json()).toBeTypeOf('object');
    for (const odd of ['/reports/us/..%2f..%2fstage.json', '/reports/us/latest//x', '/reports/other/'])
      expect((await fetch(new URL(odd, first.report))).status).toBe(404);
    expect(await (await fetch(new URL('/reports/', first.report))).text()).toContain(
      '2 reports of 1 marketplace',
    );
    const before = await reportOf(first);
    await expect.poll(() => askedAbout().length, { timeout: 60_000 }).toBe(SELLERS);
    await clickAndStop(shownMail());

    await answer(first.survey);
    const ran = z.object({ report: z.url() }).parse(JSON.parse(await trust('run', 'start')));
    const after = await reportOf(first);
    expect(after.estimates.input.sha256).not.toBe(before.estimates.input.sha256);
    expect(after.estimates.input.usable.stated.rows).toBe(before.estimates.input.usable.stated.rows + 1);
    expect(after.html).not.toBe(before.html);
    expect(await (await fetch(ran.report)).text()).toBe(after.html);
    const page = await pressRun(first);
    expect(page).toContain('Analysis');

    const { wave, counts } = JSON.parse(await trust('invite', 'start', '--questionnaire', 'quarterly'));
    expect(wave).toMatch(/^quarterly-/);
    expect(counts.sellers).toBe(40);
    expect(counts.restingDays).toBeGreaterThan(0); // whom the first wave has just asked
    expect(counts.optedOut).toBe(1); // by her mail program
    expect(counts.invited + counts.restingDays).toBe(39);
    const { waves } = JSON.parse(await trust('invite', 'status'));
    expect(waves).toMatchObject([{ wave }, { questionnaire: 'recommendation', funnel: { answered: 1 } }]);

    // the wave has swept the outbox: one event and one digest a report, and word of the one answer
    const posted = () => [digests().length, told('report.published').length, told('seller.replied').length];
    await expect.poll(posted, { timeout: 60_000 }).toEqual([4, 4, 1]);
    expect(new Set(told('report.published').map(({ permalink }) => permalink)).size).toBe(4);

    await killed(first.process);
    leaveRunning('WaveMachine');
    const second = await start();
    expect(second.survey).not.toBe(first.survey); // that one is answered
    expect(statesOf('WaveMachine')).toEqual(['ABORTED', 'ABORTED', 'SUCCEEDED']);
    const again = await (await fetch(first.survey)).text();
    expect(again).not.toMatch(/name="plan"/);
    expect((await reportOf(second)).estimates.input.usable).toEqual(after.estimates.input.usable);
    expect(JSON.parse(await trust('run', 'status')).runs).toHaveLength(4);
    expect(askedAbout()).toEqual([...new Set(askedAbout())]); // nobody got a second one
    expect(askedAbout()).toHaveLength(SELLERS);

    expect([told('report.published').length, digests().length]).toEqual([4, 4]); // nor did a leader

    const ended = new Promise((resolve) => second.process.once('exit', resolve));
    second.process.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(() => readFileSync(join(directory, 'stage.json'))).toThrow('ENOENT');
  });
});

const mailList = () => mailsIn(join(directory, 'mail'), 1000);
/** Whose mails ask about a recommendation. */
const askedAbout = () =>
  mailList()
    .newest.filter(({ subject }) => subject.includes('your view on a recommendation'))
    .map(({ to }) => to)
    .toSorted();

const digests = () => mailList().newest.filter(({ to }) => to === 'leader@example.com');

/** What the marketplace was told, by type. */
function told(type: string) {
  const lines = readdirSync(join(directory, 'events')).flatMap((bus) =>
    readFileSync(join(directory, 'events', bus), 'utf8')
      .trim()
      .split('\n'),
  );
  return lines
    .map((line) => toldSchema.parse(JSON.parse(line)))
    .flatMap((event) => (event['detail-type'] === type ? [event.detail.data] : []));
}

const toldSchema = z.object({
  'detail-type': z.string(),
  detail: z.object({ data: z.looseObject({ permalink: z.optional(z.string()) }) }),
});

/** A mail that shows its recommendation: half of them do. */
function shownMail(): string {
  const pages = mailList().newest.map(({ name }) => mailFile(join(directory, 'mail'), name)?.body ?? '');
  return pages.find((html) => html.includes('?a=accept')) ?? '';
}

/** A click in a mail chooses on the page and records nothing; the mail program's own unsubscribe stops at once. */
async function clickAndStop(html: string): Promise<void> {
  const [, clicked = ''] = /href="([^"]+\?a=accept)"/.exec(html) ?? [];
  for (let click = 0; click < 2; click += 1)
    expect(await (await fetch(clicked)).text()).toMatch(/value="accept"[^>]*checked/);
  const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' });
  const stopped = await fetch(clicked.replace('?a=accept', '/stop'), { method: 'POST', body });
  expect([stopped.status, await stopped.text()]).toEqual([
    200,
    expect.stringContaining('not be asked again'),
  ]);
}

/** Starts the stage as a person would, with a smaller marketplace. */
async function start(): Promise<Addresses & { process: ChildProcess }> {
  const options = ['start', '--json', '--dir', directory, '--sellers', String(SELLERS), '--weeks', '8'];
  const started = spawnTrust(options);
  closers.push(() => void started.kill('SIGKILL'));
  for await (const line of createInterface({ input: started.stdout }))
    return { ...addressesSchema.parse(JSON.parse(line)), process: started };
  throw new Error('trust start ended before it was ready');
}

/** @returns what the command printed */
async function trust(...words: string[]): Promise<string> {
  const called = spawnTrust([...words, '--dir', directory, '--json']);
  let printed = '';
  for await (const chunk of called.stdout) printed += String(chunk);
  return printed;
}

function spawnTrust(words: readonly string[]) {
  return spawn(process.execPath, ['--import', 'tsx', 'bin/trust.ts', ...words], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
}

async function killed(started: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => started.once('exit', resolve));
  started.kill('SIGKILL');
  await ended;
}

const statusSchema = z.looseObject({ status: z.string(), startDate: z.number() });

function executionsOf(machine: string) {
  const folder = join(directory, 'executions');
  const files = readdirSync(folder).filter((name) => name.includes(machine) && name.endsWith('.json'));
  return files
    .map((name) => join(folder, name))
    .map((path) => ({ path, kept: statusSchema.parse(JSON.parse(readFileSync(path, 'utf8'))) }))
    .toSorted((a, b) => a.kept.startDate - b.kept.startDate);
}

/** As a stage leaves it that was killed in the middle of a run. */
function leaveRunning(machine: string): void {
  for (const { path, kept } of executionsOf(machine)) {
    writeFileSync(path, JSON.stringify({ ...kept, status: 'RUNNING', stopDate: undefined }));
  }
}

const statesOf = (machine: string) => executionsOf(machine).map(({ kept }) => kept.status);

/** Presses the button of the local page and waits until it no longer says that something runs. */
async function pressRun({ report }: Addresses): Promise<string> {
  const page = new URL('/', report);
  await fetch(new URL('/run', report), { method: 'POST' });
  const shown = async () => (await fetch(page)).text();
  await expect.poll(shown, { timeout: 60_000, interval: 500 }).not.toContain('http-equiv="refresh"');
  return shown();
}

const estimatesSchema = z.object({ input: inputSchema });

async function reportOf({ report }: Addresses) {
  const estimates = await (await fetch(new URL('estimates.json', report))).json();
  return { html: await (await fetch(report)).text(), estimates: estimatesSchema.parse(estimates) };
}

/** Gives the seller's own plan, then her decision, through the forms of the page. */
async function answer(survey: string): Promise<void> {
  let given = 303;
  for (const plan of ['500', '100', '30', '20', '1000']) {
    given = await post(survey, { plan });
    if (given === 303) break; // a plan outside the allowed range is asked for again
  }
  expect(given).toBe(303);
  expect(await post(survey, { decision: 'keep', trust: '5' })).toBe(303);
}

async function post(address: string, answers: Record<string, string>): Promise<number> {
  const page = await (await fetch(address)).text();
  const hidden = [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)];
  const fields = Object.fromEntries(hidden.map(([, name, value]) => [name, value]));
  const body = new URLSearchParams({ ...fields, ...answers });
  return (await fetch(address, { method: 'POST', body, redirect: 'manual' })).status;
}
