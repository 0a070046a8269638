import type { Covariates } from '../../stats/covariates.ts';

/** Sellers who were asked, and what those who answered said: one row a question put, columns of one length. */
export interface AskedSample {
  readonly answered: Uint8Array; // 1 or 0
  readonly value: Float64Array; // NaN where not answered
  readonly cluster: Int32Array; // the seller of each row, by number in `sellers`
  readonly sellers: readonly string[];
  readonly covariates: Covariates; // known for everybody asked, answered or not
  /** The smallest and largest value an answer can have; trust as a weight: 0 and 1; an answer of 1 to 7: 1 and 7. */
  readonly range: readonly [lowest: number, highest: number];
  readonly exposure?: Float64Array; // 0 or 1, where an effect is asked for
}

/** @throws RangeError if columns differ in length, or an answer lies outside the range */
export function requireSample({ answered, value, cluster, covariates, range, exposure }: AskedSample): void {
  const n = answered.length;
  if (
    value.length !== n ||
    cluster.length !== n ||
    covariates.rows !== n ||
    (exposure && exposure.length !== n)
  )
    throw new RangeError('an asked sample requires columns of one length');
  const outside = value.findIndex((y, i) => answered[i] === 1 && !(y >= range[0] && y <= range[1]));
  if (outside >= 0)
    throw new RangeError(
      `answer ${value[outside]} of row ${outside + 1} is outside ${range[0]} to ${range[1]}`,
    );
}

export interface MeanWithError {
  readonly estimate: number;
  readonly se: number;
  readonly lower: number; // 95 %
  readonly upper: number;
}

/** The mean of influences added to an estimate, clustered by seller. */
export function clusteredError(cluster: Int32Array, influence: Float64Array): number {
  const sums = new Map<number, number>();
  for (const [i, c] of cluster.entries()) sums.set(c, (sums.get(c) ?? 0) + (influence[i] as number));
  const C = sums.size;
  const squares = [...sums.values()].reduce((sum, value) => sum + value * value, 0);
  return Math.sqrt((C / (C - 1)) * squares) / influence.length;
}
