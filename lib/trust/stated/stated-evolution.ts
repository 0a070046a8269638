import { clusteredMean } from '../../stats/clustered-mean.ts';
import type { Estimates } from '../estimates.ts';
import { SMALLEST_CELL } from '../mean-of-cells.ts';
import { comparePeriods, periodOf } from '../period.ts';
import { meanQuantity, unknownQuantity } from '../quantity.ts';
import { compare, type Sequence } from '../sequence.ts';

type Row = Estimates['statedEvolution'][number];

/** Mean answer to the trust item by period, recommender and wording: a new wording is another measure, so that its answers
 *  begin a line of their own. Clustered by seller; null below twenty sellers: docs/model.md 6.14. */
export function statedEvolution(sequences: readonly Sequence[]): Row[] {
  const groups = new Map<string, { of: Omit<Row, Told>; sellers: Map<string, number[]> }>();
  for (const { sellerId, recommender, rounds } of sequences)
    for (const { row } of rounds) {
      if (row.trustRating === null) continue;
      const of = { period: periodOf(row), recommender, item: row.trustItem ?? null };
      const key = [of.period, of.recommender, of.item].join('\n');
      const group = groups.get(key) ?? { of, sellers: new Map<string, number[]>() };
      group.sellers.set(sellerId, [...(group.sellers.get(sellerId) ?? []), row.trustRating]);
      groups.set(key, group);
    }
  return [...groups.values()]
    .map(({ of, sellers }) => Object.assign(of, meanOf([...sellers.values()])))
    .sort(inOrder);
}

type Told = 'sellers' | 'mean' | 'lower' | 'upper';

function meanOf(answers: readonly (readonly number[])[]): Pick<Row, Told> {
  const sellers = answers.length;
  const told =
    sellers < SMALLEST_CELL
      ? unknownQuantity('few', sellers)
      : meanQuantity(clusteredMean(answers), [1, 7], 'none');
  return { sellers, mean: told.estimate, lower: told.lower, upper: told.upper };
}

function inOrder(a: Row, b: Row): number {
  return (
    comparePeriods(a.period, b.period) ||
    compare(a.recommender, b.recommender) ||
    compare(a.item ?? '', b.item ?? '')
  );
}
