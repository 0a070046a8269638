import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { estimatesSchema } from '../../lib/trust/estimates.ts';
import { trust } from './trust.ts';

const DATA = fileURLToPath(new URL('../../../shared/data/rounds/', import.meta.url));
const isThere = existsSync(join(DATA, 'dates.csv')) && existsSync(join(DATA, 'houses.csv'));
if (!isThere)
  console.log('skipped: the data of real people (dates.csv, houses.csv) are not beside the repository');

const folder = mkdtempSync(join(tmpdir(), 'real-data-'));
function analyze(name: string, ...options: readonly string[]) {
  const ran = trust('analyze', join(DATA, name), '--out', join(folder, name), ...options);
  const read = (file: string) => readFileSync(join(folder, name, file), 'utf8');
  return {
    ...ran,
    estimates: estimatesSchema.parse(JSON.parse(read('estimates.json'))),
    report: read('report.html'),
  };
}

describe.skipIf(!isThere)('rounds of real people', () => {
  it('dates.csv: every row is read, used or explained', () => {
    const { exitCode, stderr, stdout, estimates, report } = analyze('dates.csv', '--scale', 'level');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/^7312 rows read: 7312 accepted, 0 refused\.$/m);
    for (const { rows, unused } of Object.values(estimates.input.usable)) {
      expect(rows + Object.values(unused).reduce((sum, each) => sum + each, 0)).toBe(7312);
    }
    expect(Object.keys(estimates.trust.byRecommender).toSorted()).toEqual(['Accurate', 'Agreeing']);
    expect(report).toContain('Can you trust this page?');
  });

  it('houses.csv: no outcome was shown, so nothing is said about what moves trust', () => {
    const { exitCode, stdout, estimates } = analyze('houses.csv');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/dynamics +0 rows; left out 5244 \(outcome not shown to the seller\)/);
    expect(estimates.dynamics.find(({ segment }) => segment === 'all')?.parameters['gain']).toMatchObject({
      estimate: null,
      reason: expect.stringMatching(/outcome/),
    });
  });
});
