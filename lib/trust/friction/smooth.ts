import { filterRoom, longestSequence, type Filtered } from '../../stats/kalman-filter.ts';
import { smoothSequence, type Smoothed } from '../../stats/smoother.ts';
import { adfForm } from './adf.ts';
import { noiseAt } from './noise.ts';
import type { FrictionPanel } from './panel.ts';

/** Trust of one sequence before and after each decision, and given the whole sequence. */
export interface FrictionPath {
  readonly logLikelihood: number;
  /** m1 and P11 as the Kalman filter leaves them; v and S are zero: an event has none. Overwritten by the next call. */
  readonly filtered: Filtered;
  readonly smoothed: Smoothed;
}

/** Filter and smoother of QD-ADF at theta, by sequence. Between decisions the state is Gaussian and moves linearly, so
 *  the Rauch-Tung-Striebel recursions and their lag-one covariance hold as they stand for the filtered states. */
export function frictionSmoother<Inputs>(
  panel: FrictionPanel<Inputs>,
  theta: Float64Array,
): (i: number) => FrictionPath {
  const { law, inputs, space } = panel;
  law.fill(theta, inputs, space);
  const noise = noiseAt(theta, law.parameters.length);
  const filtered = filterRoom(longestSequence(space));
  const { forward } = adfForm.passes(longestSequence(space));
  return (i) => {
    const logLikelihood = forward(panel, noise, i, filtered);
    return { logLikelihood, filtered, smoothed: smoothSequence(space, i, filtered) };
  };
}
