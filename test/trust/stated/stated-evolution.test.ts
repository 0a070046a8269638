import { describe, expect, it } from 'vitest';
import { addDays, toInstant } from '../../../lib/domain/instant.ts';
import type { RoundRow } from '../../../lib/rounds/row.ts';
import { renderReport } from '../../../lib/report/report.ts';
import { sequencesOf } from '../../../lib/trust/sequence.ts';
import { statedEvolution } from '../../../lib/trust/stated/stated-evolution.ts';
import { estimates, META } from '../../report/fixture.ts';
import { roundRow } from '../row.ts';

const monday = toInstant(Date.UTC(2026, 0, 5, 9));
const scale = { name: 'log', minGap: 0.02, minGapRule: 'set' } as const;
const answer = (seller: number, week: number, trustRating: number, trustItem: string): RoundRow => {
  const askedAt = addDays(monday, 7 * week);
  return roundRow({ sellerId: `s${seller}`, askedAt, position: Date.parse(askedAt), trustRating, trustItem });
};
const told = (rows: readonly RoundRow[]) =>
  statedEvolution(sequencesOf(rows, { scale, dropOutcomeOfUnusedRows: false }));

describe('stated trust over time', () => {
  it('begins a line of its own where the question is asked in other words', () => {
    const rows = Array.from({ length: 30 }, (_, s) => [
      answer(s, 0, 4, 'trust@1'),
      answer(s, 1, s % 2 === 0 ? 4 : 6, 'trust@1'),
      answer(s, 2, 6, 'trust@2'),
    ]).flat();
    expect(told(rows).map(({ period, item, sellers, mean }) => [period, item, sellers, mean])).toEqual([
      ['2026-W02', 'trust@1', 30, 4],
      ['2026-W03', 'trust@1', 30, 5],
      ['2026-W04', 'trust@2', 30, 6],
    ]);
  });

  it('in one week with both wordings there are two means, and none of fewer than twenty sellers', () => {
    const rows = Array.from({ length: 39 }, (_, s) => answer(s, 0, 5, s < 20 ? 'trust@1' : 'trust@2'));
    expect(told(rows).map(({ item, sellers, mean }) => [item, sellers, mean])).toEqual([
      ['trust@1', 20, 5],
      ['trust@2', 19, null],
    ]);
  });

  it('breaks in the report, which says so; without a change of words it says nothing of one', () => {
    const changed = drawn((week) => (week < 3 ? 'trust@1' : 'trust@2'));
    expect(changed).toContain('marks a new wording');
    expect(lines(changed)).toBe(2 * lines(drawn(() => 'trust@1')));
    expect(drawn(() => 'trust@1')).not.toContain('marks a new wording');
  });
});

const drawn = (item: (week: number) => string) =>
  renderReport(
    estimates({
      statedEvolution: Array.from({ length: 6 }, (_, week) => ({
        period: `2026-W1${week}`,
        recommender: 'pricing',
        item: item(week),
        sellers: 30,
        mean: 4,
        lower: 3.8,
        upper: 4.2,
      })),
    }),
    META,
  );

/** Strokes of the line in the wide drawing of the chart of answers. */
function lines(page: string): number {
  const figure = /<figure id="stated-over-time">[\s\S]*?<\/svg>/.exec(page)?.[0] ?? '';
  return (
    figure.match(/<path stroke="var\(--accent\)"|<path[^>]*stroke-width="2"|<path d="M[^"]*L/g)?.length ?? 0
  );
}
