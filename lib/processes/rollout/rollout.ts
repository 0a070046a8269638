import { studentWidth } from '../../stats/incomplete-beta.ts';
import {
  effect,
  refused,
  type Diagnostics,
  type Effect,
  type ProcessEffect,
  type Refused,
} from '../effect.ts';
import type { Aggregate, Series } from './aggregate.ts';
import { calendar, dynamic, group, sharesOf, simple, under } from './aggregate.ts';
import { cellOf, type Cell, type CellGone } from './cell.ts';
import { objection } from './guard.ts';
import { bandWidth, degreesOfFreedom, seOf, waldTest, type PreTrend } from './inference.ts';
import { NEVER, type RolloutPanel } from './panel.ts';
import { ROLLOUT_DEFAULTS, type RolloutSettings } from './settings.ts';

/** One effect of a series, with its own interval and the band that holds the whole series at once. */
export interface Point {
  readonly at: number; // periods since the process, cohort, or period
  readonly estimate: number;
  readonly se: number;
  readonly lower: number;
  readonly upper: number;
  readonly bandLower: number;
  readonly bandUpper: number;
}

export interface CellPoint extends Omit<Point, 'at'> {
  readonly cohort: number;
  readonly period: number;
  readonly before: boolean;
  readonly treated: number; // sellers compared
  readonly comparison: number;
}

/** A rollout: its effect as a whole, and what it is made of. */
export interface Rollout {
  readonly effect: ProcessEffect;
  readonly simple: Effect;
  readonly dynamic: readonly Point[];
  readonly group: readonly Point[];
  readonly calendar: readonly Point[];
  readonly overall: Readonly<Record<RolloutSettings['overall'], Effect>>;
  readonly cells: readonly CellPoint[];
  readonly gone: readonly CellGone[];
  readonly preTrend: PreTrend | null; // null: no cell before the process, or not independent
}

const NAME = 'staggered rollout (group-time effects)';

/** The effect of a process that reached sellers at different times, by comparing the change of each cohort with that of sellers not
 *  under it: with two-way fixed effects those already under it would be their comparison. It takes it that without the
 *  process both would have changed alike (given covariates). Callaway & Sant'Anna (2021), Journal of Econometrics 225(2).
 *  Sellers under it from the first period on are left out.
 *  @throws RangeError unless there are 99 draws or more */
export function estimateRollout(
  panel: RolloutPanel,
  change: Partial<RolloutSettings> = {},
): Rollout | Refused {
  const settings = { ...ROLLOUT_DEFAULTS, ...change };
  if (!(settings.draws >= 99)) throw new RangeError('estimateRollout requires 99 draws or more');
  const why = objection(panel, settings);
  if (why) return refused(NAME, why.reason, why.detail);
  const found = cellsOf(panel, settings);
  const cells = found.filter((cell) => 'psi' in cell);
  const gone = found.filter((cell) => 'gone' in cell);
  if (under(cells).length === 0) return nothingLeft(gone);
  if (under(cells).every((cell) => !(seOf(cell) > 0)))
    return refused(NAME, 'constant outcome', 'no seller changed otherwise than the others');
  return summary(panel, cells, gone, settings);
}

function cellsOf(panel: RolloutPanel, settings: RolloutSettings): (Cell | CellGone)[] {
  const { periods, cohort } = panel;
  const later = cohort.map((g) => (g >= periods ? NEVER : g)); // what comes after the last period is not seen
  const cohorts = [...new Set(later)].filter((g) => g >= 1 + settings.anticipation).toSorted((a, b) => a - b);
  return cohorts.flatMap((g) =>
    Array.from({ length: periods - 1 }, (_, k) => cellOf({ ...panel, cohort: later }, [g, k + 1], settings)),
  );
}

function nothingLeft(gone: readonly CellGone[]) {
  const first = gone.find(({ cohort, period }) => period >= cohort)?.gone;
  if (first === 'no overlap')
    return refused(NAME, 'no overlap', 'what is known of sellers tells who met the process');
  if (first === 'not independent')
    return refused(
      NAME,
      'regressors not independent',
      'a covariate follows from others among the comparison',
    );
  return refused(
    NAME,
    'too few clusters',
    'no cohort and its comparison have 5 sellers seen before and after',
  );
}

function summary(
  panel: RolloutPanel,
  cells: readonly Cell[],
  gone: readonly CellGone[],
  settings: RolloutSettings,
): Rollout {
  const shares = sharesOf(panel);
  const [byTime, byCohort, byPeriod] = [dynamic, group, calendar].map((of) => of(cells, shares));
  const early = cells.filter(({ before }) => before);
  const preTrend = waldTest(early) ?? null;
  const told = (name: string, part: Aggregate): Effect =>
    asEffect(panel, part, settings, {
      overall: name,
      comparison: settings.comparison,
      adjusted: Object.keys(panel.covariates).length === 0 ? 'no' : settings.adjust,
      cells: cells.length,
      cellsLeftOut: gone.length,
      sellersFromTheStart: panel.cohort.filter((g) => g !== NEVER && g < 1 + settings.anticipation).length,
      preTrendP: preTrend?.p ?? 'not told: no period before the process to compare',
    });
  const overall = {
    simple: told('simple', simple(cells, shares)),
    dynamic: told('dynamic', (byTime ?? none).overall),
    group: told('group', (byCohort ?? none).overall),
    calendar: told('calendar', (byPeriod ?? none).overall),
  };
  const points = pointsOf(cells, panel.cohort, settings);
  const series = (one: Series | undefined): Point[] =>
    pointsOf((one ?? none).by, panel.cohort, settings).map((point, k) =>
      Object.assign(point, { at: one?.by[k]?.at ?? Number.NaN }),
    );
  return {
    effect: overall[settings.overall],
    simple: overall.simple,
    overall,
    dynamic: series(byTime),
    group: series(byCohort),
    calendar: series(byPeriod),
    cells: cells.map(({ cohort, period, before, treated, comparison }, k) =>
      Object.assign({}, points[k] ?? nothing, { cohort, period, before, treated, comparison }),
    ),
    gone,
    preTrend,
  };
}

const none: Series = { overall: { estimate: Number.NaN, psi: new Float64Array() }, by: [] };
const nothing = { estimate: 0, se: 0, lower: 0, upper: 0, bandLower: 0, bandUpper: 0 };

function pointsOf(
  effects: readonly Aggregate[],
  cohort: Int32Array,
  settings: RolloutSettings,
): Omit<Point, 'at'>[] {
  const band = bandWidth(effects, settings);
  return effects.map((one) => {
    const [{ estimate }, se] = [one, seOf(one)];
    const half = se > 0 ? se * studentWidth(0.95, degreesOfFreedom(one, cohort)) : 0;
    const wide = Math.max(half, se * band);
    const own = { lower: estimate - half, upper: estimate + half };
    return { estimate, se, ...own, bandLower: estimate - wide, bandUpper: estimate + wide };
  });
}

function asEffect(
  panel: RolloutPanel,
  part: Aggregate,
  { smallest }: RolloutSettings,
  diagnostics: Diagnostics,
): Effect {
  const df = degreesOfFreedom(part, panel.cohort);
  return effect({
    estimator: NAME,
    estimand: `mean effect on ${panel.kind} of the sellers under the process, against the same sellers without it`,
    estimate: part.estimate,
    se: seOf(part),
    n: panel.weight.filter((value) => value > 0).length,
    clusters: part.psi.filter((value) => value !== 0).length,
    width: studentWidth(0.95, df),
    ...(smallest === undefined ? {} : { smallest }),
    diagnostics: { ...diagnostics, degreesOfFreedom: df },
  });
}
