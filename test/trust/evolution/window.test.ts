import { describe, expect, it } from 'vitest';
import type { RoundRow } from '../../../lib/rounds/row.ts';
import { changeWindow, within } from '../../../lib/trust/evolution/window.ts';
import { sequencesOf } from '../../../lib/trust/sequence.ts';
import { roundRow } from '../row.ts';

const SCALE = { name: 'level', minGap: 1e-9, minGapRule: 'as set' } as const;

const sequences = (rows: readonly RoundRow[]) =>
  sequencesOf(rows, { scale: SCALE, dropOutcomeOfUnusedRows: false });

/** Sellers by the rounds in which they decided. */
const panel = (...rounds: readonly (readonly number[])[]) =>
  sequences(
    rounds.flatMap((own, seller) =>
      own.map((position) => roundRow({ sellerId: `s${seller}`, position, line: 100 * seller + position })),
    ),
  );

const to = (last: number): number[] => Array.from({ length: last }, (_, i) => i + 1);

describe('what trust is compared between', () => {
  it.each([
    [2, '1', '1', '2', '2'],
    [4, '1', '1', '4', '4'],
    [8, '1', '2', '7', '8'],
    [11, '1', '3', '9', '11'],
  ])('%i periods: their first and their last quarter', (periods, first, last, from, end) => {
    expect(changeWindow(panel(to(periods)))).toEqual({
      from: { first, last },
      to: { first: from, last: end },
    });
  });

  it('one period, or none, is no comparison', () => {
    expect(changeWindow(panel([1], [1]))).toBeNull();
    expect(changeWindow([])).toBeNull();
  });

  it('leaves out periods in which fewer than half as many decided as in the largest, by number, not by text', () => {
    const window = changeWindow(panel(to(12), to(10), [2, 3, 4, 5, 6, 7, 8, 9, 10], [2, 3, 9, 10]));
    expect(window).toEqual({ from: { first: '1', last: '3' }, to: { first: '8', last: '10' } });
  });

  it('begins with each seller’s first decision in the first quarter; who decides later than the last has stayed', () => {
    const window = { from: { first: '2', last: '3' }, to: { first: '8', last: '9' } };
    const [early, late, gone, after] = panel([1, 3, 9], [4, 8, 9], [2, 3, 7], [2, 12]).map((of) =>
      within(of, window),
    );
    expect(early).toEqual({ step: 1, stayed: true });
    expect(late).toBeUndefined();
    expect(gone).toEqual({ step: 0, stayed: false });
    expect(after).toEqual({ step: 0, stayed: true });
  });
});
