import type { Covariates } from '../../stats/covariates.ts';
import { column } from '../../stats/covariates.ts';
import type { Learner } from '../../stats/learner.ts';
import { requireUnsmoothed } from '../outcomes/outcome.ts';
import type { Outcome } from '../outcomes/outcome.ts';

/** A process nobody assigned, as columns, each by row of the outcome. */
export interface ObservationalStudy {
  readonly process: string;
  readonly outcome: Outcome; // with one base
  readonly exposure: Float64Array; // 0 or 1; any dose for the partially linear model
  /** Known before the exposure; NaN where a value is missing. */
  readonly covariates: Covariates;
  readonly names?: readonly string[]; // of the covariates
  readonly segments?: Readonly<Record<string, readonly (string | undefined)[]>>;
  /** When the outcome of a row was observed and when its seller met the process (NaN: never), on one scale. */
  readonly observedAt?: Float64Array;
  readonly exposedAt?: Float64Array;
  readonly smallest?: number; // smallest effect worth acting on, in the unit of the outcome
}

export interface DmlSettings {
  readonly learner: Learner;
  readonly folds: number;
  readonly repeats: number; // of the whole estimate with other folds
  readonly trim: number; // propensities are cut to [trim, 1 - trim]
  readonly seed: number;
}

/** A study as a regression of one number a row:
 *      y = move / base, weighted by base^2:   sum w (y - f)^2 = sum (move - base f)^2
 *  so that for trust (base: the gap) an average of y weighs as sum(z x) / sum(x^2) does, the score z x / E[x^2]; for all other
 *  outcomes base and weight are 1. */
export interface Prepared {
  readonly n: number;
  readonly y: Float64Array;
  readonly weights: Float64Array;
  readonly weighted: boolean;
  readonly exposure: Float64Array;
  readonly covariates: Covariates;
  readonly cluster: Int32Array;
  readonly sellers: readonly string[];
}

/** @throws RangeError if the outcome was not made of rounds, has more than one base, or columns differ in length */
export function prepare({ outcome, exposure, covariates }: ObservationalStudy): Prepared {
  requireUnsmoothed(outcome);
  const [base, another] = outcome.bases;
  if (another) throw new RangeError('prepare requires an outcome with one base');
  const n = outcome.y.length;
  if (exposure.length !== n || covariates.rows !== n)
    throw new RangeError('prepare requires exposure and covariates of every row of the outcome');
  const weighted = base.some((value) => value !== 1);
  return {
    n,
    y: outcome.y.map((value, i) => (base[i] === 0 ? 0 : value / (base[i] as number))),
    weights: base.map((value) => value * value),
    weighted,
    exposure,
    covariates,
    cluster: outcome.cluster,
    sellers: outcome.sellers,
  };
}

/** The number of sellers with a row for which `wanted` holds. */
export function sellersWith(
  { cluster }: Pick<Prepared, 'cluster'>,
  wanted: (row: number) => boolean,
): number {
  return new Set(cluster.filter((_, i) => wanted(i))).size;
}

export function isBinary(exposure: Float64Array): boolean {
  return exposure.every((value) => value === 0 || value === 1);
}

/** Whether any covariate column holds a value that is infinite (NaN is a missing one). */
export function hasInfinite(covariates: Covariates): boolean {
  return covariates.values.some((value) => !Number.isNaN(value) && !(Math.abs(value) <= 1e150));
}

/** Covariates that do not vary, by number. */
export function constantColumns(covariates: Covariates): number[] {
  return Array.from({ length: covariates.columns }, (_, j) => j).filter((j) => {
    const present = column(covariates, j).filter((value) => !Number.isNaN(value));
    return present.every((value) => value === present[0]);
  });
}
