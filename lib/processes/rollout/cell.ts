import { FEWEST_CLUSTERS } from '../refusal.ts';
import { meanWeight, NEVER, scores, type RolloutPanel } from './panel.ts';
import type { RolloutSettings } from './settings.ts';
import { conditional, membership, unconditional, type Change } from './two-by-two.ts';

/** ATT(g,t): the effect in period t on the sellers whose first period under the process is g. */
export interface Cell {
  readonly cohort: number;
  readonly period: number;
  readonly before: boolean; // t < g: there is no effect to find yet
  readonly estimate: number;
  readonly psi: Float64Array; // influence by seller of the panel; estimate - truth is about its mean
  readonly treated: number; // sellers compared
  readonly comparison: number;
}

export interface CellGone {
  readonly cohort: number;
  readonly period: number;
  readonly gone: 'too few sellers' | 'no overlap' | 'not independent';
}

/** The effect on a cohort in a period by sellers seen in it and in the base period: the last one before the process for t from
 *  g on, the one before t otherwise. Callaway & Sant'Anna (2021), Journal of Econometrics 225(2), equations 2.8 and 2.9,
 *  with the varying base of their package `did`. */
export function cellOf(panel: RolloutPanel, [g, t]: readonly [number, number], settings: RolloutSettings) {
  const { comparison, anticipation } = settings;
  const base = t >= g - anticipation ? g - 1 - anticipation : t - 1;
  const later = Math.max(t, base) + anticipation;
  const seen = (i: number, period: number): boolean => (panel.weight[i * panel.periods + period] ?? 0) > 0;
  const sellers = (wanted: (cohort: number) => boolean): Int32Array =>
    Int32Array.from(
      [...panel.cohort.keys()].filter((i) => wanted(panel.cohort[i] ?? NEVER) && seen(i, t) && seen(i, base)),
    );
  const treated = sellers((cohort) => cohort === g);
  const others = sellers((c) => c === NEVER || (comparison === 'not yet' && c > later && c !== g));
  const gone = (why: CellGone['gone']): CellGone => ({ cohort: g, period: t, gone: why });
  if (Math.min(treated.length, others.length) < FEWEST_CLUSTERS) return gone('too few sellers');
  const change = compared(panel, [treated, others], [base, t], settings);
  if (typeof change === 'string') return gone(change);
  const psi = new Float64Array(panel.sellers);
  const all = [...treated, ...others];
  for (const [k, i] of all.entries()) psi[i] = ((change.psi[k] ?? 0) * panel.sellers) / all.length;
  const found = { estimate: change.effect, psi, treated: treated.length, comparison: others.length };
  return { cohort: g, period: t, before: t < g - anticipation, ...found };
}

function compared(
  panel: RolloutPanel,
  groups: readonly [treated: Int32Array, others: Int32Array],
  periods: readonly [base: number, t: number],
  { adjust }: RolloutSettings,
): Change | 'no overlap' | 'not independent' {
  const all = groups.flatMap((sellers) => [...sellers]);
  const d = Float64Array.from(all, (_, k) => (k < groups[0].length ? 1 : 0));
  const X = [d.map(() => 1), ...standardised(panel, all)];
  if (X.length === 1) return unconditional({ dy: changesOf(panel, groups, periods), d, X });
  const cohort = adjust === 'outcome regression' ? null : membership({ d, X });
  if (cohort === 'no overlap') return cohort;
  const like = { odds: cohort?.odds.subarray(groups[0].length) };
  return conditional({ dy: changesOf(panel, groups, periods, like), d, X }, adjust, cohort);
}

/** s_t - s_b of each seller of a cohort, then of its comparison.
 *  @param like where the comparison is to be like the cohort; by which odds, where they are known */
function changesOf(
  panel: RolloutPanel,
  [treated, others]: readonly [Int32Array, Int32Array],
  [base, t]: readonly [number, number],
  like?: { readonly odds: Float64Array | undefined },
): Float64Array {
  const inPeriod = (period: number): number[] => {
    const size = meanWeight(panel, treated, period);
    const made = like && (like.odds ? { odds: like.odds, size } : { size });
    return [...scores(panel, treated, period), ...scores(panel, others, period, made)];
  };
  const then = inPeriod(base);
  return Float64Array.from(inPeriod(t), (value, k) => value - (then[k] ?? 0));
}

/** Covariates of some sellers at mean 0 and length 1; what does not vary among them is left out, what is not known is the mean. */
function standardised({ covariates }: RolloutPanel, sellers: readonly number[]): Float64Array[] {
  return Object.values(covariates).flatMap((column) => {
    const known = sellers.map((i) => column[i] ?? Number.NaN).filter((value) => !Number.isNaN(value));
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    const size = Math.sqrt(known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length);
    if (!(size > 1e-12 * Math.abs(mean))) return [];
    return [Float64Array.from(sellers, (i) => ((column[i] ?? mean) - mean) / size || 0)];
  });
}
