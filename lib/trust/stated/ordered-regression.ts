import { inverseOf } from '../../stats/cholesky.ts';
import { hessianOf } from '../../stats/hessian.ts';
import { minimise, type Objective } from '../../stats/l-bfgs.ts';
import type { OrderedLink } from './ordered-link.ts';
import { addScore, type Answer } from './ordered-likelihood.ts';
import { coordinates, type Coordinates } from './ordered-coordinates.ts';

export interface OrderedFit {
  /** b_1 .. b_p, then c_1 < .. < c_K-1. */
  readonly estimates: readonly number[];
  readonly logLikelihood: number;
  readonly converged: boolean;
  /** A slope ran to the end of its range: the regressors order the answers as well as they possibly could. */
  readonly unbounded: boolean;
  /** Inverse of the observed information; undefined where the likelihood is flat. */
  readonly covariance: number[][] | undefined;
  /** By how much some answers, or all of them moved a little, pull the estimates: H^-1 of their score. */
  pull(answers: readonly Answer[]): number[];
}

const STEEPEST = 50; // of a slope per standard deviation of its regressor, in units of e

/** Maximum likelihood of the ordered model. Thresholds are in order by construction: c_k = c_k-1 + exp(h_k).
 *  @param answers every category 0 .. `categories` - 1 occurs
 *  @throws RangeError with fewer than two categories, or a logit link for a regressor that is not known exactly */
export function fitOrdered(answers: readonly Answer[], categories: number, link: OrderedLink): OrderedFit {
  if (categories < 2) throw new RangeError('fitOrdered requires at least two categories');
  if (link.name === 'logit' && answers.some(({ variance }) => variance > 0))
    throw new RangeError('fitOrdered requires the probit link where a regressor has a variance');
  const inner = coordinates(answers, categories);
  const scaled = answers.map(inner.scaled);
  const objective = negative(scaled, inner, link);
  const slopes = inner.slopes;
  const reach = (value: number): number[] =>
    Array.from({ length: slopes + categories - 1 }, (_, j) => (j < slopes ? value : value * 2));
  const { x, value, stopped } = minimise(
    objective,
    start(answers, inner, link),
    {
      lower: reach(-STEEPEST),
      upper: reach(STEEPEST),
    },
    { maxIterations: 500, tolerance: 1e-7 * Math.max(1, answers.length) },
  );
  const all = [...x.keys()];
  const covariance = inverseOf(hessianOf(objective, x, all, 1e-4));
  return {
    estimates: inner.outer(x),
    logLikelihood: -value,
    converged: stopped !== 'limit',
    unbounded: x.some((at, j) => j < slopes && Math.abs(at) >= STEEPEST),
    covariance: covariance && inner.outerCovariance(covariance, x),
    pull(some) {
      const score = new Float64Array(x.length);
      negative(some.map(inner.scaled), inner, link)(x, score);
      const step = all.map(
        (i) => -all.reduce((sum, j) => sum + (covariance?.[i]?.[j] ?? 0) * (score[j] as number), 0),
      );
      return inner.outerStep(step, x);
    },
  };
}

function negative(answers: readonly Answer[], inner: Coordinates, link: OrderedLink): Objective {
  const own = new Float64Array(inner.slopes + inner.categories - 1);
  return (x, gradient) => {
    const theta = inner.thresholds(x);
    own.fill(0);
    let sum = 0;
    for (const answer of answers) sum += addScore(link, answer, theta, inner.categories, own);
    inner.chain(own, x, gradient);
    for (let j = 0; j < gradient.length; j++) gradient[j] = -(gradient[j] as number);
    return -sum;
  };
}

/** No slope, and the thresholds of the answers' shares. */
function start(answers: readonly Answer[], { slopes, categories }: Coordinates, link: OrderedLink): number[] {
  const counts = Array.from({ length: categories }, () => 0);
  for (const { y } of answers) counts[y] = (counts[y] ?? 0) + 1;
  const cuts: number[] = [];
  let below = 0;
  for (const count of counts.slice(0, -1)) cuts.push(link.quantile((below += count) / answers.length));
  return [
    ...Array.from({ length: slopes }, () => 0),
    ...cuts.map((cut, k) => (k === 0 ? cut : Math.log(cut - (cuts[k - 1] ?? 0)))),
  ];
}
