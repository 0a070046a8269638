import { stateSpace } from '../../stats/state-space.ts';
import { asymmetricLaw, type OutcomesSeen } from '../laws/asymmetric.ts';
import type { Sequence } from '../sequence.ts';
import type { KalmanPanel } from './likelihood.ts';

/** Gaps and moves are divided by `unit` (the median |gap|), so that parameters and bounds mean the same on every scale. */
export interface Measure {
  readonly unit: number;
  readonly referenceGap: number; // g0, on the scale
}

/** Sequences under law 5.3 as a panel. */
export function trustPanel(sequences: readonly Sequence[], measure: Measure): KalmanPanel<OutcomesSeen> {
  const space = stateSpace(
    1,
    sequences.map(({ steps }) => steps.length),
  );
  const length = space.design.length;
  const move = new Float64Array(length).fill(Number.NaN);
  const bend = new Float64Array(length);
  const fidelity = new Float64Array(length).fill(Number.NaN);
  let k = 0;
  for (const { steps } of sequences)
    for (const { decision, fidelity: r } of steps) {
      if (decision) {
        space.design[k] = decision.gap / measure.unit;
        move[k] = decision.move / measure.unit;
        bend[k] = Math.log(Math.abs(decision.gap) / measure.referenceGap) * (space.design[k] as number);
      }
      if (r !== null) fidelity[k] = r;
      k++;
    }
  return { law: asymmetricLaw, inputs: { fidelity }, space, move, bend };
}
