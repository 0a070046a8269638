import { deltaVariance } from '../stats/delta-method.ts';
import { fromExact } from '../stats/exact-sum.ts';
import type { Quantity } from './quantity-schema.ts';
import { quantity, unknownQuantity } from './quantity.ts';
import type { Cell } from './seller-estimates.ts';
import type { TrustFit } from './trust-fit.ts';

/** Smallest group of sellers of whom a change, a contrast or a period is told: docs/model.md 6.14. */
export const SMALLEST_CELL = 20;

export interface Mean {
  readonly range?: readonly [number, number];
  readonly least?: number; // sellers
  readonly otherwise: string; // why it cannot be told if they are fewer
}

/** Mean over the sellers of these cells. Its variance: that of each seller's own value, and that of the parameters they share.
 *      Var = sum_i V_i / n^2 + sum_s G_s' Sigma_s G_s      G_s = sum_i d x_i / d theta_s / n, by segment s
 *  How sellers differ is no error: the mean is of these sellers. */
export function meanOfCells(
  cells: readonly Cell[],
  name: string,
  fit: Pick<TrustFit, 'segments'>,
  { range, least = 1, otherwise }: Mean,
): Quantity {
  const n = cells.reduce((sum, { sellers }) => sum + sellers, 0);
  if (n < least) return unknownQuantity(otherwise, n);
  const totals = cells.flatMap((cell) => cell.totals.filter((total) => total.name === name));
  const own = sumOf(totals.map(({ variance }) => variance)) / n ** 2;
  const shared = sharedVariance(totals, fit, n);
  const segments = new Set(totals.flatMap(({ gradients }) => gradients.map(({ segment }) => segment)));
  const reason = [...segments].some((segment) => takenAsKnown(fit, segment)) ? KNOWN : null;
  return quantity(sumOf(totals.map(({ value }) => value)) / n, Math.sqrt(own + shared), n, range, reason);
}

const KNOWN =
  'the interval takes parameters as known: they rest on a published prior, or the data cannot tell them apart';

/** No covariance: that of a prior, or of a likelihood that is flat in some direction. */
const takenAsKnown = ({ segments }: Pick<TrustFit, 'segments'>, name: string): boolean =>
  Object.hasOwn(segments, name) && segments[name]?.covariance.length === 0;

/** Sum of exact texts. */
export function sumOf(values: readonly string[]): number {
  return fromExact(values.reduce((sum, value) => sum + BigInt(value), 0n));
}

function sharedVariance(
  totals: readonly Cell['totals'][number][],
  { segments }: Pick<TrustFit, 'segments'>,
  n: number,
): number {
  const gradients = totals.flatMap((total) => total.gradients);
  const names = [...new Set(gradients.map(({ segment }) => segment))].toSorted();
  return names.reduce((variance, name) => {
    const members = gradients.filter(({ segment }) => segment === name);
    const covariance = Object.hasOwn(segments, name) ? (segments[name]?.covariance ?? []) : [];
    const gradient = covariance.map((_, j) => sumOf(members.map(({ values }) => values[j] ?? '0')) / n);
    return variance + deltaVariance(gradient, covariance);
  }, 0);
}
