import {
  ESTIMATES_SCHEMA,
  type Estimates,
  type Input,
  type ProcessEstimates,
  type SurveyEstimates,
} from './estimates.ts';
import { attributionOf } from './evolution/attribution.ts';
import { changeOf } from './evolution/change.ts';
import { contrastsOf } from './evolution/contrast.ts';
import { SCOPES } from './evolution/seller-cells.ts';
import { sinceOf } from './evolution/since.ts';
import { meanDeserved, meanGap } from './mean-gap.ts';
import { meanOfCells, SMALLEST_CELL } from './mean-of-cells.ts';
import type { Quantity } from './quantity-schema.ts';
import { comparePeriods } from './period.ts';
import { trustWithoutPlanError } from './plan-error/corrected-trust.ts';
import { unknownQuantity } from './quantity.ts';
import { plannedSeFor, repeated, SMALLEST_CHANGE } from './repeated.ts';
import { segmentEstimates } from './segment-estimates.ts';
import { totalsOf, TotalsOfParts, type PartTotals } from './part-totals.ts';
import type { Cell, SellerEstimates } from './seller-estimates.ts';
import { NOT_TOLD, responseRow } from './response.ts';
import { compare } from './sequence.ts';
import { stressTest } from './stress/stress-test.ts';
import { suspectsRow } from './suspects.ts';
import type { TrustFit } from './trust-fit.ts';

/** The estimates of a run from its fit and the parts of all sellers. The parts may split the sellers in any way, in any
 *  order: not a digit depends on it. `usable` of the input is the fit's. */
export function summariseTrust(
  fit: TrustFit,
  parts: readonly SellerEstimates[],
  input: Omit<Input, 'usable'>,
  effects?: ProcessEstimates,
  survey?: SurveyEstimates,
): Estimates {
  const sum = new TotalsOfParts();
  for (const part of parts) sum.add(totalsOf(part));
  return summariseTotals(fit, sum.totals(), input, effects, survey);
}

/** The same from what the parts add up to: for more sellers than one process holds. */
export function summariseTotals(
  fit: TrustFit,
  { lines, cells }: PartTotals,
  input: Omit<Input, 'usable'>,
  effects: ProcessEstimates = NO_PROCESSES,
  survey: SurveyEstimates = NOT_TOLD,
): Estimates {
  const rows = evolution(cells, fit);
  const overall = meanTrust(those('now', cells), fit);
  const plannedSe = plannedSeFor(fit.settings.smallestChange ?? SMALLEST_CHANGE);
  const trust = trustOf(cells, overall, fit, plannedSe);
  const segments = segmentEstimates(cells, fit);
  return {
    schema: ESTIMATES_SCHEMA,
    asOf: fit.settings.asOf,
    seed: fit.settings.seed,
    codeVersion: fit.settings.codeVersion,
    level: 0.95,
    input: { ...input, usable: fit.usable },
    sample: fit.sample,
    ...(fit.fittedAt !== undefined && { fittedAt: fit.fittedAt }),
    health: [
      ...fit.health,
      referenceGap(fit),
      ...kept(fit),
      published(lines),
      suspectsRow(trust),
      responseRow(survey.response),
      ...effects.processes.flatMap(({ checks }) => checks.filter(({ status }) => status !== 'ok')),
    ],
    trust,
    since: sinceOf(cells, fit, plannedSe),
    evolution: rows,
    segments: segments.segments,
    disclosure: segments.disclosure,
    statedEvolution: fit.statedEvolution,
    response: survey.response,
    quarterly: survey.quarterly,
    dynamics: fit.dynamics,
    stress: fit.stress.map((of) => stressTest(of, segmentTrust(of.segment, trust))),
    sender: fit.sender,
    theories: fit.theories,
    verdict: fit.verdict,
    processes: effects.processes,
    investments: effects.investments,
    choice: effects.choice,
    nonresponse: effects.nonresponse,
    growth: effects.growth,
    reasons: {
      ...effects.reasons,
      ...reasons(rows),
      ...(fit.settings.since ? {} : { since: 'there is no report before this one' }),
      ...(segments.reason === null ? {} : { segments: segments.reason }),
    },
  };
}

const segmentTrust = (segment: string, { overall, byRecommender: own }: Estimates['trust']): Quantity =>
  new Map(Object.entries(own)).get(segment) ?? overall;

function trustOf(
  cells: readonly Cell[],
  overall: Quantity,
  fit: TrustFit,
  plannedSe: number,
): Estimates['trust'] {
  return {
    overall,
    byRecommender: byRecommender(fit, (name) => meanTrust(those('now', cells, name), fit)),
    ...movement(cells, fit, plannedSe),
    contrasts: contrastsOf(cells, fit, plannedSe),
    planError: { variance: fit.planError.variance, corrected: trustWithoutPlanError(overall, fit) },
    stated: fit.observed.stated,
    shown: fit.observed.shown,
    inferred: overall,
    withoutSuspects: cleanTrust(cells, overall, fit),
    agreement: fit.observed.agreement,
    ratings: fit.observed.ratings,
    calibration: {
      slope: fit.observed.slope,
      acrossSellers: fit.observed.acrossSellers,
      acrossRecommenders: fit.observed.acrossRecommenders,
      gap: repeated(meanGap(those('gap', cells), fit), plannedSe, [-1, 1]),
      byRecommender: byRecommender(fit, (name) => ({
        trust: meanTrust(those('now', cells, name), fit),
        fidelity: fit.observed.fidelity[name] ?? unknownQuantity('no round'),
        deserved: meanDeserved(those('gap', cells, name), fit),
        gap: repeated(meanGap(those('gap', cells, name), fit), plannedSe, [-1, 1]),
      })),
    },
  };
}

