import { FEWEST_CLUSTERS } from '../refusal.ts';
import { NEVER, scores, type RolloutPanel } from './panel.ts';
import type { RolloutSettings } from './settings.ts';
import { conditional, unconditional, type Change } from './two-by-two.ts';

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
  groups: readonly [Int32Array, Int32Array],
  [base, t]: readonly [number, number],
  { adjust }: RolloutSettings,
): Change | 'no overlap' | 'not independent' {
  const dy = groups.flatMap((sellers) => {
    const [now, then] = [scores(panel, sellers, t), scores(panel, sellers, base)];
    return Array.from(now, (value, k) => value - (then[k] ?? 0));
  });
  const all = groups.flatMap((sellers) => [...sellers]);
  const changes = {
    dy: Float64Array.from(dy),
    d: Float64Array.from(all, (_, k) => (k < groups[0].length ? 1 : 0)),
    X: [new Float64Array(all.length).fill(1), ...standardised(panel, all)],
  };
  return changes.X.length === 1 ? unconditional(changes) : conditional(changes, adjust);
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
