import { filterRoom, longestSequence, type Filtered } from '../../stats/kalman-filter.ts';
import type { Smoothed } from '../../stats/smoother.ts';
import type { FrictionForm } from './form.ts';
import { noiseAt } from './noise.ts';
import type { FrictionPanel } from './panel.ts';

/** Trust of one sequence before and after each decision, and given the whole sequence. */
export interface FrictionPath {
  readonly logLikelihood: number;
  /** m1 and P11 as the Kalman filter leaves them; v and S are zero: an event has none. Overwritten by the next call. */
  readonly filtered: Filtered;
  readonly smoothed: Smoothed;
}

/** Filter and smoother at theta, by sequence. */
export function frictionSmoother<Inputs>(
  panel: FrictionPanel<Inputs>,
  form: FrictionForm,
  theta: Float64Array,
): (i: number) => FrictionPath {
  const { law, inputs, space } = panel;
  law.fill(theta, inputs, space);
  const noise = noiseAt(theta, law.parameters.length);
  const filtered = filterRoom(longestSequence(space));
  const { forward } = form.passes(longestSequence(space), true);
  return (i) => {
    const logLikelihood = forward(panel, noise, i, filtered);
    return { logLikelihood, filtered, smoothed: form.smooth(space, i, filtered) };
  };
}
