import { requireUnsmoothed, type Outcome, type OutcomeKind } from '../outcomes/outcome.ts';

/** The cohort of sellers who never meet the process while it is watched. */
export const NEVER = -1;

/** A rollout as a panel of sellers and periods. What a seller shows in a period are two sums over her rows, of which
 *  numerator / weight is her own estimate: of trust, sum g d / sum g^2; of a mean, the mean itself, with weight 1. */
export interface RolloutPanel {
  readonly kind: OutcomeKind;
  readonly sellers: number;
  readonly periods: number;
  readonly numerator: Float64Array; // seller x periods + period
  readonly weight: Float64Array; // 0: not seen
  readonly cohort: Int32Array; // by seller: her first period under the process, or NEVER
  readonly covariates: Readonly<Record<string, Float64Array>>; // by seller, known before the process
  readonly segments: Readonly<Record<string, readonly (string | undefined)[]>>; // by seller
}

export interface PanelColumns {
  readonly period: Int32Array; // by row of the outcome: 0 .. periods - 1
  readonly periods: number;
  readonly cohort: Int32Array; // by seller of the outcome
  readonly covariates?: RolloutPanel['covariates'];
  readonly segments?: RolloutPanel['segments'];
}

/** The panel of an outcome. Trust comes as unbiased scores, never as an estimate that was filtered or smoothed.
 *  @throws RangeError if the outcome was not made of rounds, has more than one base, or columns differ in length */
export function panelOf(outcome: Outcome, columns: PanelColumns): RolloutPanel {
  requireUnsmoothed(outcome);
  const { period, periods, cohort, covariates = {}, segments = {} } = columns;
  const sellers = outcome.sellers.length;
  if (outcome.bases.length > 1) throw new RangeError('panelOf requires an outcome with one base');
  const bySeller = [cohort, ...Object.values(covariates), ...Object.values(segments)];
  if (period.length !== outcome.y.length || bySeller.some(({ length }) => length !== sellers))
    throw new RangeError('panelOf requires a period for each row, and all else for each seller');
  const numerator = new Float64Array(sellers * periods);
  const weight = new Float64Array(sellers * periods);
  const [base] = outcome.bases;
  for (const [i, y] of outcome.y.entries()) {
    const [t, h] = [period[i] ?? -1, base[i] ?? 0];
    if (t < 0 || t >= periods) continue;
    const at = (outcome.cluster[i] ?? 0) * periods + t;
    numerator[at] = (numerator[at] ?? 0) + h * y;
    weight[at] = (weight[at] ?? 0) + h * h;
  }
  if (outcome.kind !== 'trust') toMeans(numerator, weight);
  return { kind: outcome.kind, sellers, periods, numerator, weight, cohort, covariates, segments };
}

/** A seller counts once in a period, however many rows she has. */
function toMeans(numerator: Float64Array, weight: Float64Array): void {
  for (const [at, w] of weight.entries())
    if (w > 0) {
      numerator[at] = (numerator[at] ?? 0) / w;
      weight[at] = 1;
    }
}

/** What scores are made like, where sellers are compared with others given covariates. */
export interface ScoreLike {
  readonly odds?: Float64Array; // how much each seller counts in theta
  readonly size: number; // in place of mean weight
}

/** What each of some sellers adds to their common estimate theta = sum numerator / sum weight in a period:
 *      s_i = theta + (numerator_i - theta weight_i) / mean weight
 *  The mean of s is theta, and its deviations are theta's influence function; for means s_i is the value itself. With s the
 *  slopes of groups of sellers are compared as means are, unbiased for each group's trust as sum x z / sum x^2 is.
 *  A comparison that is weighted to be like a cohort has to have its gaps: theta by these weights, and the cohort's mean weight. */
export function scores(panel: RolloutPanel, sellers: Int32Array, t: number, like?: ScoreLike): Float64Array {
  const { numerator, weight, periods } = panel;
  let [sum, total] = [0, 0];
  for (const [k, i] of sellers.entries()) {
    const odds = like?.odds?.[k] ?? 1;
    sum += odds * (numerator[i * periods + t] ?? 0);
    total += odds * (weight[i * periods + t] ?? 0);
  }
  const theta = sum / total;
  const size = like?.size ?? meanWeight(panel, sellers, t);
  return Float64Array.from(sellers, (i) => {
    const at = i * periods + t;
    return theta + ((numerator[at] ?? 0) - theta * (weight[at] ?? 0)) / size;
  });
}

export function meanWeight({ weight, periods }: RolloutPanel, sellers: Int32Array, t: number): number {
  return sellers.reduce((sum, i) => sum + (weight[i * periods + t] ?? 0), 0) / sellers.length;
}
