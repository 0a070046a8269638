import { adfEstimator, deterministicEstimator } from '../../../lib/trust/friction/friction-estimator.ts';
import { FRICTION } from '../../../lib/trust/friction/nested-model.ts';
import { G2, simulateFriction, type Truth } from '../friction/simulated.ts';

const logistic = (x: number): number => 1 / (1 + Math.exp(-x));
const at = (place: number) => (theta: Float64Array) => theta[place] as number;

/** Design G2 of docs/model.md 6.12, sellers who press buttons: parameter, how to read it, planted, mean and sd as tabled. */
export const BUTTONS = [
  { name: 'mu0', read: at(FRICTION.mu0), planted: 0.5, mean: 0.511, sd: 0.023 },
  { name: 'tau0', read: at(FRICTION.tau0), planted: 0.3, mean: 0.315, sd: 0.023 },
  {
    name: 'sw',
    read: (t: Float64Array) => Math.exp(t[FRICTION.lnSw] as number),
    planted: 0.2,
    mean: 0.204,
    sd: 0.012,
  },
  {
    name: 'se',
    read: (t: Float64Array) => Math.exp(t[FRICTION.lnSe] as number),
    planted: 0.05,
    mean: 0.049,
    sd: 0.004,
  },
  {
    name: 'eps',
    read: (t: Float64Array) => logistic(t[FRICTION.logitEps] as number),
    planted: 0.05,
    mean: 0.046,
    sd: 0.01,
  },
  { name: 'bg', read: at(FRICTION.bg), planted: 0.2, mean: 0.203, sd: 0.007 },
  { name: 'gain', read: at(FRICTION.gain), planted: 0.05, mean: 0.052, sd: 0.01 },
  { name: 'loss', read: at(FRICTION.loss), planted: 0.15, mean: 0.152, sd: 0.01 },
] as const;

/** Nothing moves: gain and loss should be found at zero, also where sellers who trust more get somewhat better recommendations
 *  (errors 10 % smaller a standard deviation). Where they get much better ones, gains are found that are none. */
export const STILL: Truth = { ...G2, gain: 0, loss: 0 };
export const SKILLED: Truth = { ...STILL, skill: 0.1 };
export const VERY_SKILLED: Truth = { ...STILL, skill: 0.5 };
export const STILL_TABLED = { gain: -0.0005, gainSd: 0.009, loss: -0.0008, lossSd: 0.014 } as const;
export const SKILLED_TABLED = { gain: 0.0055, loss: 0.011 } as const;
export const LAST = 0.06; // RMSE of trust after the last outcome

export interface ButtonsRun {
  readonly theta: Float64Array;
  readonly last: number; // RMSE of trust after the last outcome
}

/** One replication under the deterministic path, or QD-ADF. */
export function buttonsRun(truth: Truth, seed: number, form: 'qd' | 'qd-adf'): ButtonsRun {
  const estimator = form === 'qd' ? deterministicEstimator : adfEstimator;
  const { sequences, trust } = simulateFriction(truth, seed);
  const measure = { unit: 1, referenceGap: truth.referenceGap };
  const fit = estimator.fit(sequences, measure, { gapSlope: true, motion: ['static', 'asymmetric'] }).at(-1);
  if (!fit) throw new Error('nothing was fitted');
  const segment = { estimator: form, theta: [...fit.theta], covariance: [], ...measure };
  const squares = estimator
    .paths(sequences, segment)
    .map(({ mean }, i) => ((mean.at(-1) as number) - (trust[i]?.at(-1) as number)) ** 2);
  return { theta: fit.theta, last: Math.sqrt(squares.reduce((a, b) => a + b, 0) / squares.length) };
}
