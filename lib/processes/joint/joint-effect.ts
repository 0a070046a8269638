import { deltaVariance } from '../../stats/delta-method.ts';
import { Z95 } from '../../stats/normal.ts';
import { covarianceOf } from '../../trust/kalman/covariance.ts';
import { fitKalman } from '../../trust/kalman/fit.ts';
import { meanRevertingModel, REVERTING } from '../../trust/kalman/mean-reverting-model.ts';
import { kalmanPanel, type KalmanPanel } from '../../trust/kalman/panel.ts';
import { robustCovariance } from '../../trust/kalman/robust-covariance.ts';
import { movesAndOutcomes, type Measure } from '../../trust/kalman/trust-panel.ts';
import { meanRevertingLaw, type SurprisesAndDoses } from '../../trust/laws/mean-reverting.ts';
import type { Sequence } from '../../trust/sequence.ts';
import { effect, refused, type ProcessEffect } from '../effect.ts';
import { tooFew, type Objection } from '../groups.ts';

const NAME = 'joint model';

/** Sequences with the dose D of a process beside every outcome seen, under law 5.5. */
export interface ExposedPanel {
  readonly panel: KalmanPanel<SurprisesAndDoses>;
  readonly cluster: Int32Array; // the seller of each sequence, from 0
}

/** @param dose of a round: 0, 1 or more; what is not known is no dose */
export function exposedPanel(
  sequences: readonly Sequence[],
  measure: Measure,
  dose: (row: Sequence['rounds'][number]['row']) => number | undefined,
): ExposedPanel {
  const { moves, fidelity } = movesAndOutcomes(sequences, measure);
  const doses = sequences.flatMap(({ rounds, steps }) =>
    steps.map(({ round, outcomeRound }) => {
      const use = rounds[outcomeRound ?? round ?? -1];
      return use === undefined ? 0 : (dose(use.row) ?? 0);
    }),
  );
  const inputs = { surprise: fidelity, dose: Float64Array.from(doses) };
  const sellers = new Map<string, number>();
  for (const { sellerId } of sequences) if (!sellers.has(sellerId)) sellers.set(sellerId, sellers.size);
  return {
    panel: kalmanPanel(meanRevertingLaw, inputs, moves),
    cluster: Int32Array.from(sequences, ({ sellerId }) => sellers.get(sellerId) ?? 0),
  };
}

/** Effect of a process inside the state equation, docs/model.md 5.5: b in
 *      alpha' = (1 - phi) mu_i + phi alpha + gain max(o,0) - loss max(-o,0) + b D + eta
 *  by maximum likelihood, its standard error robust by seller. Per outcome seen; what it comes to where the process stays,
 *      b / (1 - phi),
 *  stands among the diagnostics with its own standard error. Efficient, and right where the law is: estimates by design stand
 *  beside it. */
export function jointEffect({ panel, cluster }: ExposedPanel, smallest?: number): ProcessEffect {
  const objection = objectionTo(panel, cluster);
  if (objection) return refused(NAME, objection.reason, objection.detail);
  const twoSided = panel.inputs.surprise.some((o) => o < 0) && panel.inputs.surprise.some((o) => o > 0);
  const model = meanRevertingModel({ gapSlope: false, twoSided, process: true });
  const fit = fitKalman(panel, model);
  const information = covarianceOf(panel, fit);
  const covariance = information && robustCovariance(panel, fit, information, cluster);
  const se = Math.sqrt(covariance?.[REVERTING.b]?.[REVERTING.b] ?? 0);
  if (covariance === undefined || !(se > 0) || !fit.convergence.converged)
    return refused(NAME, 'flat likelihood', 'the process cannot be told from how trust moves by itself');
  const [b, phi] = [fit.theta[REVERTING.b] as number, fit.theta[REVERTING.phi] as number];
  return effect({
    estimator: NAME,
    estimand: 'what the process adds to trust with every outcome seen under it, in the state equation',
    estimate: b,
    se,
    n: panel.move.reduce((count, move) => count + (Number.isNaN(move) ? 0 : 1), 0),
    clusters: new Set(cluster).size,
    width: Z95,
    ...(smallest === undefined ? {} : { smallest }),
    diagnostics: {
      persistence: phi,
      logLikelihood: fit.logLikelihood,
      ...settled(b, phi, covariance),
    },
  });
}

/** b / (1 - phi) with its error, where trust returns to a mean at all. */
function settled(b: number, phi: number, covariance: readonly (readonly number[])[]) {
  if (!(phi < 1)) return { settled: 'no mean to return to' };
  const gradient = covariance.map(() => 0);
  gradient[REVERTING.b] = 1 / (1 - phi);
  gradient[REVERTING.phi] = b / (1 - phi) ** 2;
  return { settled: b / (1 - phi), settledSe: Math.sqrt(deltaVariance(gradient, covariance)) };
}

function objectionTo(
  { inputs: { surprise, dose }, starts, move }: KalmanPanel<SurprisesAndDoses>,
  cluster: Int32Array,
): Objection | undefined {
  if (move.every((value) => Number.isNaN(value)))
    return { reason: 'no rows', detail: 'no round is a decision that says something about trust' };
  if (surprise.every((o) => Number.isNaN(o)))
    return { reason: 'no rows', detail: 'no outcome was seen, so that trust has no step to move in' };
  const [met, without] = [new Set<number>(), new Set<number>()];
  cluster.forEach((seller, i) => {
    for (let k = starts[i] as number; k < (starts[i + 1] as number); k++)
      if (!Number.isNaN(surprise[k] as number)) (dose[k] === 0 ? without : met).add(seller);
  });
  return tooFew(met.size, without.size);
}
