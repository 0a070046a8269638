import { covarianceWithLast } from '../../stats/smoother.ts';
import type { Measure } from '../kalman/trust-panel.ts';
import type { PathOnly } from '../paths-with-gradient.ts';
import type { Sequence } from '../sequence.ts';
import { frictionPanel } from './panel.ts';
import { frictionSmoother } from './smooth.ts';

/** Smoothed trust of some sequences under QD-ADF at theta, in the shape the Kalman estimator gives it. */
export function frictionStates(
  sequences: readonly Sequence[],
  measure: Measure,
  theta: Float64Array,
): PathOnly[] {
  const panel = frictionPanel(sequences, measure);
  const smooth = frictionSmoother(panel, theta);
  return sequences.map((_, i) => {
    const { mean, variance } = smooth(i).smoothed;
    return {
      mean,
      variance,
      covarianceWithLast: (step) => covarianceWithLast(panel.space, i, smooth(i).filtered, step),
    };
  });
}
