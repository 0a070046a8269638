import { filterRoom, type Filtered } from '../../stats/kalman-filter.ts';
import { smoothSequence, type Smoothed } from '../../stats/smoother.ts';
import { adfForm } from './adf.ts';
import { noiseAt } from './noise.ts';
import type { FrictionPanel } from './panel.ts';

/** Trust of one sequence before and after each decision, and given the whole sequence. */
export interface FrictionPath {
  readonly logLikelihood: number;
  readonly filtered: Filtered; // m1 and P11 as the Kalman filter leaves them; v and S are zero: an event has none
  readonly smoothed: Smoothed;
}

/** Filter and smoother of QD-ADF for sequence i at theta. Between decisions the state is Gaussian and moves linearly, so
 *  the Rauch-Tung-Striebel recursions and their lag-one covariance hold as they stand for the filtered states. */
export function smoothFriction<Inputs>(
  panel: FrictionPanel<Inputs>,
  theta: Float64Array,
  i: number,
): FrictionPath {
  const { law, inputs, space } = panel;
  const length = (space.starts[i + 1] as number) - (space.starts[i] as number);
  law.fill(theta, inputs, space);
  const filtered = filterRoom(length);
  const { forward } = adfForm.passes(length);
  const logLikelihood = forward(panel, noiseAt(theta, law.parameters.length), i, filtered);
  return { logLikelihood, filtered, smoothed: smoothSequence(space, i, filtered) };
}