function cleanTrust(
  cells: readonly Cell[],
  overall: Quantity,
  fit: TrustFit,
): Estimates['trust']['withoutSuspects'] {
  const clean = fit.withoutSuspects;
  const { stated, shown } = fit.observed;
  if (clean === null) return { answers: 0, overall, stated, shown };
  const now = cells.filter(({ kind }) => kind === 'now-without-suspects');
  const without = meanTrust(now, { ...fit, segments: clean.segments });
  return { answers: clean.answers, overall: without, stated: clean.stated, shown: clean.shown };
}

const NONE = 'no process was looked at';
const NO_PROCESSES: ProcessEstimates = {
  processes: [],
  investments: [],
  choice: null,
  nonresponse: { all: 0, answered: 0, corrected: unknownQuantity(NONE), lowest: null, highest: null },
  growth: { association: unknownQuantity(NONE), robustness: null },
  reasons: { processes: NONE, investments: NONE },
};

/** Where the gap comes from at which trust is quoted: docs/model.md 6.3. */
function referenceGap({ settings }: TrustFit): Estimates['health'][number] {
  const detail =
    settings.referenceGap === null
      ? 'the median gap of this run; scheduled runs after it keep it'
      : 'as set, or as the first run of the series had it';
  return { check: 'reference gap', status: 'ok', detail };
}

/** Of a night: whose parameters these are. */
function kept({ fittedAt }: TrustFit): Estimates['health'] {
  if (fittedAt === undefined) return [];
  const detail = `as fitted at ${fittedAt.slice(0, 10)} by the last full run; drift above one standard error makes the next run a full one`;
  return [{ check: 'parameters', status: 'ok', detail }];
}

/** How many sellers' trust the table of sellers holds, and why not the rest. */
function published({ all: rows, withheld }: PartTotals['lines']): Estimates['health'][number] {
  const missing = Object.values(withheld).reduce((sum, count) => sum + count, 0);
  const why = Object.entries(withheld)
    .toSorted(([a], [b]) => compare(a, b))
    .map(([reason, count]) => `${count}: ${reason}`);
  const detail = `trust of ${rows - missing} of ${rows} sellers with a recommender is told one by one${why.length > 0 ? `; not that of ${why.join(', ')}` : ''}`;
  return { check: 'trust by seller', status: 2 * missing > rows ? 'warn' : 'ok', detail };
}

/** Cells of a kind, of all recommenders or of one. */
const those = (kind: 'now' | 'gap', cells: readonly Cell[], name?: string): Cell[] =>
  cells.filter((cell) => cell.kind === kind && (name === undefined || cell.of[0] === name));

function byRecommender<T>(fit: TrustFit, value: (name: string) => T): Record<string, T> {
  return Object.fromEntries(fit.recommenders.map((name) => [name, value(name)]));
}

function meanTrust(cells: readonly Cell[], fit: TrustFit): Quantity {
  const unfitted = Object.keys(fit.segments).length === 0 ? (fit.dynamics[0]?.reason ?? null) : null;
  const otherwise = unfitted === null ? NOBODY : `${NOBODY}: ${unfitted}`;
  return meanOfCells(cells, 'trust', fit, { range: [0, 1], otherwise });
}

const NOBODY = 'no seller whose trust can be told';

function movement(
  cells: readonly Cell[],
  fit: TrustFit,
  plannedSe: number,
): Pick<Estimates['trust'], 'change' | 'attribution'> {
  const { all, byRecommender: windows } = fit.windows;
  const spans = cells.filter(({ kind }) => kind === 'change' || kind === 'exit');
  const within = (scope: string, name?: string): Cell[] =>
    spans.filter(({ of: [of, recommender] }) => of === scope && (name === undefined || recommender === name));
  const window = (name: string) => new Map(Object.entries(windows)).get(name) ?? null;
  const own = (name: string): Cell[] => within(SCOPES[1], name);
  return {
    change: {
      overall: changeOf(within(SCOPES[0]), all, fit, plannedSe),
      byRecommender: byRecommender(fit, (name) => changeOf(own(name), window(name), fit, plannedSe)),
    },
    attribution: byRecommender(fit, (name) => {
      const stayed = own(name).filter(({ kind }) => kind === 'change');
      return attributionOf(stayed, name, window(name), fit);
    }),
  };
}

/** Mean trust by period, of those who decided in it; null where they are too few to say something: docs/model.md 6.14. */
function evolution(cells: readonly Cell[], fit: TrustFit): Estimates['evolution'] {
  return cells
    .filter(({ kind }) => kind === 'period')
    .map((cell) => {
      const [recommender = '', period = ''] = cell.of;
      const told = { range: [0, 1], least: SMALLEST_CELL, otherwise: FEW } as const;
      const { estimate, lower, upper } = meanOfCells([cell], 'trust', fit, told);
      return { period, recommender, sellers: cell.sellers, mean: estimate, lower, upper };
    })
    .toSorted((a, b) => comparePeriods(a.period, b.period) || compare(a.recommender, b.recommender));
}

const FEW = `periods in which fewer than ${SMALLEST_CELL} sellers decided`;

function reasons(rows: Estimates['evolution']): Record<string, string> {
  const few = rows.some(({ mean }) => mean === null) ? { evolution: `not told: ${FEW}` } : {};
  const nobody = rows.length === 0 ? { evolution: 'no seller whose trust can be told' } : {};
  return { ...few, ...nobody };
}
