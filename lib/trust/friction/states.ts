import type { Measure } from '../kalman/trust-panel.ts';
import type { PathOnly } from '../paths-with-gradient.ts';
import type { Sequence } from '../sequence.ts';
import type { FrictionForm } from './form.ts';
import { frictionPanel } from './panel.ts';
import { frictionSmoother } from './smooth.ts';

/** Smoothed trust of some sequences at theta, in the shape the Kalman estimator gives it. */
export function frictionStates(
  sequences: readonly Sequence[],
  measure: Measure,
  form: FrictionForm,
  theta: Float64Array,
): PathOnly[] {
  const panel = frictionPanel(sequences, measure);
  const smooth = frictionSmoother(panel, form, theta);
  return sequences.map((_, i) => {
    const { mean, variance } = smooth(i).smoothed;
    return {
      mean,
      variance,
      covarianceWithLast: (step) => form.covarianceWithLast(panel.space, i, smooth(i).filtered, step),
    };
  });
}
