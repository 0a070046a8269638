import { withFields } from '../rounds/plain-row.ts';
import type { Process } from '../rounds/process.ts';
import type { RoundRow } from '../rounds/row.ts';
import { comparePeriods, isoWeek, periodOf } from '../trust/period.ts';
import { onScale, type ScaleName } from '../trust/scale.ts';

/** The built-in process: how little a recommender's policy changed lately. Its column is `process_policy-stability`. */
export const POLICY_STABILITY = 'policy-stability';

/** What a recommender's policy did from one period to the next. */
export interface PolicyPeriod {
  readonly recommender: string;
  readonly period: string; // ISO week, or round number
  readonly rounds: number; // with a plan and a recommended value
  readonly meanGap: number; // m, on the scale
  readonly shift: number | null; // u, in standard deviations of the gap; null: nothing before it
  readonly changes: number; // logged in the registry since the period before
  readonly stability: number | null; // 0 to 1
}

/** Policy stability by recommender and period, from what was recommended and from what the registry says was changed.
 *      m_p = mean gap of period p,  n_p = its rounds,  s = sd of gaps within periods, all of one recommender
 *      u_p = sqrt(max(0, (m_p - m_q)^2 / s^2 - 1/n_p - 1/n_q))       q: the period before with rounds
 *      stability_p = 0 where a change was logged after q and up to p, else 1 / (1 + u_p)
 *  1/n_p + 1/n_q is what chance alone would move, so that a policy that stands still in small periods is not called
 *  restless. A mean gap moves with the sellers' plans too: a shift is a change of what sellers met, whoever made it.
 *  @param processes a registry entry of kind `stability` logs a change with each of its versions but the first */
export function policyStability(
  rows: readonly RoundRow[],
  processes: readonly Process[],
  scale: ScaleName,
): PolicyPeriod[] {
  const byRecommender = new Map<string, Map<string, Gaps>>();
  for (const row of rows) {
    const gap = gapOf(row, scale);
    if (gap === undefined) continue;
    const periods = byRecommender.get(row.recommender) ?? new Map<string, Gaps>();
    byRecommender.set(row.recommender, periods);
    const gaps = periods.get(periodOf(row)) ?? { n: 0, mean: 0, squares: 0 };
    periods.set(periodOf(row), withGap(gaps, gap));
  }
  return [...byRecommender]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([recommender, periods]) =>
      ofRecommender(recommender, periods, changesOf(recommender, processes)),
    );
}

/** Rows with the dose of `policy-stability`: the mean stability of their recommender's four periods before their own, so
 *  that nothing of the round itself is in it; not known where none came before. A file's own column stands. */
export function withPolicyStability(
  rows: readonly RoundRow[],
  processes: readonly Process[],
  scale: ScaleName,
): RoundRow[] {
  const doses = dosesOf(policyStability(rows, processes, scale));
  return rows.map((row) => {
    const dose = doses.get(`${row.recommender}\0${periodOf(row)}`);
    if (dose === undefined || POLICY_STABILITY in row.processes) return row;
    return withFields(row, { processes: { ...row.processes, [POLICY_STABILITY]: dose } });
  });
}

const MEMORY = 4; // periods

function dosesOf(periods: readonly PolicyPeriod[]): Map<string, number> {
  const doses = new Map<string, number>();
  const before = new Map<string, number[]>();
  for (const { recommender, period, stability } of periods) {
    const known = before.get(recommender) ?? [];
    const last = known.slice(-MEMORY);
    if (last.length > 0)
      doses.set(`${recommender}\0${period}`, last.reduce((sum, each) => sum + each, 0) / last.length);
    before.set(recommender, stability === null ? known : [...last, stability]);
  }
  return doses;
}

interface Gaps {
  readonly n: number;
  readonly mean: number;
  readonly squares: number; // of deviations from the mean
}

/** Welford (1962), Technometrics 4(3). */
function withGap({ n, mean, squares }: Gaps, gap: number): Gaps {
  const next = mean + (gap - mean) / (n + 1);
  return { n: n + 1, mean: next, squares: squares + (gap - mean) * (gap - next) };
}

function ofRecommender(
  recommender: string,
  gaps: ReadonlyMap<string, Gaps>,
  changes: readonly string[],
): PolicyPeriod[] {
  const all = [...gaps].toSorted(([a], [b]) => comparePeriods(a, b));
  const freedom = all.reduce((sum, [, { n }]) => sum + n - 1, 0);
  const variance = all.reduce((sum, [, { squares }]) => sum + squares, 0) / Math.max(1, freedom);
  return all.map(([period, now], index) => {
    const step = stepBetween(all[index - 1], [period, now], variance, changes);
    return Object.assign({ recommender, period, rounds: now.n, meanGap: now.mean }, step);
  });
}

type Step = Pick<PolicyPeriod, 'shift' | 'changes' | 'stability'>;

function stepBetween(
  before: readonly [string, Gaps] | undefined,
  [period, now]: readonly [string, Gaps],
  variance: number,
  weeks: readonly string[],
): Step {
  if (before === undefined) return { shift: null, changes: 0, stability: null };
  const [last, then] = before;
  const shift = shiftOf(then, now, variance);
  // rounds that are only numbered have no week to compare with
  const logged = isWeek(period)
    ? weeks.filter((week) => comparePeriods(week, last) > 0 && comparePeriods(week, period) <= 0)
    : [];
  return { shift, changes: logged.length, stability: logged.length > 0 ? 0 : 1 / (1 + shift) };
}

const isWeek = (period: string): boolean => period.includes('W');

function shiftOf(then: Gaps, now: Gaps, variance: number): number {
  const squared = (now.mean - then.mean) ** 2;
  if (squared === 0) return 0;
  return Math.sqrt(Math.max(0, squared / variance - 1 / now.n - 1 / then.n));
}

/** The weeks in which changes to a recommender's policy were logged. */
function changesOf(recommender: string, processes: readonly Process[]): string[] {
  return processes
    .filter(({ kind }) => kind === 'stability')
    .flatMap(({ versions }) => versions.slice(1))
    .filter(({ entry }) => entry.scope?.recommenders?.includes(recommender) ?? true)
    .map(({ at }) => isoWeek(at));
}

function gapOf({ priorPlan, recommended }: RoundRow, scale: ScaleName): number | undefined {
  if (priorPlan === null || recommended === null) return undefined;
  const [p, m] = [onScale(priorPlan, scale), onScale(recommended, scale)];
  return p === undefined || m === undefined ? undefined : m - p;
}
