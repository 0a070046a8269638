import type { Roster } from './roster.ts';

const LITTLE = 1e-3; // information per seller, so that a search takes no wide steps where sellers say next to nothing

/** Curvature of -ln L near its minimum from the scores there, sum_i s_i s_i' over sellers (Berndt, Hall, Hall & Hausman 1974):
 *  a scale for a search that starts close by. Where it ends does not depend on it.
 *  @param slopes derivatives of the log-likelihood of each sequence, `width` each
 *  @param places the derivatives wanted, of each sequence */
export function outerProducts(
  { seller, sellers }: Roster,
  slopes: ArrayLike<number>,
  width: number,
  places: readonly number[],
): number[][] {
  const count = places.length;
  const scores = new Float64Array(count * sellers.length);
  for (let i = 0; i < seller.length; i++)
    for (let j = 0; j < count; j++) {
      const at = count * (seller[i] as number) + j;
      scores[at] = (scores[at] as number) + (slopes[width * i + (places[j] as number)] as number);
    }
  return crossProducts(scores, count);
}

/** sum_i s_i s_i', `count` scores of each seller in a row, and a little per seller on the diagonal. */
export function crossProducts(scores: Float64Array, count: number): number[][] {
  const sum = Array.from({ length: count }, () => [...new Float64Array(count)]);
  for (let o = 0; o < scores.length; o += count)
    for (let j = 0; j < count; j++) {
      const row = sum[j] as number[];
      for (let k = 0; k < count; k++)
        row[k] = (row[k] as number) + (scores[o + j] as number) * (scores[o + k] as number);
    }
  const least = (LITTLE * scores.length) / count;
  return sum.map((row, j) => row.map((value, k) => (j === k ? value + least : value)));
}
