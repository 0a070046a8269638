import { filterRoom, longestSequence } from '../../stats/kalman-filter.ts';
import { stateSpaceAdjoint } from '../../stats/state-space.ts';
import type { Law } from '../laws/law.ts';
import type { FrictionForm } from './form.ts';
import { noiseAt, pullNoise, type FrictionNoiseAdjoint } from './noise.ts';
import type { FrictionPanel } from './panel.ts';

/** Length of theta = (law's parameters, ln se, bg, ln sw, logit eps). */
export const frictionParameterCount = (law: { readonly parameters: readonly string[] }): number =>
  law.parameters.length + 4;

function requireDimensionOne<Inputs>(law: Law<Inputs>): void {
  if (law.dimension !== 1)
    throw new RangeError('the friction likelihood requires a law of motion of dimension 1');
}

/** Log-likelihood of each sequence at theta.
 *  @throws RangeError unless the law's state has dimension 1 */
export function frictionLogLikelihoods<Inputs>(
  panel: FrictionPanel<Inputs>,
  form: FrictionForm,
  theta: Float64Array,
): Float64Array {
  return frictionLikelihood(panel, form)(theta);
}

/** The same for many theta: what does not depend on theta is done once.
 *  @throws RangeError unless the law's state has dimension 1 */
export function frictionLikelihood<Inputs>(
  panel: FrictionPanel<Inputs>,
  form: FrictionForm,
): (theta: Float64Array) => Float64Array {
  const { law, inputs, starts } = panel;
  requireDimensionOne(law);
  const sequences = { length: starts.length - 1 };
  const compact = law.motion && form.compact?.(panel, law.motion);
  if (compact)
    return (theta) => {
      compact.at(theta);
      return Float64Array.from(sequences, (_, i) => compact.forward(i, false));
    };
  const { space } = panel;
  const room = filterRoom(longestSequence(space));
  const { forward } = form.passes(longestSequence(space), false);
  return (theta) => {
    law.fill(theta, inputs, space);
    const noise = noiseAt(theta, law.parameters.length);
    return Float64Array.from(sequences, (_, i) => forward(panel, noise, i, room));
  };
}

/** Log-likelihood of a panel with its gradient in theta, by one pass forward and one back over each sequence.
 *  @throws RangeError unless the law's state has dimension 1 */
export function frictionWithGradient<Inputs>(
  panel: FrictionPanel<Inputs>,
  form: FrictionForm,
): (theta: Float64Array, gradient: Float64Array) => number {
  const { law, inputs, starts } = panel;
  requireDimensionOne(law);
  const compact = law.motion && form.compact?.(panel, law.motion);
  if (compact)
    return (theta, gradient) => {
      compact.at(theta);
      let logLikelihood = 0;
      for (let i = 0; i + 1 < starts.length; i++) {
        logLikelihood += compact.forward(i, true);
        compact.backward(i);
      }
      compact.gradient(gradient);
      return logLikelihood;
    };
  const { space } = panel;
  const offset = law.parameters.length;
  const room = filterRoom(longestSequence(space));
  const { forward, backward } = form.passes(longestSequence(space), false);
  const adjoint = stateSpaceAdjoint(space);
  return (theta, gradient) => {
    law.fill(theta, inputs, space);
    const noise = noiseAt(theta, offset);
    const noiseAdjoint: FrictionNoiseAdjoint = { se: 0, bg: 0, sw: 0, eps: 0 };
    adjoint.initial.fill(0);
    let logLikelihood = 0;
    for (let i = 0; i + 1 < space.starts.length; i++) {
      logLikelihood += forward(panel, noise, i, room);
      backward(panel, noise, i, room, adjoint, noiseAdjoint);
    }
    law.pull(theta, inputs, adjoint, gradient);
    pullNoise(noise, noiseAdjoint, gradient, offset);
    return logLikelihood;
  };
}
