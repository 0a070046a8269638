import { onScale, type ScaleName } from './scale.ts';
import type { RoundRow } from '../rounds/row.ts';

const NU0 = 2; // rounds' worth of prior opinion that both are equally good

/** Squared errors of one round: the seller's own plan against the recommendation. */
export interface SquaredErrors {
  readonly own: number; // (p - y)^2
  readonly recommended: number; // (m - y)^2
}

/** Squared errors of a round whose values are all known, its outcome not only as the least that could have been right. */
export function squaredErrors(row: RoundRow, scale: ScaleName): SquaredErrors | undefined {
  if (row.priorPlan === null || row.recommended === null || row.outcome === null) return undefined;
  if (row.outcomeLog?.censored === true) return undefined;
  const p = onScale(row.priorPlan, scale);
  const m = onScale(row.recommended, scale);
  const y = onScale(row.outcome, scale);
  if (p === undefined || m === undefined || y === undefined) return undefined;
  const errors = { own: (p - y) ** 2, recommended: (m - y) ** 2 };
  return errors.own + errors.recommended < 1e300 ? errors : undefined; // beyond, they could not be added up
}

/** v0: mean of all squared errors of both. Undefined for none, or if both were always right. */
export function pooledVariance(errors: readonly SquaredErrors[]): number | undefined {
  const sum = errors.reduce((total, { own, recommended }) => total + own + recommended, 0);
  const v0 = sum / (2 * errors.length);
  return v0 > 0 && Number.isFinite(v0) ? v0 : undefined;
}

/** The weight a seller would give the recommendations who weighs both by the errors she has seen, before each round and
 *  after the last, docs/model.md 5.3:
 *      alphaB = Vp / (Vp + Vm)      Vp = v0 nu0 + sum (p - y)^2      Vm = v0 nu0 + sum (m - y)^2 */
export function bayesBenchmark(errors: readonly SquaredErrors[], v0: number): number[] {
  let vp = v0 * NU0;
  let vm = v0 * NU0;
  const path = [vp / (vp + vm)];
  for (const { own, recommended } of errors) {
    vp += own;
    vm += recommended;
    path.push(vp / (vp + vm));
  }
  return path;
}
