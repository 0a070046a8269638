import type { RoundRow } from '../rounds/row.ts';
import { median } from '../stats/median.ts';
import { benchmarkVariance, calibrationSlope } from './calibration.ts';
import { dynamicsRow } from './dynamics.ts';
import type { TrustEstimator } from './estimator.ts';
import { chooseEstimator } from './estimators.ts';
import type { Measure } from './kalman/trust-panel.ts';
import { healthRows } from './health.ts';
import { meanFidelity, shownTrust, statedTrust } from './observed.ts';
import { placeboOf } from './placebo.ts';
import { chooseScale } from './scale.ts';
import { fitSegment, type FittedSegment } from './segment.ts';
import { compare, decisionsOf, sequencesOf, type Sequence } from './sequence.ts';
import type { AnalysisSettings } from './settings.ts';
import { compareTheories } from './theories/comparison.ts';
import { EVERYONE, type TrustFit } from './trust-fit.ts';
import { countUsable } from './usable.ts';

/** Sequences with one recommender before its parameters are its own and not everyone's: models.md 6.4. */
const OWN_FIT = 100;

/** Fits everything that is common to all sellers. Never fails on data: what cannot be told is null with a reason. */
export function fitTrust(rows: readonly RoundRow[], settings: AnalysisSettings): TrustFit {
  const scale = chooseScale(rows, settings);
  const reading = { scale, dropOutcomeOfUnusedRows: settings.dropOutcomeOfUnusedRows === true };
  const sequences = sequencesOf(rows, reading);
  const unit = median(decisionsOf(sequences).map(({ gap }) => Math.abs(gap))) ?? 1;
  const measure = { unit, referenceGap: settings.referenceGap ?? unit };
  const estimator = chooseEstimator(sequences, settings);
  const segments = segmentsOf(sequences, measure, estimator);
  const everyone = segments[0][1];
  const placebo = placeboOf(rows, reading, measure, estimator);
  const dynamics = segments.map(([segment, fitted]) =>
    dynamicsRow(fitted, { segment, scale, measure, placebo: placebo(segment) }),
  );
  return {
    settings,
    scale: scale.name,
    minGap: scale.minGap,
    segments: Object.fromEntries(segments.flatMap(([name, { fit }]) => (fit ? [[name, fit]] : []))),
    recommenders: recommendersOf(sequences),
    dynamics,
    benchmarkVariance: benchmarkVariance(sequences, scale.name),
    observed: {
      stated: statedTrust(sequences),
      shown: shownTrust(sequences),
      slope: calibrationSlope(sequences, scale.name),
      fidelity: Object.fromEntries(
        recommendersOf(sequences).map((name) => [name, meanFidelity(of(name, sequences))]),
      ),
    },
    ...compareTheories(sequences, measure, scale, settings),
    usable: countUsable(sequences, reading),
    health: healthRows(sequences, scale, everyone, dynamics[0]),
  };
}

/** Everyone first; then each recommender with enough sequences of its own, unless it is the only one. */
function segmentsOf(
  sequences: readonly Sequence[],
  measure: Measure,
  estimator: TrustEstimator,
): readonly [[string, FittedSegment], ...[string, FittedSegment][]] {
  const names = recommendersOf(sequences).filter((name) => name !== EVERYONE);
  const own = (names.length > 1 ? names : [])
    .map((name) => [name, of(name, sequences)] as const)
    .filter(
      ([, members]) =>
        members.filter(({ steps }) => steps.some(({ decision }) => decision)).length >= OWN_FIT,
    )
    .map(([name, members]): [string, FittedSegment] => [name, fitSegment(members, measure, estimator)]);
  return [[EVERYONE, fitSegment(sequences, measure, estimator)], ...own];
}

const of = (name: string, sequences: readonly Sequence[]): Sequence[] =>
  sequences.filter(({ recommender }) => recommender === name);

function recommendersOf(sequences: readonly Sequence[]): string[] {
  return [...new Set(sequences.map(({ recommender }) => recommender))].toSorted(compare);
}
