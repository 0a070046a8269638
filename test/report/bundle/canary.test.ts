import { beforeAll, expect, it } from 'vitest';
import { bundleFiles } from '../../../lib/report/bundle/bundle-files.ts';
import { reportFiles, type ReportFile } from '../../../lib/report/report-files.ts';
import { estimateSellers } from '../../../lib/trust/estimate-sellers.ts';
import { estimatesSchema, type Estimates } from '../../../lib/trust/estimates.ts';
import { fitTrust } from '../../../lib/trust/fit-trust.ts';
import type { SellerRow } from '../../../lib/trust/seller-estimates.ts';
import { summariseTrust } from '../../../lib/trust/summarise-trust.ts';
import { settingsOf } from '../../trust/settings.ts';
import { panel } from '../../trust/whole-way.ts';
import { readParquet } from './told.ts';

const CANARY = 'Canary-0815-';
const RUNTIME = { node: 24, arch: 'arm64', platform: 'linux' };

let estimates: Estimates;
let sellers: readonly SellerRow[];

beforeAll(() => {
  const rows = panel(30, 6, (i, t) => ({
    sellerId: `${CANARY}${i}`,
    priorPlan: 100 + i,
    recommended: 130 + 3 * t,
    chosen: 110 + i + ((i * t) % 7),
    outcome: 125 + ((3 * i + t) % 11),
    trustRating: 1 + ((i + t) % 7),
  }));
  const settings = settingsOf({});
  const fit = fitTrust(rows, settings);
  const part = estimateSellers(rows, fit);
  const bad = [
    { line: 3, field: 'chosen', value: `${CANARY}31`, reason: `not a number in ${CANARY}31; write one` },
  ];
  const input = {
    sha256: 'ab'.repeat(32),
    rows: 181,
    accepted: 180,
    rejected: 1,
    rejections: bad,
    usable: fit.usable,
  };
  estimates = estimatesSchema.parse(summariseTrust(fit, [part], input));
  ({ sellers } = part);
});

/** Everything a file says, Parquet unpacked. */
const said = async ([name, content]: ReportFile): Promise<string> =>
  name.endsWith('.parquet') && typeof content !== 'string'
    ? JSON.stringify(await readParquet(content))
    : Buffer.from(content).toString();

it('no file of a published report names a seller, not even one whose row was refused', async () => {
  const files = await reportFiles(estimates, {
    tenant: { id: 'us', name: 'Shop', report: { alerts: [] } },
    period: '2026-W47',
    previous: null,
    provenance: {
      runId: null,
      runtime: RUNTIME,
      reportVersion: 'v',
      settings: settingsOf({}),
      snapshots: [],
    },
  });
  for (const file of files) expect([file[0], (await said(file)).includes(CANARY)]).toEqual([file[0], false]);
});

it('whoever ran the analysis has her in sellers.csv and sellers.parquet, and is told to keep them', async () => {
  const files = bundleFiles(estimates, { title: 'Seller trust', downloads: [], place: null, sellers });
  const naming: string[] = [];
  for (const file of files) if ((await said(file)).includes(CANARY)) naming.push(file[0]);
  expect(naming).toEqual(['sellers.csv', 'sellers.parquet']);
  expect(files.find(([name]) => name === 'README.md')?.[1]).toContain('holds single sellers');
});
