import { describe, expect, test } from 'vitest';
import { defaultSettings, type SimulationSettings } from '../../../../lib/simulation/settings.ts';
import { simulate } from '../../../../lib/simulation/simulate.ts';
import { median } from '../../../../lib/stats/median.ts';
import type { RoundRow } from '../../../../lib/rounds/row.ts';
import { chooseScale } from '../../../../lib/trust/scale.ts';
import { decisionsOf, sequencesOf } from '../../../../lib/trust/sequence.ts';
import { compareTheories } from '../../../../lib/trust/theories/comparison.ts';
import { roundRow } from '../../row.ts';
import { settingsOf } from '../../settings.ts';

function compared(rows: readonly RoundRow[], directed: boolean) {
  const directions = directed ? { replenishment: 'up' as const } : {};
  const settings = settingsOf({ directions, estimator: 'qd-adf' });
  const scale = chooseScale(rows, settings);
  const sequences = sequencesOf(rows, { scale, dropOutcomeOfUnusedRows: false });
  const unit = median(decisionsOf(sequences).map(({ gap }) => Math.abs(gap))) ?? 1;
  return compareTheories(sequences, { unit, referenceGap: unit }, scale, settings);
}

const buttons = (theory: SimulationSettings['theory']): readonly RoundRow[] =>
  simulate({ ...defaultSettings(theory, true), sellers: 80, rounds: 15, seed: 3 }).rows;

/** 80 sellers are enough for two of the truths; for the other two it takes 200 (bench/court-events.ts). */
test.each([
  ['trust-embedded', ['trust-embedded']],
  ['mixture', ['mixture']],
  ['level-k', ['level-k', 'cannot tell']],
  ['babbling', ['babbling', 'cannot tell']],
] as const)(
  'sellers with buttons, %s planted: called so, by events, and never anything else',
  (theory, right) => {
    const { verdict } = compared(buttons(theory), true);
    expect(verdict.likelihood).toBe('events');
    expect(right).toContain(verdict.preferred);
  },
);

/** 30 sellers with 8 rounds each, all of one mind. */
const alike = (round: (i: number, t: number) => Partial<RoundRow>): RoundRow[] =>
  Array.from({ length: 240 }, (_, n) => {
    const [i, t] = [n % 30, Math.floor(n / 30)];
    return roundRow({ sellerId: `s${10 + i}`, line: n + 2, position: t + 1, ...round(i, t) });
  });
const spread = (i: number, t: number): number => 100 + (t % 2 === 0 ? 1 : -1) * (20 + ((7 * i + 5 * t) % 13));

describe('where nothing can be told, nothing is', () => {
  test.each([
    ['all accept', alike((i, t) => ({ recommended: spread(i, t), chosen: null, response: 'accept' }))],
    ['all accept one gap', alike(() => ({ chosen: null, response: 'accept' }))],
    ['all keep one gap', alike(() => ({ chosen: null, response: 'keep' }))],
    ['one gap, half of it taken', alike(() => ({ chosen: 120 }))],
  ] as const)('%s', (_, rows) => {
    const { verdict } = compared(rows, false);
    expect(verdict.preferred).toBe('cannot tell');
    expect(verdict.reason).not.toBe('');
  });

  test('all keep: nobody uses a recommendation, or it cannot be told', () => {
    const rows = alike((i, t) => ({ recommended: spread(i, t), chosen: null, response: 'keep' }));
    expect(['babbling', 'cannot tell']).toContain(compared(rows, false).verdict.preferred);
  });

  test('one seller', () => {
    const { verdict, theories } = compared(
      alike((i, t) => ({ sellerId: 's1', recommended: spread(i, t) })),
      false,
    );
    expect(verdict.preferred).toBe('cannot tell');
    expect(theories.every(({ reason }) => reason?.includes('fewer than'))).toBe(true);
  });
});
