import { array, assert, asyncProperty, constantFrom, oneof, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isReportPath, reportAt } from '../../lib/jobs/read-report.ts';
import type { StoredFile } from '../../lib/store/files.ts';
import { settingsOf } from '../infra/synthesise.ts';

const tenants = settingsOf('dev').tenants;
const HASH = '0123456789abcdef'.repeat(2);
const FOLDER = `reports/us/2026-W47/${HASH}`;
const interval = { estimate: 0.5, lower: 0.4, upper: 0.6, n: 100 };

/** Files that remember what was asked for. */
function bucket(stored: Readonly<Record<string, unknown>> = {}) {
  const asked: string[] = [];
  const get = (key: string): Promise<StoredFile | undefined> => {
    asked.push(key);
    const body = stored[key];
    const found = { body: Buffer.from(JSON.stringify(body) ?? ''), etag: 'e' };
    return Promise.resolve(body === undefined ? undefined : found);
  };
  return { asked, get };
}

describe('what stands at an address', () => {
  it.each([
    [`/${FOLDER}/`, `${FOLDER}/report.html`],
    [`/${FOLDER}/estimates.json`, `${FOLDER}/estimates.json`],
    [`/${FOLDER}/segments/size=large.html`, `${FOLDER}/segments/size=large.html`],
    ['/reports/us/history.json', 'reports/us/history.json'],
    ['/reports/us/latest.json', 'reports/us/latest.json'],
  ])('%s is the file %s', async (path, key) => {
    const files = bucket({ [key]: 'x' });
    expect(await reportAt(files, tenants, path)).toMatchObject({ kind: 'file', name: key.split('/').at(-1) });
    expect(isReportPath(path)).toBe(true);
  });

  it.each([
    ['/reports', '/reports/'],
    ['/reports/us', '/reports/#us'],
    ['/reports/us/', '/reports/#us'],
    [`/${FOLDER}`, `/${FOLDER}/`],
    ['/reports/us/latest', `/${FOLDER}/`],
    ['/reports/us/latest/', `/${FOLDER}/`],
    ['/reports/us/latest/evolution.csv', `/${FOLDER}/evolution.csv`],
  ])('%s leads to %s', async (path, to) => {
    const schema = 'seller-trust/latest@1';
    const about = { tenant: 'us', period: '2026-W47', asOf: '2026-11-16T02:00:00.000Z', runId: 'r' };
    const files = bucket({ 'reports/us/latest.json': { schema, ...about, permalink: FOLDER } });
    expect(await reportAt(files, tenants, path)).toEqual({ kind: 'moved', to });
  });

  it.each([
    '/',
    '/reports/eu/latest/',
    `/${FOLDER.replace('us', 'eu')}/`,
    '/reports/us/../eu/latest/',
    `/${FOLDER}/../../../../runs/us/x/sellers.csv`,
    `/${FOLDER}/%2e%2e/x`,
    `/${FOLDER}/..`,
    `/${FOLDER}//report.html`,
    `/${FOLDER}/.hidden`,
    `/${FOLDER}/a\\..\\b`,
    '/reports/us/2026-W47/',
    `//reports/us/2026-W47/${HASH}/`,
  ])('nothing at %s, and nothing is read for it', async (path) => {
    const files = bucket();
    expect(await reportAt(files, tenants, path)).toBeUndefined();
    expect(files.asked).toEqual([]);
  });

  it("property: whatever is asked, only files of the reader's own reports are read", async () => {
    const part = constantFrom(
      'reports',
      'us',
      'eu',
      '2026-W47',
      HASH,
      '..',
      '.',
      '',
      'latest',
      'x.json',
      '%2e%2e',
      '\\',
      '\0',
    );
    const path = oneof(
      array(part, { maxLength: 8 }).map((parts) => `/${parts.join('/')}`),
      string().map((end) => `/${FOLDER}/${end}`),
    );
    await assert(
      asyncProperty(path, async (asked) => {
        const files = bucket();
        await reportAt(files, tenants, asked);
        for (const key of files.asked)
          expect(key).toMatch(/^reports\/us\/(?!.*(^|\/)\.)(?!.*\/\/)[\w./=-]+$/);
      }),
      { seed: 6, numRuns: 2000 },
    );
  });
});

const report = (week: number) => ({
  period: `2026-W${week}`,
  asOf: `2026-11-${week - 30}T02:00:00.000Z`,
  runId: 'r',
  permalink: `reports/us/2026-W${week}/${HASH}`,
  headline: `Trust held in week ${week}`,
  trust: interval,
  byRecommender: {},
  since: week === 46 ? null : interval,
});

describe('the index', () => {
  it('tells the history, the newest first, and how many alerts its newest report raised', async () => {
    const rule = {
      name: 'low',
      measure: 'trust',
      recommender: null,
      when: 'below',
      threshold: 0.4,
      clearBy: 0.05,
    } as const;
    const alerted = tenants.map((tenant) => ({ ...tenant, report: { ...tenant.report, alerts: [rule] } }));
    const alert = { ...rule, moved: 'stayed', since: null, ...interval, reason: null };
    const about = { schema: 'seller-trust/alerts@1', period: '2026-W47', asOf: report(47).asOf, ended: [] };
    const files = bucket({
      'reports/us/history.json': {
        schema: 'seller-trust/history@1',
        tenant: 'us',
        reports: [report(46), report(47)],
      },
      [`${report(47).permalink}/alerts.json`]: {
        ...about,
        alerts: [
          { ...alert, state: 'raised' },
          { ...alert, state: 'clear' },
        ],
      },
    });
    const page = await reportAt(files, alerted, '/reports/');
    const html = page?.kind === 'index' ? page.html : '';
    expect(html.indexOf('2026-W47')).toBeLessThan(html.indexOf('2026-W46'));
    expect(html).toContain('1 alert raised');
    expect(html).toContain(`href="us/2026-W47/${HASH}/"`);
  });

  it('says how to get the first report', async () => {
    const page = await reportAt(bucket(), tenants, '/reports/');
    expect(page?.kind === 'index' && page.html).toContain('trust run start --tenant us');
  });
});
