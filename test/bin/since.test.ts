import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { methodsSchema } from '../../lib/report/methods.ts';
import { roundsJsonl } from '../../lib/rounds/rounds-jsonl.ts';
import { estimatesSchema } from '../../lib/trust/estimates.ts';
import { dated, moving, reportAfter } from '../trust/evolution/moving.ts';
import { trust } from './trust.ts';

const folder = mkdtempSync(join(tmpdir(), 'since-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { rows } = moving({ sellers: 30, rounds: 8, se: 0.1, gain: 0.1, loss: 0.4, q: 0.02, seed: 3 });
const cut = reportAfter(5).since?.asOf ?? '';
const text = (rounds: number) =>
  roundsJsonl(rows.filter(({ position }) => position <= rounds).map((row) => dated(shifted(row))));
/** Values of a rounds file are above zero. */
const shifted = (row: (typeof rows)[number]) => ({
  ...row,
  priorPlan: 10 + (row.priorPlan ?? 0),
  recommended: 10 + (row.recommended ?? 0),
  chosen: 10 + (row.chosen ?? 0),
  outcome: 10 + (row.outcome ?? 0),
});

const run = (rounds: number, out: string, asOf: string, ...more: readonly string[]) => {
  const path = join(folder, `rounds-${rounds}.jsonl`);
  writeFileSync(path, text(rounds));
  return trust('analyze', path, '--out', join(folder, out), '--as-of', asOf, '--scale', 'level', ...more);
};
const before = join(folder, 'first', 'estimates.json');

describe('trust analyze --since', () => {
  let second: ReturnType<typeof trust>;
  beforeAll(() => {
    run(5, 'first', cut);
    second = run(8, 'second', '2026-10-30T00:00:00Z', '--since', before, '--min-gap', '0.01');
  });

  it('tells how far trust of the same sellers moved, and what changed, in the file and in words', () => {
    expect(second).toMatchObject({ exitCode: 0, stderr: '' });
    const { since } = estimatesSchema.parse(
      JSON.parse(readFileSync(join(folder, 'second', 'estimates.json'), 'utf8')),
    );
    expect(since).toMatchObject({ report: { asOf: cut, permalink: before }, overall: { n: 30 } });
    expect(since?.overall.lower).not.toBeNull();
    expect(second.stdout).toMatch(/data +Rounds read: 150 before, 240 now \(\+90\)\./);
    expect(second.stdout).toMatch(/method +Smallest gap that counts: 0\.2\d* before, 0\.01 now\./);
    expect(second.stdout).toMatch(/Since the report of .* trust/);
    const page = readFileSync(join(folder, 'second', 'report.html'), 'utf8');
    expect(page).toContain('Rounds read: 150 before, 240 now (+90).');
    const methods = methodsSchema.parse(
      JSON.parse(readFileSync(join(folder, 'second', 'methods.json'), 'utf8')),
    );
    expect(methods.previous?.asOf).toBe(cut);
  });

  it('refuses what is no earlier analysis, with the reason', () => {
    const path = join(folder, 'rounds-8.jsonl');
    for (const [since, words] of [
      [join(folder, 'nothing.json'), /cannot read .*nothing\.json/],
      [path, /--since requires an estimates\.json of an earlier analysis/],
      [join(folder, 'second', 'estimates.json'), /--since requires an analysis as of before 2026-10-30/],
    ] as const) {
      const refused = run(8, 'third', '2026-10-30T00:00:00Z', '--since', since);
      expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(words) as string });
    }
  });
});
