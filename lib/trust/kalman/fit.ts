import { inverseOf } from '../../stats/cholesky.ts';
import { hessianOf } from '../../stats/hessian.ts';
import { minimise, type Objective } from '../../stats/l-bfgs.ts';
import { sliceDeviation } from '../../stats/slice-deviation.ts';
import type { OutcomesSeen } from '../laws/asymmetric.ts';
import { likelihoodWithGradient } from './likelihood.ts';
import type { KalmanPanel } from './panel.ts';
import {
  boundOf,
  boxOf,
  contract,
  expand,
  nestedModel,
  THETA,
  THETA_LENGTH,
  type NestedModel,
  type NestedName,
} from './nested-model.ts';

/** A maximum of the likelihood. Sizes are in the panel's units. */
export interface KalmanFit {
  readonly model: NestedModel;
  readonly theta: Float64Array; // tau0 and q not negative
  readonly logLikelihood: number;
  readonly parameterCount: number;
  readonly converged: boolean;
  readonly evaluations: number;
}

/** Starts of docs/model.md 6.4: (mu0, tau0, gain, loss, q, ln se, bg); noise in units of the median gap. */
const STARTS: readonly (readonly number[])[] = [
  [0.5, 0.2, 0.12, 0.12, 0.05, Math.log(0.3), 0],
  [0.5, 0.3, 0.05, 0.05, 0.02, Math.log(0.9), 0],
];

/** Maximum likelihood of a nested model by L-BFGS from the stated starts and from `from` (nested optima, whose
 *  likelihood it must reach). */
export function fitKalman(
  panel: KalmanPanel<OutcomesSeen>,
  model: NestedModel,
  from: readonly KalmanFit[] = [],
  starts: readonly (readonly number[])[] = STARTS,
): KalmanFit {
  const objective = negativeLogLikelihood(panel, model);
  const box = boxOf(model);
  const candidates = [...starts, ...from.map(({ theta }) => nudged(theta))].map((start) =>
    minimise(objective, contract(model, start), box),
  );
  const best = candidates.reduce((a, b) => (b.value < a.value ? b : a));
  const evaluations = candidates.reduce((sum, candidate) => sum + candidate.evaluations, 0);
  const theta = expand(model, best.x);
  const nested = from.find((fit) => fit.logLikelihood > -best.value);
  return {
    model,
    theta: absolute(nested ? nested.theta : theta),
    logLikelihood: nested ? nested.logLikelihood : -best.value,
    parameterCount: model.columns.length,
    converged: best.stopped !== 'limit',
    evaluations,
  };
}

/** -ln L of phi, with its gradient. */
export function negativeLogLikelihood(panel: KalmanPanel<OutcomesSeen>, model: NestedModel): Objective {
  const evaluate = likelihoodWithGradient(panel);
  const full = new Float64Array(THETA_LENGTH);
  return (phi, gradient) => {
    const logLikelihood = evaluate(expand(model, phi), full);
    model.columns.forEach((places, j) => {
      gradient[j] = -places.reduce((sum, place) => sum + (full[place] as number), 0);
    });
    return Number.isFinite(logLikelihood) ? -logLikelihood : Infinity;
  };
}

/** A nested optimum moved off the zeros that are stationary points of the wider model. */
function nudged(theta: Float64Array): Float64Array {
  const start = theta.slice();
  for (const place of [THETA.gain, THETA.loss]) start[place] = Math.max(start[place] as number, 1e-3);
  for (const place of [THETA.tau0, THETA.q]) start[place] = Math.max(Math.abs(start[place] as number), 1e-2);
  return start;
}

function absolute(theta: Float64Array): Float64Array {
  const result = theta.slice();
  for (const place of [THETA.tau0, THETA.q]) result[place] = Math.abs(result[place] as number);
  return result;
}

/** Static, symmetric and asymmetric, each also started at the optima it contains. */
export function fitNested(
  panel: KalmanPanel<OutcomesSeen>,
  gapSlope: boolean,
  names: readonly NestedName[] = ['static', 'symmetric', 'asymmetric'],
): KalmanFit[] {
  const fits: KalmanFit[] = [];
  for (const name of names) fits.push(fitKalman(panel, nestedModel(name, gapSlope), fits));
  return fits;
}

/** Covariance of theta: the inverse of the numeric Hessian over the parameters that are free to move. tau0 and q at zero
 *  have no slope there, and are uncorrelated with all else because only their squares enter: their variance is that of
 *  the slice of the likelihood through zero. Zero for what is at another bound; undefined where the likelihood is flat in
 *  some direction. */
export function covarianceOf(panel: KalmanPanel<OutcomesSeen>, fit: KalmanFit): number[][] | undefined {
  const { columns } = fit.model;
  const objective = negativeLogLikelihood(panel, fit.model);
  const phi = contract(fit.model, fit.theta);
  const free = columns.flatMap(([place = 0], j) => (boundOf(place, phi[j] as number) === null ? [j] : []));
  const inverse = inverseOf(hessianOf(objective, phi, free));
  if (!inverse) return undefined;
  const result = Array.from({ length: THETA_LENGTH }, () => [...new Float64Array(THETA_LENGTH)]);
  free.forEach((j, a) => {
    free.forEach((k, b) => {
      for (const place of columns[j] ?? [])
        for (const other of columns[k] ?? []) (result[place] ?? [])[other] = inverse[a]?.[b] ?? 0;
    });
  });
  columns.forEach(([place = 0], j) => {
    if (free.includes(j) || (place !== THETA.tau0 && place !== THETA.q)) return;
    const deviation = sliceDeviation(objective, phi, j, SIZE_LIMIT);
    if (deviation !== undefined) (result[place] ?? [])[place] = deviation ** 2;
  });
  return result;
}

const SIZE_LIMIT = 2; // of tau0 and q, far beyond any weight
