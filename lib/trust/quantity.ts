import type { ClusteredMean } from '../stats/clustered-mean.ts';
import { Z95 } from '../stats/normal.ts';
import type { Parameter, Quantity, Repeated } from './quantity-schema.ts';

/** A number that cannot be told, with the reason. */
export function unknownQuantity(reason: string, n = 0): Quantity {
  return { estimate: null, lower: null, upper: null, se: null, n, reason };
}

/** A repeated number that cannot be told, with the reason. */
export function unknownRepeated(reason: string, n = 0): Repeated {
  return { ...unknownQuantity(reason, n), anytime: { lower: null, upper: null, reason } };
}

/** A number whose series of looks has no interval of its own, with the reason. */
export function withoutSeries(value: Quantity, reason: string): Repeated {
  return { ...value, anytime: { lower: null, upper: null, reason } };
}

export function unknownParameter(reason: string): Parameter {
  return { estimate: null, se: null, lower: null, upper: null, reason };
}

const BEYOND = 'beyond the numbers a computer holds';

/** An estimate with its 95 % interval, cut to [least, most]. */
export function quantity(
  estimate: number,
  se: number | null,
  n: number,
  [least, most]: readonly [number, number] = [-Infinity, Infinity],
  reason: string | null = null,
): Quantity {
  if (!Number.isFinite(estimate)) return unknownQuantity(reason ?? BEYOND, n);
  if (se === null) return { estimate, lower: null, upper: null, se, n, reason };
  if (!Number.isFinite(estimate + Z95 * se) || !Number.isFinite(estimate - Z95 * se))
    return { estimate, lower: null, upper: null, se: null, n, reason: reason ?? BEYOND };
  const cut = (value: number): number => Math.min(Math.max(value, least), most);
  return { estimate, lower: cut(estimate - Z95 * se), upper: cut(estimate + Z95 * se), se, n, reason };
}

/** A mean over clusters (sellers) as a quantity; n counts the clusters. */
export function meanQuantity(
  mean: ClusteredMean | undefined,
  range: readonly [number, number],
  otherwise: string,
): Quantity {
  if (!mean) return unknownQuantity(otherwise);
  const reason = mean.se === null ? 'one seller only: no standard error' : null;
  return quantity(mean.mean, mean.se, mean.clusters, range, reason);
}
