import type { Estimates } from '../estimates.ts';
import { modelled } from '../dynamics.ts';
import type { Window } from '../evolution/window.ts';
import { fitted, roundsUsed, sampleSize } from '../health.ts';
import { modelFit } from '../kalman/kalman-estimator.ts';
import type { NestedModel } from '../kalman/nested-model.ts';
import { beside } from '../placebo.ts';
import { unknownQuantity } from '../quantity.ts';
import type { FitByPasses } from '../reduce/fit-by-passes.ts';
import type { SegmentModels } from '../segment.ts';
import { drawn } from '../segments.ts';
import { motionIn } from '../stress/stress-fit.ts';
import { EVERYONE, type SegmentFit, type TrustFit } from '../trust-fit.ts';
import type { SpreadCounts } from './pass-part.ts';
import { segmentCounts } from './spread-counts.ts';
import type { SpreadState } from './spread-state.ts';

type Counted = SpreadState & { readonly counts: SpreadCounts };

/** The sample's fit, with what passes over all sellers found in the place of what the sample had of it. */
export function fitOfAll(state: Counted, found: ReadonlyMap<string, FitByPasses<NestedModel>>): TrustFit {
  const { fit, counts } = state;
  if (fit.sample === null) return fit;
  const models = new Map([...found].map(([segment, fits]) => [segment, modelsOf(state, segment, fits)]));
  const segments = segmentsIn(state, models);
  const dynamics = fit.dynamics.map((row) => dynamicsOf(row, state, models.get(row.segment)));
  const recommenders = counts.recommenders.map(({ name }) => name);
  const { windows, observed, withoutSuspects } = fit;
  return {
    ...fit,
    segments,
    recommenders,
    windows: { ...windows, byRecommender: withAll<Window | null>(recommenders, windows.byRecommender, null) },
    dynamics,
    observed: { ...observed, fidelity: withAll(recommenders, observed.fidelity, NOT_SAMPLED) },
    withoutSuspects:
      counts.suspects === 0
        ? null
        : {
            ...(withoutSuspects ?? { segments, stated: observed.stated, shown: observed.shown }),
            answers: counts.suspects,
          },
    stress: fit.stress.map((one) => {
      const own = models.get(one.segment);
      return own ? { ...one, ...motionIn(own, one.outcomes) } : one;
    }),
    usable: counts.usable,
    health: [
      ...healthOf({ ...state, fit: { ...fit, dynamics } }, models),
      sampleRow(fit.sample, models.size),
    ],
  };
}

const NOT_SAMPLED = unknownQuantity('none of its sellers is in the sample');

/** What there is for each name, a default elsewhere. */
function withAll<T>(
  names: readonly string[],
  known: Readonly<Record<string, T>>,
  missing: T,
): Record<string, T> {
  const entries = new Map(Object.entries(known));
  return Object.fromEntries(
    names.map((name) => [name, entries.has(name) ? (entries.get(name) as T) : missing]),
  );
}

function modelsOf(
  { counts, measure, searches }: Counted,
  segment: string,
  { fits, covariance }: FitByPasses<NestedModel>,
): SegmentModels {
  const { events } = segmentCounts(counts, segment);
  const search = searches.find((one) => one.segment === segment);
  return {
    estimator: 'kf',
    identified: { gapSlope: search?.gapSlope ?? false, motion: fits.map(({ model }) => model.name) },
    models: fits.map((fit) => modelFit(fit, events, measure, () => covariance)),
    covariance,
    reason: null,
  };
}

function segmentsIn(
  { fit, few, measure }: Counted,
  models: ReadonlyMap<string, SegmentModels>,
): Record<string, SegmentFit> {
  const sampled = new Map(Object.entries(fit.segments));
  const own = fit.dynamics.flatMap(({ segment }): [string, SegmentFit][] => {
    const largest = models.get(segment)?.models.at(-1);
    const before = sampled.get(segment);
    if (!largest) return before ? [[segment, before]] : [];
    const covariance = models.get(segment)?.covariance ?? [];
    return [[segment, { estimator: 'kf', theta: [...largest.theta], covariance, ...measure }]];
  });
  const small = few.map((one) => [one.name, one.fit] as const);
  return Object.fromEntries([...own, ...drawn(new Map(own), small)]);
}

type Dynamics = Estimates['dynamics'][number];

function dynamicsOf(
  row: Dynamics,
  { counts, measure }: Counted,
  models: SegmentModels | undefined,
): Dynamics {
  if (!models) return row;
  return {
    ...row,
    ...modelled(models, measure.unit, segmentCounts(counts, row.segment)),
    placebo: row.placebo.reason === null ? beside(models, row.placebo) : row.placebo,
  };
}

/** What is known of everybody takes the place of what the sample has of it. */
function healthOf(
  { fit, counts, total, few }: Counted,
  models: ReadonlyMap<string, SegmentModels>,
): TrustFit['health'] {
  const own = [...models];
  const everyone = models.get(EVERYONE);
  const small = few.map((one) => [one.name, one.fit] as const);
  const rows = [
    roundsUsed(counts.usable.trust.rows, total.rows),
    ...(everyone ? [sampleSize(segmentCounts(counts, EVERYONE).sequences, everyone, small)] : []),
    ...(own.length > 0 ? fitted(own, fit.dynamics[0]) : []),
  ];
  return fit.health.map((row) => rows.find(({ check }) => check === row.check) ?? row);
}

/** Fewer sellers than this and a sample says little of those who are not in it. */
const FEW = 1000;

function sampleRow(
  { rows, sellers, ofRows, ofSellers }: NonNullable<TrustFit['sample']>,
  byPasses: number,
): TrustFit['health'][number] {
  const all = `${ofRows} rounds of ${ofSellers} sellers`;
  const exact =
    byPasses > 0
      ? 'sellers’ trust, its evolution and the parameters of trust'
      : 'sellers’ trust and its evolution';
  const detail = `${exact} rest on all ${all}; everything else on a sample of ${rows} rounds of ${sellers} sellers, chosen by a hash of the seller`;
  return { check: 'sample', status: sellers < FEW ? 'warn' : 'ok', detail };
}
