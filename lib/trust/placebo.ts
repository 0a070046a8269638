import type { RoundRow } from '../rounds/row.ts';
import { Z95 } from '../stats/normal.ts';
import type { Dynamics } from './dynamics.ts';
import type { TrustEstimator } from './estimator.ts';
import { FLAT, parameterAt } from './parameters.ts';
import type { Measure } from './kalman/trust-panel.ts';
import { THETA } from './kalman/nested-model.ts';
import type { Parameter } from './quantity-schema.ts';
import { unknownParameter } from './quantity.ts';
import { FEWEST_SEQUENCES, fitSegment, type FittedSegment, type SegmentModels } from './segment.ts';
import { sequencesOf, type Sequence, type SequenceSettings } from './sequence.ts';
import { EVERYONE } from './trust-fit.ts';

type Placebo = Dynamics['placebo'];

/** The placebo of docs/model.md 6.8 by segment: the dynamics refitted on sequences whose outcomes were not shown, as if they
 *  had been seen. What moves trust there is not feedback. */
export function placeboOf(
  rows: readonly RoundRow[],
  settings: SequenceSettings,
  measure: Measure,
  estimator: TrustEstimator,
): (segment: string, fitted: FittedSegment) => Placebo {
  const unseen = sequencesOf(rows, { ...settings, placebo: true }).filter(onlyUnseen);
  return (segment, real) => {
    const members = unseen.filter(({ recommender }) => segment === EVERYONE || recommender === segment);
    if (members.length === 0) return unknownPlacebo('nobody had outcomes of which none was shown to her');
    const fitted = fitSegment(members, measure, estimator);
    if (fitted.sequences.length < FEWEST_SEQUENCES)
      return unknownPlacebo(`fewer than ${FEWEST_SEQUENCES} sequences whose outcomes were not shown`);
    if (fitted.models.length === 0) return unknownPlacebo(fitted.reason ?? FLAT);
    const [gain, loss] = [parameterAt(fitted, THETA.gain), parameterAt(fitted, THETA.loss)];
    return beside(real, { gain, loss });
  };
}

/** A placebo beside what was found. */
export function beside(real: SegmentModels, { gain, loss }: Pick<Placebo, 'gain' | 'loss'>): Placebo {
  return {
    gain,
    loss,
    gainDifference: difference(parameterAt(real, THETA.gain), gain),
    lossDifference: difference(parameterAt(real, THETA.loss), loss),
    reason: null,
  };
}

/** What was found less what the placebo finds: the two rest on different outcomes, so their errors are independent.
 *      difference +- 1.96 sqrt(se^2 + se_placebo^2) */
export function difference(found: Parameter, placebo: Parameter): Parameter {
  if (found.estimate === null) return unknownParameter(found.reason ?? FLAT);
  if (placebo.estimate === null) return unknownParameter(`placebo: ${placebo.reason ?? FLAT}`);
  const estimate = found.estimate - placebo.estimate;
  if (found.se === null) return { ...unknownParameter(found.reason ?? FLAT), estimate };
  if (placebo.se === null) return { ...unknownParameter(`placebo: ${placebo.reason ?? FLAT}`), estimate };
  const se = Math.hypot(found.se, placebo.se);
  return { estimate, se, lower: estimate - Z95 * se, upper: estimate + Z95 * se, reason: null };
}

/** Some outcome is known, and none of them was shown. */
function onlyUnseen({ rounds, steps }: Sequence): boolean {
  const shown = rounds.some(
    ({ row, fidelity }) => row.outcomeSeen && (row.outcome !== null || typeof fidelity === 'number'),
  );
  return !shown && steps.some(({ outcomeRound }) => outcomeRound !== null);
}

function unknownPlacebo(reason: string): Placebo {
  const unknown = unknownParameter(reason);
  return { gain: unknown, loss: unknown, gainDifference: unknown, lossDifference: unknown, reason };
}
