import { compareLaws } from './kalman/law-comparison.ts';
import type { Measure } from './kalman/trust-panel.ts';
import type { LawRow } from './law-score-schema.ts';
import type { FittedSegment } from './segment.ts';

/** Laws of motion on a segment's sequences by held-out score, docs/model.md 5.5; none where trust is static or decisions are
 *  events. Bounds are two standard errors away, over sellers. */
export function lawsOf(fitted: FittedSegment, measure: Measure): LawRow[] {
  const { estimator, models, sequences, identified } = fitted;
  const largest = models.at(-1);
  if (estimator !== 'kf' || !largest || largest.name === 'static') return [];
  const { laws, difference, twoErrors } = compareLaws(sequences, measure, identified, largest);
  const beyond = { difference, lower: difference - twoErrors, upper: difference + twoErrors };
  return laws.map(({ law, logLikelihood, parameterCount, convergence, heldOutLogScore: score }): LawRow => {
    const heldOut =
      law === '5.3' ? { score, difference: null, lower: null, upper: null } : { score, ...beyond };
    return { law, logLikelihood, parameterCount, heldOut, convergence };
  });
}

/** Whether law 5.5 foretells held-out sellers better than 5.3 by more than two standard errors: ties go to 5.3. */
export function revertsClearly(laws: readonly LawRow[]): boolean {
  return laws.some(({ law, heldOut }) => law === '5.5' && (heldOut.lower ?? 0) > 0);
}
