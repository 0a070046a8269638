import { anchoredAdjoint, anchoredFilter, anchoredMemory } from '../../stats/anchored-kalman.ts';
import {
  scalarAdjoint,
  scalarFilter,
  scalarMemory,
  scalarSmoother,
  type ScalarSmoothed,
} from '../../stats/scalar-kalman.ts';
import { longestOf, TOTALS, transitionRoom } from '../../stats/transitions.ts';
import type { Motion } from '../laws/law.ts';
import type { KalmanPanel } from './panel.ts';

/** The filter of a panel by the dimension of its law's state, one sequence at a time, in the memory of one sequence. */
export interface CompactLikelihood {
  /** Sets theta = (law's parameters, ln se, bg) for the calls that follow. */
  at(theta: Float64Array): void;
  /** Log-likelihood of sequence i. */
  forward(i: number): number;
  /** Collects the derivatives of sequence i, which `forward` was last called with. */
  backward(i: number): void;
  /** Trust in sequence i, which `forward` was last called with, given all of it; from entry `at`.
   *  @throws RangeError unless the law's state has dimension 1 */
  smooth(i: number, into: ScalarSmoothed, at: number): void;
  /** Writes the derivatives collected since `at`, or since the last time this was called. */
  gradient(into: Float64Array): void;
}

export function compactLikelihood<Inputs>(
  panel: KalmanPanel<Inputs>,
  motion: Motion<Inputs>,
): CompactLikelihood {
  const { law, inputs, starts } = panel;
  const longest = longestOf(starts);
  const [t, d] = [transitionRoom(longest), transitionRoom(longest)];
  const [initial, last, totals] = [5, 2, TOTALS.length].map((n) => new Float64Array(n)) as Three;
  const noiseAt = law.parameters.length;
  const collected = new Float64Array(noiseAt);
  const error = { h: 1, bg: 0 };
  const memory = law.dimension === 1 ? scalarMemory(longest) : anchoredMemory(longest);
  const forget = (): void => {
    collected.fill(0);
    totals.fill(0);
  };
  let theta: Float64Array = collected;
  return {
    at(next) {
      theta = next;
      motion.initial(theta, initial);
      error.h = Math.exp(2 * (theta[noiseAt] as number));
      error.bg = theta[noiseAt + 1] as number;
      forget();
    },
    forward(i) {
      motion.transitions(theta, inputs, starts[i] as number, starts[i + 1] as number, t);
      if (law.dimension === 1) return scalarFilter(panel, i, error, initial, t, memory, last);
      return anchoredFilter(panel, i, error, initial, t, memory);
    },
    backward(i) {
      if (law.dimension === 1) scalarAdjoint(panel, i, t, memory, d, totals);
      else anchoredAdjoint(panel, i, t, memory, d, totals);
      motion.pullTransitions(theta, inputs, starts[i] as number, starts[i + 1] as number, d, collected);
    },
    smooth(i, into, at) {
      if (law.dimension !== 1) throw new RangeError('smooth requires a law of dimension 1');
      scalarSmoother((starts[i + 1] as number) - (starts[i] as number), t, memory, last, into, at);
    },
    gradient(into) {
      motion.pullInitial(theta, totals, collected);
      into.set(collected);
      into[noiseAt] = 2 * error.h * (totals[TOTALS.h] as number);
      into[noiseAt + 1] = totals[TOTALS.bg] as number;
      forget();
    },
  };
}

type Three = [Float64Array, Float64Array, Float64Array];
