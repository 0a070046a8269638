import { deltaVariance } from '../lib/stats/delta-method.ts';
import { deterministicEstimator, adfEstimator } from '../lib/trust/friction/friction-estimator.ts';
import { FRICTION } from '../lib/trust/friction/nested-model.ts';
import type { TrustEstimator } from '../lib/trust/estimator.ts';
import { G2, simulateFriction, type Truth } from '../test/trust/friction/simulated.ts';

/** Recovery of the friction likelihood, docs/model.md 6.12, and coverage of its bands, parameter uncertainty included:
 *      npx tsx bench/friction.ts [replications] */
const replications = Number(process.argv[2] ?? 20);

const DRIFTING: Truth = { ...G2, sellers: 200, rounds: 20, gain: 0.1, loss: 0.2, q: 0.03, bg: 0 };
const STILL: Truth = { ...G2, gain: 0, loss: 0 };

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const READ: Record<string, (theta: Float64Array) => number> = {
  mu0: (theta) => theta[FRICTION.mu0] ?? 0,
  tau0: (theta) => theta[FRICTION.tau0] ?? 0,
  sw: (theta) => Math.exp(theta[FRICTION.lnSw] ?? 0),
  se: (theta) => Math.exp(theta[FRICTION.lnSe] ?? 0),
  eps: (theta) => logistic(theta[FRICTION.logitEps] ?? 0),
  bg: (theta) => theta[FRICTION.bg] ?? 0,
  gain: (theta) => theta[FRICTION.gain] ?? 0,
  loss: (theta) => theta[FRICTION.loss] ?? 0,
  q: (theta) => theta[FRICTION.q] ?? 0,
};

function design(name: string, truth: Truth, estimator: TrustEstimator): void {
  const found: Record<string, number[]> = {};
  let [inside, count, squares] = [0, 0, 0];
  const started = performance.now();
  for (let run = 0; run < replications; run++) {
    const { sequences, trust } = simulateFriction(truth, 500 + run);
    const measure = { unit: 1, referenceGap: truth.referenceGap };
    const gapSlope = truth.bg !== 0;
    const fit = estimator.fit(sequences, measure, { gapSlope, motion: ['static', 'asymmetric'] }).at(-1);
    if (!fit) continue;
    for (const [parameter, read] of Object.entries(READ)) (found[parameter] ??= []).push(read(fit.theta));
    const covariance = fit.covariance() ?? [];
    const segment = { estimator: estimator.name, theta: [...fit.theta], covariance, ...measure };
    estimator.paths(sequences, segment).forEach((path, i) => {
      const last = path.mean.length - 1;
      const gradient = path.gradient.map((of) => of[last] ?? 0);
      const sd = Math.sqrt((path.variance[last] ?? 0) + deltaVariance(gradient, covariance));
      const error = (path.mean[last] ?? 0) - (trust[i]?.at(-1) ?? 0);
      squares += error * error;
      count++;
      if (Math.abs(error) < 1.96 * sd) inside++;
    });
  }
  const seconds = (performance.now() - started) / 1000 / replications;
  console.log(`\n${name}: ${replications} replications, ${seconds.toFixed(2)} s each`);
  for (const [parameter, values] of Object.entries(found)) {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
    console.log(`  ${parameter.padEnd(5)} mean ${mean.toFixed(4)}  sd ${sd.toFixed(4)}`);
  }
  console.log(
    `  alpha_T RMSE ${Math.sqrt(squares / count).toFixed(4)}, 95 % bands hold ${(inside / count).toFixed(4)}`,
  );
}

design('G2, deterministic path', G2, deterministicEstimator);
design('G2, QD-ADF', G2, adfEstimator);
design('placebo truth 0/0, deterministic path', STILL, deterministicEstimator);
design('process noise .03, QD-ADF, n 200, T 20', DRIFTING, adfEstimator);
