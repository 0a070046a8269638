import type { RoundRow } from '../../rounds/row.ts';
import { fidelityOf } from '../../trust/fidelity.ts';
import type { Scale } from '../../trust/scale.ts';

interface Tally {
  sum: number;
  count: number;
}

/** The quality q of the recommendation of each round, in [-1,1], or why it is not known. By round: its own fidelity r, also
 *  where the seller never saw it. By recommender: the mean fidelity of the recommender's rounds of all other sellers, so
 *  that nothing of her own round stands on both sides. */
export function qualityOf(
  rows: readonly RoundRow[],
  scale: Scale,
  by: 'recommender' | 'round',
): readonly (number | string)[] {
  const own = rows.map((row) => fidelityOf(row, scale.name));
  if (by === 'round') return own;
  const tallies = new Map<string, Tally>();
  for (const [index, row] of rows.entries()) {
    const r = own[index];
    if (typeof r === 'number') for (const key of keys(row)) add(tallies, key, r);
  }
  return rows.map((row) => {
    const [all, hers] = keys(row).map((key) => tallies.get(key) ?? { sum: 0, count: 0 });
    const count = (all?.count ?? 0) - (hers?.count ?? 0);
    if (count === 0) return 'no other seller has an outcome with this recommender';
    return ((all?.sum ?? 0) - (hers?.sum ?? 0)) / count;
  });
}

function add(tallies: Map<string, Tally>, key: string, value: number): void {
  const tally = tallies.get(key);
  if (!tally) tallies.set(key, { sum: value, count: 1 });
  else {
    tally.sum += value;
    tally.count += 1;
  }
}

/** Of all rounds of a recommender, and of hers alone. */
const keys = ({ recommender, sellerId }: RoundRow): [string, string] => [
  recommender,
  JSON.stringify([recommender, sellerId]),
];
