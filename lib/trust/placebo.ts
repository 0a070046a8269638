import type { RoundRow } from '../rounds/row.ts';
import type { Dynamics } from './dynamics.ts';
import type { TrustEstimator } from './estimator.ts';
import { parameterAt } from './parameters.ts';
import type { Measure } from './kalman/trust-panel.ts';
import { THETA } from './kalman/nested-model.ts';
import { unknownParameter } from './quantity.ts';
import { FEWEST_SEQUENCES, fitSegment } from './segment.ts';
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
): (segment: string) => Placebo {
  const unseen = sequencesOf(rows, { ...settings, placebo: true }).filter(onlyUnseen);
  return (segment) => {
    const members = unseen.filter(({ recommender }) => segment === EVERYONE || recommender === segment);
    if (members.length === 0) return unknownPlacebo('nobody had outcomes of which none was shown to her');
    const fitted = fitSegment(members, measure, estimator);
    if (fitted.models.length === 0)
      return unknownPlacebo(`fewer than ${FEWEST_SEQUENCES} sequences whose outcomes were not shown`);
    const later = unknownParameter('not estimated in this version');
    return {
      gain: parameterAt(fitted, THETA.gain),
      loss: parameterAt(fitted, THETA.loss),
      gainDifference: later,
      lossDifference: later,
      reason: null,
    };
  };
}

/** Some outcome is known, and none of them was shown. */
function onlyUnseen({ rounds, steps }: Sequence): boolean {
  const shown = rounds.some(({ row }) => row.outcomeSeen && row.outcome !== null);
  return !shown && steps.some(({ outcomeRound }) => outcomeRound !== null);
}

function unknownPlacebo(reason: string): Placebo {
  const unknown = unknownParameter(reason);
  return { gain: unknown, loss: unknown, gainDifference: unknown, lossDifference: unknown, reason };
}
