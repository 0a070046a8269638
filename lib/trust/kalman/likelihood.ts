import { filterRoom, filterSequence, longestSequence } from '../../stats/kalman-filter.ts';
import { likelihoodAdjoint } from '../../stats/kalman-adjoint.ts';
import { stateSpaceAdjoint } from '../../stats/state-space.ts';
import { asymmetricMotion, type OutcomesSeen } from '../laws/asymmetric.ts';
import { compactLikelihood } from './compact-likelihood.ts';
import { lanesLikelihood } from './lanes/likelihood.ts';
import type { KalmanPanel } from './panel.ts';

/** Behind the law's parameters: the log of the noise's standard deviation, then the gap slope bg. */
export const parameterCount = (law: { readonly parameters: readonly string[] }): number =>
  law.parameters.length + 2;

/** Fills the panel's state space at theta = (law's parameters, ln se, bg), docs/model.md 6.3 and 6.4:
 *      d = alpha g + bg ln(|g|/g0) g + e      e ~ N(0, se^2) */
export function fillSpace<Inputs>(panel: KalmanPanel<Inputs>, theta: Float64Array): void {
  const { law, inputs, space, move, bend } = panel;
  const se2 = Math.exp(2 * (theta[law.parameters.length] as number));
  const bg = theta[law.parameters.length + 1] as number;
  law.fill(theta, inputs, space);
  space.noise.fill(se2);
  for (let k = 0; k < move.length; k++) space.observation[k] = (move[k] as number) - bg * (bend[k] as number);
}

/** Log-likelihood of each sequence at theta. */
export function logLikelihoods<Inputs>(panel: KalmanPanel<Inputs>, theta: Float64Array): Float64Array {
  const sequences = { length: panel.starts.length - 1 };
  if (panel.law.motion) {
    const compact = compactLikelihood(panel, panel.law.motion);
    compact.at(theta);
    return Float64Array.from(sequences, (_, i) => compact.forward(i));
  }
  fillSpace(panel, theta);
  const room = filterRoom(longestSequence(panel.space));
  return Float64Array.from(sequences, (_, i) => filterSequence(panel.space, i, room));
}

function underAsymmetricLaw(panel: KalmanPanel<unknown>): panel is KalmanPanel<OutcomesSeen> {
  return panel.law.motion === asymmetricMotion;
}

/** Log-likelihood of a panel with its gradient in theta: by the fast filter of the law's dimension, or by the general one.
 *  @param members the sequences to take; all where they are not named
 *  @throws RangeError if they are named and the law takes the general filter */
export function likelihoodWithGradient<Inputs>(
  panel: KalmanPanel<Inputs>,
  members?: Int32Array,
): (theta: Float64Array, gradient: Float64Array) => number {
  const { motion } = panel.law;
  if (!motion && members) throw new RangeError('likelihoodWithGradient of some sequences requires a motion');
  if (!motion) return generalLikelihood(panel);
  if (underAsymmetricLaw(panel)) {
    const all = { length: panel.starts.length - 1 };
    return lanesLikelihood(panel, members ?? Int32Array.from(all, (_, i) => i));
  }
  const compact = compactLikelihood(panel, motion);
  const count = members ? members.length : panel.starts.length - 1;
  return (theta, gradient) => {
    compact.at(theta);
    let logLikelihood = 0;
    for (let n = 0; n < count; n++) {
      logLikelihood += compact.forward(members ? (members[n] as number) : n);
      compact.backward(members ? (members[n] as number) : n);
    }
    compact.gradient(gradient);
    return logLikelihood;
  };
}

function generalLikelihood<Inputs>(
  panel: KalmanPanel<Inputs>,
): (theta: Float64Array, gradient: Float64Array) => number {
  const { law, inputs, space, move, bend } = panel;
  const room = filterRoom(longestSequence(space));
  const adjoint = stateSpaceAdjoint(space);
  const noiseAt = law.parameters.length;
  return (theta, gradient) => {
    fillSpace(panel, theta);
    const logLikelihood = likelihoodAdjoint(space, room, adjoint);
    law.pull(theta, inputs, adjoint, gradient);
    let dh = 0;
    let bg = 0;
    for (let k = 0; k < move.length; k++) {
      dh += adjoint.noise[k] as number;
      bg -= (adjoint.observation[k] as number) * (bend[k] as number);
    }
    gradient[noiseAt] = 2 * Math.exp(2 * (theta[noiseAt] as number)) * dh;
    gradient[noiseAt + 1] = bg;
    return logLikelihood;
  };
}
