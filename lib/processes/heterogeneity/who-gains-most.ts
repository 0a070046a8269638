import { boosting } from '../../stats/boosting/learner.ts';
import { bestOf } from '../../stats/learner.ts';
import type { Learner } from '../../stats/learner.ts';
import { penalised } from '../../stats/penalised/learner.ts';
import type { Refused } from '../effect.ts';
import type { DmlSettings, ObservationalStudy } from '../observational/study.ts';
import { calibrationOf } from './calibration.ts';
import type { Calibration } from './calibration.ts';
import { drLearner } from './dr-learner.ts';
import { effectScores } from './scores.ts';

export interface WhoGainsMost {
  readonly kind: 'who gains most';
  readonly predicted: Float64Array; // effect expected for each row; to be acted on only if the calibration holds
  readonly calibration: Calibration;
}

const EFFECTS: Learner = bestOf([
  penalised(),
  boosting({ trees: 50, learningRate: 0.05, leaves: 4, fewestInLeaf: 50 }),
]);

/** Who gains most from a process, and whether that can be told at all.
 *  @throws RangeError as `effectScores` */
export function whoGainsMost(
  study: ObservationalStudy,
  given: Partial<DmlSettings> = {},
  learner: Learner = EFFECTS,
): WhoGainsMost | Refused {
  const scores = effectScores(study, given);
  if (scores.kind === 'refused') return scores;
  const predicted = drLearner(scores, learner);
  return { kind: 'who gains most', predicted, calibration: calibrationOf(scores, predicted) };
}
