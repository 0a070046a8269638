import * as fc from 'fast-check';
import type { Publication } from '../../../lib/trust/disclosure/isolation.ts';
import { rowOfOnes } from '../../../lib/trust/disclosure/residue-row.ts';

/** Fewest sellers, below k, in a set of crowds outside which the rank is smaller: product.md 1.5, word by word. Every set of
 *  crowds is tried, with ranks over the rationals by fractions of big integers. Undefined: there is none. */
export function fewestByBruteForce({ rows, columns }: Publication, k: number): number | undefined {
  const dense = rows.map((row) => columns.map((_, j) => (row.columns.includes(j) ? 1n : 0n)));
  const whole = rankOf(dense);
  const crowds = [...new Map(columns.map(({ crowd, sellers }) => [crowd, sellers]))];
  let fewest: number | undefined;
  const look = (from: number, chosen: readonly number[], sellers: number): void => {
    if (sellers >= k) return;
    const outside = dense.map((row) => row.filter((_, j) => !chosen.includes(columns[j]?.crowd ?? -1)));
    if (rankOf(outside) < whole) fewest = Math.min(fewest ?? sellers, sellers);
    for (let i = from; i < crowds.length; i++) {
      const [crowd, n] = crowds[i] as [number, number];
      look(i + 1, [...chosen, crowd], sellers + n);
    }
  };
  look(0, [], 0);
  return fewest;
}

/** Fraction-free elimination: whole numbers throughout. */
export function rankOf(rows: readonly (readonly bigint[])[]): number {
  let left = rows.map((row) => [...row]);
  let rank = 0;
  for (let j = 0; j < (rows[0]?.length ?? 0); j++) {
    const pivot = left.find((row) => row[j] !== 0n);
    if (pivot === undefined) continue;
    rank += 1;
    const own = pivot[j] as bigint;
    left = left
      .filter((row) => row !== pivot)
      .map((row) => {
        const factor = row[j] as bigint;
        return factor === 0n ? row : row.map((value, i) => value * own - factor * (pivot[i] as bigint));
      });
  }
  return rank;
}

/** Any sums over any crowds of 1 to 7 sellers, some with two recommenders. */
export const publication = (crowds: number, sums: number): fc.Arbitrary<Publication> =>
  fc
    .array(fc.record({ sellers: fc.integer({ min: 1, max: 7 }), both: fc.boolean() }), {
      minLength: 1,
      maxLength: crowds,
    })
    .chain((all) => {
      const columns = all.flatMap(({ sellers, both }, crowd) =>
        (both ? [0, 1] : [0]).map(() => ({ crowd, sellers })),
      );
      const row = fc.subarray(
        columns.map((_, j) => j),
        { minLength: 1 },
      );
      return fc
        .array(row, { minLength: 1, maxLength: sums })
        .map((rows) => ({ columns, rows: rows.map((each) => rowOfOnes(each)) }));
    });
