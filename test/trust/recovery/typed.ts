import { defaultSettings, type SimulationSettings } from '../../../lib/simulation/settings.ts';
import { simulate } from '../../../lib/simulation/simulate.ts';
import { bic } from '../../../lib/stats/vuong.ts';
import { kalmanEstimator } from '../../../lib/trust/kalman/kalman-estimator.ts';
import { THETA } from '../../../lib/trust/kalman/nested-model.ts';
import { decisionsOf, sequencesOf, type Sequence } from '../../../lib/trust/sequence.ts';

/** Design G1 of docs/model.md 6.12: sellers who type values. */
export interface TypedDesign {
  readonly noiseSd: number;
  readonly sellers: number;
  readonly rounds: number;
}

export const NAMES = ['mu0', 'tau0', 'gain', 'loss', 'q', 'se'] as const;

/** Expected, by design: RMSE of the six parameters, of trust after the last outcome by the filter and by least squares,
 *  and the coverage of 90 % bands that leave the parameters' uncertainty out. */
export const TYPED = [
  tabled(0.1, 50, 20, [0.028, 0.029, 0.016, 0.028, 0.008, 0.002], 0.066, 0.121, 0.86),
  tabled(0.1, 200, 10, [0.016, 0.012, 0.014, 0.021, 0.01, 0.002], 0.07, 0.11, 0.86),
  tabled(0.1, 200, 20, [0.018, 0.01, 0.007, 0.01, 0.003, 0.001], 0.064, 0.122, 0.88),
  tabled(0.1, 1000, 20, [0.008, 0.007, 0.003, 0.006, 0.002, 0.001], 0.065, 0.122, 0.9),
  tabled(0.3, 100, 12, [0.041, 0.039, 0.04, 0.061, 0.028, 0.006], 0.11, 0.211, 0.81),
  tabled(0.3, 200, 20, [0.029, 0.024, 0.021, 0.037, 0.017, 0.004], 0.09, 0.181, 0.84),
  tabled(0.3, 500, 52, [0.011, 0.02, 0.005, 0.011, 0.004, 0.001], 0.082, 0.156, 0.87),
] as const;

function tabled(
  noiseSd: number,
  sellers: number,
  rounds: number,
  rmse: readonly number[],
  last: number,
  leastSquares: number,
  coverage: number,
) {
  return { noiseSd, sellers, rounds, rmse, last, leastSquares, coverage };
}

export interface TypedRun {
  readonly errors: readonly number[]; // estimate - truth, in the order of NAMES
  readonly last: number; // RMSE of trust after the last outcome
  readonly leastSquares: number; // RMSE of each seller's slope of moves on gaps, as an estimate of it
  readonly covered: number; // share of sellers whose 90 % band without the parameters' uncertainty holds it
  readonly ratio: number; // 2 (LL asymmetric - LL symmetric)
  readonly picksDynamic: boolean; // BIC of the asymmetric model below that of the static one
}

const UNIT = 0.3;
const ONE_SIDED_95 = 1.6449;
const measure = { unit: UNIT, referenceGap: UNIT };

/** One replication: simulated, fitted, compared. */
export function typedRun(design: TypedDesign, seed: number, law: Partial<SimulationSettings> = {}): TypedRun {
  const settings = { ...defaultSettings('trust-embedded'), ...design, ...law, seed };
  const { rows, sellers } = simulate(settings);
  const sequences = logSequences(rows);
  const motion = ['static', 'symmetric', 'asymmetric'] as const;
  const [still, symmetric, fit] = kalmanEstimator.fit(sequences, measure, { gapSlope: false, motion });
  if (!still || !symmetric || !fit) throw new Error('a model was not fitted');
  const theta = [...fit.theta.subarray(0, THETA.lnSe), UNIT * Math.exp(fit.theta[THETA.lnSe] as number)];
  const { initialMean, initialSd, gain, loss, driftSd, noiseSd } = settings;
  const truth = [initialMean, initialSd, gain, loss, driftSd, noiseSd];
  const segment = { estimator: 'kf' as const, theta: [...fit.theta], covariance: [], ...measure };
  const paths = kalmanEstimator.paths(sequences, segment);
  const offs = paths.map(({ mean }, i) => (mean.at(-1) as number) - (sellers[i]?.trust ?? Number.NaN));
  const inside = paths.filter(
    ({ variance }, i) => Math.abs(offs[i] as number) <= ONE_SIDED_95 * Math.sqrt(variance.at(-1) as number),
  );
  return {
    errors: theta.map((value, j) => value - (truth[j] as number)),
    last: rms(offs),
    leastSquares: rms(sequences.map((of, i) => slopeOf(of) - (sellers[i]?.trust ?? Number.NaN))),
    covered: inside.length / paths.length,
    ratio: 2 * (fit.logLikelihood - symmetric.logLikelihood),
    picksDynamic:
      bic(fit.logLikelihood, fit.parameterCount, design.sellers) <
      bic(still.logLikelihood, still.parameterCount, design.sellers),
  };
}

/** Simulated rounds as sequences on the log scale. */
export const logSequences = (rows: ReturnType<typeof simulate>['rows']): Sequence[] =>
  sequencesOf(rows, {
    scale: { name: 'log', minGap: 0.02, minGapRule: 'as set' },
    dropOutcomeOfUnusedRows: false,
  });

function slopeOf(sequence: Sequence): number {
  const decisions = decisionsOf([sequence]);
  const dg = decisions.reduce((sum, { gap, move }) => sum + gap * move, 0);
  return dg / decisions.reduce((sum, { gap }) => sum + gap * gap, 0);
}

const rms = (errors: readonly number[]): number =>
  Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);
