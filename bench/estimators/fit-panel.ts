import { compactLikelihood } from '../../lib/trust/kalman/compact-likelihood.ts';
import { covarianceOf } from '../../lib/trust/kalman/covariance.ts';
import { fitKalman, fitNested, type KalmanFit } from '../../lib/trust/kalman/fit.ts';
import { meanRevertingModel } from '../../lib/trust/kalman/mean-reverting-model.ts';
import type { KalmanModel } from '../../lib/trust/kalman/model.ts';
import { kalmanPanel } from '../../lib/trust/kalman/panel.ts';
import { robustCovariance } from '../../lib/trust/kalman/robust-covariance.ts';
import { asymmetricLaw, asymmetricMotion } from '../../lib/trust/laws/asymmetric.ts';
import { meanRevertingLaw } from '../../lib/trust/laws/mean-reverting.ts';
import { readPanel } from './panel-file.ts';

/** Our estimator on one panel file, in a process of its own, one JSON line out: fit-panel.ts FILE 5.5|5.3 */
const [path = '', law = '5.5'] = process.argv.slice(2);

const marks: Record<string, number> = {};
let before = process.cpuUsage();
function mark(name: string): void {
  const { user, system } = process.cpuUsage(before);
  marks[name] = (user + system) / 1e6;
  before = process.cpuUsage();
}

mark('start');
const { moves, surprise, dose } = readPanel(path);
mark('read');

const room = (): Float64Array => new Float64Array(1 << 16); // longer than any sequence

let fit: KalmanFit<KalmanModel> | undefined;
let covariance: number[][] | undefined;
let robust: number[][] | undefined;
if (law === '5.5') {
  const panel = kalmanPanel(meanRevertingLaw, { surprise, dose }, moves);
  fit = fitKalman(panel, meanRevertingModel({ gapSlope: false, twoSided: true, process: true }));
  mark('fit');
  covariance = covarianceOf(panel, fit);
  mark('errors');
  const sellers = Array.from({ length: moves.starts.length - 1 }, (_, i) => i);
  robust = covariance && robustCovariance(panel, fit, covariance, sellers);
  mark('robust');
} else {
  // no parity is sought here: the surprise, brought into [-1, 1], stands for fidelity
  const panel = kalmanPanel(asymmetricLaw, { fidelity: surprise.map((o) => o / (1 + Math.abs(o))) }, moves);
  const nested = fitNested(panel, false).at(-1);
  fit = nested;
  mark('fit');
  covariance = nested && covarianceOf(panel, nested);
  mark('errors');
  if (nested) {
    const filter = compactLikelihood(panel, asymmetricMotion);
    const smoothed = { mean: room(), variance: room(), withLast: room() };
    filter.at(nested.theta);
    for (let i = 0; i + 1 < moves.starts.length; i++) {
      filter.forward(i);
      filter.smooth(i, smoothed, 0);
    }
    mark('smooth');
  }
}
console.log(
  JSON.stringify({
    cpu: marks,
    logLikelihood: fit?.logLikelihood,
    theta: fit && [...fit.theta],
    errors: covariance?.map((row, j) => Math.sqrt(row[j] ?? 0)),
    robust: robust?.map((row, j) => Math.sqrt(row[j] ?? 0)),
    convergence: fit?.convergence,
  }),
);
