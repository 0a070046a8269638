import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { roundsJsonl } from '../../lib/rounds/rounds-jsonl.ts';
import { defaultSettings } from '../../lib/simulation/settings.ts';
import { simulate } from '../../lib/simulation/simulate.ts';
import { estimatesSchema } from '../../lib/trust/estimates.ts';
import { trust } from './trust.ts';

const folder = mkdtempSync(join(tmpdir(), 'large-'));
afterAll(() => rmSync(folder, { recursive: true }));
const path = join(folder, 'rounds.jsonl');
writeFileSync(
  path,
  roundsJsonl(simulate({ ...defaultSettings('trust-embedded'), sellers: 80, rounds: 6 }).rows),
);
const analyze = (...more: readonly string[]) =>
  trust('analyze', path, '--out', join(folder, 'out'), '--as-of', '2026-11-22T00:00:00Z', ...more);
const read = (name: string) => readFileSync(join(folder, 'out', name), 'utf8');

it('a file of more rounds than are fitted at once: a sample, passes, and everybody’s estimates', () => {
  const { exitCode, stderr, stdout } = analyze('--rows-at-once', '240', '--estimator', 'kf');
  expect([exitCode, stdout.length > 0]).toEqual([0, true]);
  const stages = stderr.split('\n').filter((line) => line !== '');
  expect(stages[0]).toMatch(/^fitting \d+ of 480 rounds …$/u);
  expect(stages[1]).toBe('pass 1 over 80 sellers …');
  expect(stages.at(-1)).toBe('estimating 80 sellers …');
  const { sample, dynamics, trust: told } = estimatesSchema.parse(JSON.parse(read('estimates.json')));
  expect(sample).toMatchObject({ ofRows: 480, ofSellers: 80 });
  expect(sample?.sellers).toBeGreaterThan(20);
  expect(sample?.sellers).toBeLessThan(60);
  expect([dynamics[0]?.sequences, told.overall.n]).toEqual([80, 80]);
  expect(read('report.html')).toContain('Trust and how it moves are of all 80 sellers');
  const sellers = read('sellers.csv').trim().split(/\r?\n/u).slice(1);
  expect(sellers.length).toBe(80);
  expect(sellers).toEqual(sellers.toSorted());
});

it('--paths of more than that is refused, with what to do', () => {
  const { exitCode, stderr } = analyze('--rows-at-once', '240', '--paths', '--json');
  expect(exitCode).toBe(2);
  expect(stderr).toContain('--rows-at-once 480');
  expect(stderr).not.toContain('fitting');
});
