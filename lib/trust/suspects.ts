import type * as z from 'zod/mini';
import { withFields } from '../rounds/plain-row.ts';
import type { RoundRow } from '../rounds/row.ts';
import { chooseEstimator } from './estimators.ts';
import type { Estimates, healthSchema } from './estimates.ts';
import type { Measure } from './kalman/trust-panel.ts';
import { shownTrust, statedTrust } from './observed.ts';
import { segmentsOf, segmentFits } from './segments.ts';
import { sequencesOf, unitOf, type SequenceSettings } from './sequence.ts';
import type { AnalysisSettings } from './settings.ts';
import type { TrustFit } from './trust-fit.ts';

const NO_ANSWER = {
  priorPlan: null,
  priorPlanRepeat: null,
  chosen: null,
  response: null,
  trustRating: null,
};

/** Rounds as they would be had nobody answered where a robot may have: the recommendation and its outcome stay. What was
 *  observed of the seller goes too, since a row does not say what was observed and what was answered. */
export function withoutSuspects(rows: readonly RoundRow[]): RoundRow[] {
  return rows.map((row) => (row.suspect === true ? withFields(row, NO_ANSWER) : row));
}

/** The fit without them, on the same scale and at the same reference gap, by the estimator that fits what is left; null
 *  where there are none. */
export function fitWithoutSuspects(
  rows: readonly RoundRow[],
  reading: SequenceSettings,
  measure: Measure,
  settings: AnalysisSettings,
): TrustFit['withoutSuspects'] {
  const answers = rows.filter(({ suspect }) => suspect === true).length;
  if (answers === 0) return null;
  const sequences = sequencesOf(withoutSuspects(rows), reading);
  return {
    answers,
    segments: segmentFits(
      segmentsOf(sequences, { ...measure, unit: unitOf(sequences) }, chooseEstimator(sequences, settings)),
    ),
    stated: statedTrust(sequences),
    shown: shownTrust(sequences),
  };
}

/** How much of the result hangs on answers that a robot may have given. */
export function suspectsRow({
  overall,
  stated,
  shown,
  withoutSuspects: found,
}: Estimates['trust']): z.infer<typeof healthSchema> {
  const check = 'answers of robots';
  if (found.answers === 0) return { check, status: 'ok', detail: 'no answer looks like one' };
  const detail = `answers that a robot may have given: ${found.answers}; ${[
    beside('trust', overall.estimate, found.overall.estimate),
    beside('stated', stated.estimate, found.stated.estimate),
    beside('shown', shown.estimate, found.shown.estimate),
  ].join('; ')}`;
  const moved = Math.abs((overall.estimate ?? 0) - (found.overall.estimate ?? overall.estimate ?? 0));
  return { check, status: moved > MATTERS ? 'warn' : 'ok', detail };
}

const beside = (name: string, all: number | null, clean: number | null) =>
  `${name} ${all?.toFixed(2) ?? 'not known'} with them and ${clean?.toFixed(2) ?? 'not known'} without`;

const MATTERS = 0.02; // of trust: more than this and a reader should know before anything else
