import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { estimatesSchema } from '../../lib/trust/estimates.ts';
import { trust } from './trust.ts';

const folder = mkdtempSync(join(tmpdir(), 'degenerate-'));
const HEADER = 'seller_id,recommender,round,prior_plan,recommended,chosen,outcome,response';
const FILES = ['report.html', 'estimates.json', 'sellers.csv', 'evolution.csv'];

/** A line for each of `sellers` sellers in each of `rounds` rounds. */
const lines = (sellers: number, rounds: number, line: (i: number, t: number) => string): string[] =>
  Array.from({ length: sellers * rounds }, (_, k) => {
    const [i, t] = [Math.floor(k / rounds), k % rounds];
    return `s${i},pricing,${t + 1},${line(i, t)}`;
  });

const CASES: [string, string[]][] = [
  ['one seller, one round', ['s1,pricing,1,10,12,11,13,']],
  ['all missing', lines(3, 4, () => ',,,,')],
  ['all accept', lines(25, 4, (i, t) => `${100 + i},${120 + 7 * t},,${110 + i},accept`)],
  ['the recommendation is the plan', lines(25, 3, (i) => `${100 + i},${100 + i},${100 + i},90,`)],
  [
    'values of 1e-9 and 1e12 in one file',
    lines(25, 4, (i, t) => {
      const unit = i % 2 === 0 ? 1e-9 : 1e12;
      return (
        [100 + i, 120 + 7 * t, 108 + ((i + 3 * t) % 9), 115 + 2 * i].map((x) => x * unit).join(',') + ','
      );
    }),
  ],
];

it.each(CASES)('%s through the command: numbers or reasons', (name, rows) => {
  const [path, out] = [join(folder, `${name}.csv`), join(folder, name)];
  writeFileSync(path, `${[HEADER, ...rows].join('\n')}\n`);
  const ran = trust('analyze', path, '--out', out, '--as-of', '2026-11-22T00:00:00Z');
  expect(ran).toMatchObject({ exitCode: 0, stderr: '' });
  const written = FILES.map((file) => readFileSync(join(out, file), 'utf8'));
  for (const text of [ran.stdout, ...written]) expect(text).not.toMatch(/\bNaN\b|\bInfinity\b|\bundefined\b/);
  const { trust: told } = estimatesSchema.parse(JSON.parse(written[1] ?? ''));
  expect(told.overall.estimate === null).toBe(told.overall.reason !== null);
});
