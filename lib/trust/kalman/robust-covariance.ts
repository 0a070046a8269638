import { compactLikelihood } from './compact-likelihood.ts';
import type { KalmanFit } from './fit.ts';
import type { KalmanModel } from './model.ts';
import type { KalmanPanel } from './panel.ts';

/** Covariance of theta that holds even where the law does not, White's sandwich by cluster:
 *      V B V      B = C/(C-1) sum_c s_c s_c'      s_c: score of cluster c at the optimum      V: `covarianceOf`
 *  White (1982), Econometrica 50. Scores are of theta; of what is not estimated, V holds zeros.
 *  @param cluster of each sequence, 0 to C - 1: the sellers
 *  @throws RangeError unless the law has a motion and there are two clusters */
export function robustCovariance<Inputs>(
  panel: KalmanPanel<Inputs>,
  { theta }: Pick<KalmanFit<KalmanModel>, 'theta'>,
  covariance: readonly (readonly number[])[],
  cluster: ArrayLike<number>,
): number[][] {
  const { motion } = panel.law;
  const clusters = Array.from(cluster).reduce((most, c) => Math.max(most, c + 1), 0);
  if (!motion || clusters < 2) throw new RangeError('robustCovariance requires a motion and two clusters');
  const p = theta.length;
  const scores = new Float64Array(p * clusters);
  const score = new Float64Array(p);
  const filter = compactLikelihood(panel, motion);
  filter.at(theta);
  for (let i = 0; i + 1 < panel.starts.length; i++) {
    filter.forward(i);
    filter.backward(i);
    filter.gradient(score);
    const o = p * (cluster[i] ?? 0);
    for (let j = 0; j < p; j++) scores[o + j] = (scores[o + j] as number) + (score[j] as number);
  }
  const B = covariance.map((_, j) =>
    covariance.map((_row, k) => (clusters / (clusters - 1)) * products(scores, p, j, k)),
  );
  return times(times(covariance, B), covariance);
}

function products(scores: Float64Array, p: number, j: number, k: number): number {
  let sum = 0;
  for (let o = 0; o < scores.length; o += p) sum += (scores[o + j] as number) * (scores[o + k] as number);
  return sum;
}

function times(a: readonly (readonly number[])[], b: readonly (readonly number[])[]): number[][] {
  return a.map((row) => b.map((_, k) => row.reduce((sum, value, j) => sum + value * (b[j]?.[k] ?? 0), 0)));
}
