import { clusteredLine } from '../../stats/clustered-line.ts';
import type { JudgedRound } from './judged-round.ts';
import type { Quantity } from '../quantity-schema.ts';
import { quantity, unknownQuantity } from '../quantity.ts';

/** Is the recommendation an unbiased forecast of the outcome? */
export interface MincerZarnowitz {
  readonly intercept: Quantity; // t0, 0 if unbiased
  readonly slope: Quantity; // t1, 1 if unbiased
  readonly wald: number | null; // of (t0, t1) = (0, 1), 2 degrees of freedom
  readonly p: number | null;
}

const NO_LINE = 'fewer than three recommendations with a known outcome, or all the same';

/** Line y = t0 + t1 m with covariance clustered by seller, and the Wald test of (t0, t1) = (0, 1), whose p on 2 degrees of
 *  freedom is exp(-W/2). Mincer & Zarnowitz (1969), in Economic Forecasts and Expectations; docs/model.md 6.9.1. */
export function mincerZarnowitz(sellers: readonly (readonly JudgedRound[])[]): MincerZarnowitz {
  const line = clusteredLine(sellers.map((rounds) => rounds.map(({ m, y }) => [m, y] as const)));
  if (!line)
    return { intercept: unknownQuantity(NO_LINE), slope: unknownQuantity(NO_LINE), wald: null, p: null };
  const { intercept, slope, covariance, clusters } = line;
  const reason = covariance ? null : 'one seller only: no standard error';
  const [v00, v01, v11] = covariance ?? [Number.NaN, Number.NaN, Number.NaN];
  const part = (value: number, variance: number): Quantity =>
    quantity(value, Math.sqrt(variance), clusters, undefined, reason);
  const determinant = v00 * v11 - v01 * v01;
  const [d0, d1] = [intercept, slope - 1];
  const wald = (d0 * d0 * v11 - 2 * d0 * d1 * v01 + d1 * d1 * v00) / determinant;
  const known = determinant > 1e-14 * v00 * v11 && clusters > 2;
  return {
    intercept: part(intercept, v00),
    slope: part(slope, v11),
    wald: known ? wald : null,
    p: known ? Math.exp(-wald / 2) : null,
  };
}
