import type { RoundRow } from '../rounds/row.ts';
import { benchmarkVariance, calibrationSlope } from './calibration.ts';
import { dynamicsRow } from './dynamics.ts';
import { acrossRecommenders, acrossSellers } from './evolution/calibration-between.ts';
import { changeWindow } from './evolution/window.ts';
import { chooseEstimator } from './estimators.ts';
import { farthestMove } from './farthest-move.ts';
import { healthRows } from './health.ts';
import type { Measure } from './kalman/trust-panel.ts';
import { meanFidelity, shownTrust, statedTrust } from './observed.ts';
import { placeboOf } from './placebo.ts';
import { planErrorOf } from './plan-error/plan-error.ts';
import { chooseScale } from './scale.ts';
import { of, recommendersOf, segmentFits, segmentsOf, type Segments } from './segments.ts';
import { senderRows } from './sender/sender-rows.ts';
import { sequencesOf, unitOf } from './sequence.ts';
import type { AnalysisSettings } from './settings.ts';
import { compareTheories } from './theories/comparison.ts';
import { statedEvolution } from './stated/stated-evolution.ts';
import { statedTrustOf } from './stated/stated-trust.ts';
import { stressFit } from './stress/stress-fit.ts';
import { fitWithoutSuspects } from './suspects.ts';
import type { TrustFit } from './trust-fit.ts';
import { countUsable } from './usable.ts';

/** Fits everything that is common to all sellers. Never fails on data: what cannot be told is null with a reason. */
export function fitTrust(rows: readonly RoundRow[], settings: AnalysisSettings): TrustFit {
  return fitWithSegments(rows, settings).fit;
}

/** A fit, and the segments it was made of. */
export interface FitWithSegments {
  readonly fit: TrustFit;
  readonly segments: Segments;
  readonly measure: Measure;
}

export function fitWithSegments(rows: readonly RoundRow[], settings: AnalysisSettings): FitWithSegments {
  const ready = prepared(rows, settings);
  return withRace(fitPrepared(rows, settings, ready), raceIn(ready, settings));
}

/** The race of theories, half of a fit and apart from the rest of it: another thread may run it. */
export type Race = ReturnType<typeof compareTheories>;

/** A fit that lacks the race of its theories. */
export interface FitBeforeRace extends Omit<FitWithSegments, 'fit'> {
  readonly fit: Omit<TrustFit, keyof Race>;
}

export function fitBeforeRace(rows: readonly RoundRow[], settings: AnalysisSettings): FitBeforeRace {
  return fitPrepared(rows, settings, prepared(rows, settings));
}

/** @param rows those of the fit, in the same order */
export function raceOf(rows: readonly RoundRow[], settings: AnalysisSettings): Race {
  return raceIn(prepared(rows, settings), settings);
}

export function withRace({ fit, segments, measure }: FitBeforeRace, race: Race): FitWithSegments {
  const { usable, health, sample, ...fitted } = fit;
  return { fit: { ...fitted, ...race, usable, health, sample }, segments, measure };
}

type Prepared = ReturnType<typeof prepared>;

function prepared(rows: readonly RoundRow[], settings: AnalysisSettings) {
  const chosen = chooseScale(rows, settings);
  const farthest = farthestMove(rows, chosen);
  const scale = farthest === undefined ? chosen : { ...chosen, farthest };
  const reading = { scale, dropOutcomeOfUnusedRows: settings.dropOutcomeOfUnusedRows === true };
  const sequences = sequencesOf(rows, reading);
  const unit = unitOf(sequences);
  return {
    farthest,
    scale,
    reading,
    sequences,
    measure: { unit, referenceGap: settings.referenceGap ?? unit },
  };
}

const raceIn = ({ sequences, measure, scale }: Prepared, settings: AnalysisSettings): Race =>
  compareTheories(sequences, measure, scale, settings);

function fitPrepared(
  rows: readonly RoundRow[],
  settings: AnalysisSettings,
  { farthest, scale, reading, sequences, measure }: Prepared,
): FitBeforeRace {
  const estimator = chooseEstimator(sequences, settings);
  const segments = segmentsOf(sequences, measure, estimator);
  const placebo = placeboOf(rows, reading, measure, estimator);
  const dynamics = segments.own.map(([segment, fitted]) =>
    dynamicsRow(fitted, { segment, scale, measure, placebo: placebo(segment, fitted) }),
  );
  const fits = segmentFits(segments);
  const fit: FitBeforeRace['fit'] = {
    settings,
    scale: scale.name,
    minGap: scale.minGap,
    farthest: farthest ?? null,
    segments: fits,
    recommenders: recommendersOf(sequences),
    windows: {
      all: changeWindow(sequences),
      byRecommender: Object.fromEntries(
        recommendersOf(sequences).map((name) => [name, changeWindow(of(name, sequences))]),
      ),
    },
    dynamics,
    benchmarkVariance: benchmarkVariance(sequences, scale.name),
    observed: {
      stated: statedTrust(sequences),
      shown: shownTrust(sequences),
      slope: calibrationSlope(sequences, scale.name),
      acrossSellers: acrossSellers(sequences),
      acrossRecommenders: acrossRecommenders(sequences),
      fidelity: Object.fromEntries(
        recommendersOf(sequences).map((name) => [name, meanFidelity(of(name, sequences))]),
      ),
      ...statedTrustOf(sequences, fits),
    },
    withoutSuspects: fitWithoutSuspects(rows, reading, measure, settings),
    statedEvolution: statedEvolution(sequences),
    stress: segments.own.map(([name, fitted]) => stressFit(name, fitted)),
    planError: planErrorOf(sequences, scale.name),
    sender: senderRows(sequences, scale, settings),
    usable: countUsable(sequences, reading),
    health: healthRows(sequences, scale, segments, dynamics[0]),
    sample: null,
  };
  return { fit, segments, measure };
}
