import type { Moves } from '../../stats/transitions.ts';
import { asymmetricLaw, type OutcomesSeen } from '../laws/asymmetric.ts';
import type { Sequence } from '../sequence.ts';
import { kalmanPanel, type KalmanPanel } from './panel.ts';

/** Gaps and moves are divided by `unit` (the median |gap|), so that parameters and bounds mean the same on every scale. */
export interface Measure {
  readonly unit: number;
  readonly referenceGap: number; // g0, on the scale
}

/** Sequences under law 5.3 as a panel. */
export function trustPanel(sequences: readonly Sequence[], measure: Measure): KalmanPanel<OutcomesSeen> {
  const { moves, fidelity } = movesAndOutcomes(sequences, measure);
  return kalmanPanel(asymmetricLaw, { fidelity }, moves);
}

/** One entry per step: what was decided, and the fidelity of the outcome seen after it (NaN: none). */
export function movesAndOutcomes(
  sequences: readonly Sequence[],
  { unit, referenceGap }: Measure,
): { moves: Moves; fidelity: Float64Array } {
  const starts = new Int32Array(sequences.length + 1);
  sequences.forEach(({ steps }, i) => (starts[i + 1] = (starts[i] as number) + steps.length));
  const length = starts[sequences.length] as number;
  const design = new Float64Array(length);
  const move = new Float64Array(length).fill(Number.NaN);
  const bend = new Float64Array(length);
  const fidelity = new Float64Array(length).fill(Number.NaN);
  let k = 0;
  for (const { steps } of sequences)
    for (const { decision, fidelity: r } of steps) {
      if (decision) {
        const g = decision.gap / unit;
        design[k] = g;
        move[k] = decision.move / unit;
        bend[k] = Math.log(Math.abs(decision.gap) / referenceGap) * g;
      }
      if (r !== null) fidelity[k] = r;
      k++;
    }
  return { moves: { starts, design, move, bend }, fidelity };
}
