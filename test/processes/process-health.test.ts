import { expect, it } from 'vitest';
import { brokenRandomisation, processHealth } from '../../lib/processes/health.ts';
import type { RoundRow } from '../../lib/rounds/row.ts';
import { day, registered } from './registry-entry.ts';
import { rowOn } from './row.ts';

const experiment = (changes: object = {}) => registered({ startAt: day(1), ...changes });
const rows = (control: number, shown: number, changes: Partial<RoundRow> = {}) =>
  [...Array<string>(control).fill('control'), ...Array<string>(shown).fill('shown')].map((arm, n) =>
    rowOn(2, {
      sellerId: `s${n}`,
      assignments: { reasons: arm },
      processes: { reasons: Number(arm === 'shown') },
      chosen: 1,
      ...changes,
    }),
  );
const lines = (of: readonly RoundRow[], process = experiment()) =>
  processHealth([process], of).map(({ check, status }) => `${status}: ${check}`);

it('one line a check where all is well', () => {
  expect(lines(rows(100, 100))).toEqual([
    'ok: arms of reasons among those assigned',
    'ok: arms of reasons among those who decided',
    'ok: exposure to reasons',
  ]);
  expect(brokenRandomisation(experiment(), rows(100, 100))).toBeUndefined();
});

it('a broken draw is told, also of one stratum, and no effect is', () => {
  expect(lines(rows(200, 100))[0]).toBe('fail: arms of reasons among those assigned');
  expect(brokenRandomisation(experiment(), rows(200, 100))).toMatch(/^all: not as drawn: 200 in control/);
  const stratified = experiment({ experiment: { ...experiment().experiment, stratifyBy: 'size' } });
  const small = rows(200, 100, { segments: { size: 'small' } });
  const large = rows(100, 200, { segments: { size: 'large' } }).map((row) =>
    Object.assign(row, { sellerId: `l${row.sellerId}` }),
  );
  expect(lines([...small, ...large], stratified).slice(0, 3)).toEqual([
    'ok: arms of reasons among those assigned',
    'fail: arms of reasons among those assigned, stratum large',
    'fail: arms of reasons among those assigned, stratum small',
  ]);
  expect(brokenRandomisation(stratified, [...small, ...large])).toMatch(/^large: not as drawn/);
});

it('answers that differ by arm are told, but do not take the effect away', () => {
  const silent = rows(100, 100).map((row, n) => (n >= 130 ? Object.assign(row, { chosen: null }) : row));
  expect(lines(silent)[1]).toBe('fail: arms of reasons among those who decided');
  expect(brokenRandomisation(experiment(), silent)).toBeUndefined();
});

it('exposure that contradicts the registry is told', () => {
  const early = rows(50, 50).map((row) => Object.assign(row, { askedAt: day(0) }));
  expect(lines(early)).toContain('fail: exposure to reasons: before start');
  expect(brokenRandomisation(experiment(), early)).toContain('before its start');
  expect(lines(rows(3, 3))[0]).toBe('warn: arms of reasons among those assigned');
});
