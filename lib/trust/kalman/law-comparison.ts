import { foldOf } from '../../stats/fold.ts';
import { minimise } from '../../stats/l-bfgs.ts';
import type { Identified, ModelFit } from '../estimator.ts';
import { meanRevertingLaw, type SurprisesAndDoses } from '../laws/mean-reverting.ts';
import type { Convergence } from '../quantity-schema.ts';
import type { Sequence } from '../sequence.ts';
import { curvatureAt, fitKalman, type Contained } from './fit.ts';
import { logLikelihoods } from './likelihood.ts';
import { meanRevertingModel, REVERTING, REVERTING_LENGTH } from './mean-reverting-model.ts';
import { boxOf, contract, expand, type KalmanModel } from './model.ts';
import { nestedModel, THETA } from './nested-model.ts';
import { negativeLogLikelihood } from './objective.ts';
import { kalmanPanel, type KalmanPanel } from './panel.ts';
import { movesAndOutcomes, trustPanel, type Measure } from './trust-panel.ts';

const FOLDS = 5;

export interface LawScore {
  readonly law: '5.3' | '5.5';
  readonly logLikelihood: number; // of the moves on the scale
  readonly parameterCount: number;
  readonly heldOutLogScore: number; // mean log density of a decision by parameters fitted on other sellers
  readonly convergence: Convergence;
}

export interface LawComparison {
  readonly laws: readonly [LawScore, LawScore]; // 5.3, 5.5
  /** By how much 5.5 foretells held-out sellers better, a decision, and two standard errors of it over sellers. */
  readonly difference: number;
  readonly twoErrors: number;
  readonly preferred: '5.3' | '5.5'; // 5.5 only where it is ahead by more than two standard errors
}

/** Laws 5.3 and 5.5 on the same sequences, the surprise o of 5.5 being fidelity as seen, without processes: docs/model.md 5.5. The
 *  held-out score is over 5 folds by seller, each law starting from its own optimum on all sellers.
 *  @param fitted the largest model of law 5.3 */
export function compareLaws(
  sequences: readonly Sequence[],
  measure: Measure,
  { gapSlope }: Identified,
  fitted: ModelFit,
): LawComparison {
  const asymmetric = nestedModel(fitted.name, gapSlope);
  const reverting = meanRevertingModel({ gapSlope, twoSided: fitted.name === 'asymmetric', process: false });
  const [panel, wider] = [trustPanel(sequences, measure), revertingPanel(sequences, measure)];
  const fit = fitKalman(wider, reverting, [stillOf(wider, fitted.theta)], startsOf(reverting, fitted.theta));
  const folds = sequences.map(({ sellerId }) => foldOf(sellerId, FOLDS));
  const events = panel.move.reduce((count, move) => count + (Number.isNaN(move) ? 0 : 1), 0);
  const shift = events * Math.log(measure.unit);
  const scores = [
    heldOut(panel, asymmetric, fitted.theta, folds),
    heldOut(wider, reverting, fit.theta, folds),
  ] as const;
  const score = (values: Float64Array): number => (sum(values) - shift) / events;
  const gains = bySeller(sequences, (i) => (scores[1][i] as number) - (scores[0][i] as number));
  const mean = sum(gains) / gains.length;
  const spread = Math.sqrt(gains.reduce((total, gain) => total + (gain - mean) ** 2, 0));
  const { logLikelihood, parameterCount, convergence } = fitted;
  return {
    laws: [
      { law: '5.3', logLikelihood, parameterCount, heldOutLogScore: score(scores[0]), convergence },
      {
        law: '5.5',
        logLikelihood: fit.logLikelihood - shift,
        parameterCount: fit.parameterCount,
        heldOutLogScore: score(scores[1]),
        convergence: fit.convergence,
      },
    ],
    difference: sum(gains) / events,
    twoErrors: (2 * spread) / events,
    preferred: sum(gains) > 2 * spread ? '5.5' : '5.3',
  };
}

function revertingPanel(sequences: readonly Sequence[], measure: Measure): KalmanPanel<SurprisesAndDoses> {
  const { moves, fidelity } = movesAndOutcomes(sequences, measure);
  return kalmanPanel(
    meanRevertingLaw,
    { surprise: fidelity, dose: new Float64Array(fidelity.length) },
    moves,
  );
}

/** Law 5.5 at a static trust of law 5.3: phi = 1 and nothing moves. */
function still(theta: Float64Array, phi: number): Float64Array {
  const result = new Float64Array(REVERTING_LENGTH);
  result[REVERTING.m] = theta[THETA.mu0] as number;
  result[REVERTING.tau] = theta[THETA.tau0] as number;
  result[REVERTING.phi] = phi;
  result[REVERTING.lnSe] = theta[THETA.lnSe] as number;
  result[REVERTING.bg] = theta[THETA.bg] as number;
  return result;
}

function stillOf(panel: KalmanPanel<SurprisesAndDoses>, theta: Float64Array): Contained {
  const at = still(theta, 1);
  return { theta: at, logLikelihood: sum(logLikelihoods(panel, at)) };
}

/** The stated starts with the mean, the noise and the gap slope that law 5.3 found. */
function startsOf({ starts }: KalmanModel, theta: Float64Array): Float64Array[] {
  return starts.map((start) => {
    const known = still(theta, 0);
    return known.map((value, place) =>
      place === REVERTING.m || place >= REVERTING.lnSe ? value : (start[place] ?? 0),
    );
  });
}

/** Log-likelihood of each sequence by parameters fitted on the sequences of other folds. */
function heldOut<Inputs>(
  panel: KalmanPanel<Inputs>,
  model: KalmanModel,
  theta: Float64Array,
  folds: readonly number[],
): Float64Array {
  const phi = contract(model, theta);
  const curvature = curvatureAt(negativeLogLikelihood(panel, model), model, phi);
  const result = new Float64Array(folds.length);
  for (const fold of new Set(folds)) {
    const training = Int32Array.from(folds.flatMap((of, i) => (of === fold ? [] : [i])));
    const share = training.length / folds.length;
    const { x } = minimise(negativeLogLikelihood(panel, model, training), phi, boxOf(model), {
      curvature: curvature.map((row) => row.map((value) => share * value)),
    });
    const values = logLikelihoods(panel, expand(model, x));
    folds.forEach((of, i) => {
      if (of === fold) result[i] = values[i] as number;
    });
  }
  return result;
}

/** Sums over each seller's sequences. */
function bySeller(sequences: readonly Sequence[], of: (i: number) => number): Float64Array {
  const sums = new Map<string, number>();
  sequences.forEach(({ sellerId }, i) => sums.set(sellerId, (sums.get(sellerId) ?? 0) + of(i)));
  return Float64Array.from(sums.values());
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
