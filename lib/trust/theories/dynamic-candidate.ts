import { fitKalman, type KalmanFit } from '../kalman/fit.ts';
import { logLikelihoods } from '../kalman/likelihood.ts';
import { nestedModel, THETA, THETA_LENGTH, type NestedName } from '../kalman/nested-model.ts';
import { trustPanel } from '../kalman/trust-panel.ts';
import type { Sequence } from '../sequence.ts';
import type { Candidate } from './candidate.ts';
import type { TheoryFit } from './fit.ts';
import type { Moves } from './moves.ts';
import { heldOutBy, onScale } from './static-candidates.ts';
import { profileInterval } from './profile.ts';
import { AT } from './theory.ts';
import { trustEmbedded } from './trust-embedded.ts';

/** TE-dyn of docs/model.md 6.7: trust that moves with the outcomes seen, through the Kalman filter; no gap slope, so that it
 *  differs from TE by its dynamics alone. `sequences` are those of `moves`, in the same order. */
export function dynamicCandidate(
  sequences: readonly Sequence[],
  moves: Moves,
  motion: NestedName,
  nested: TheoryFit,
): Candidate {
  const measure = { unit: moves.unit, referenceGap: moves.unit };
  const model = nestedModel(motion, false);
  const panelOf = (members: Moves) =>
    trustPanel(
      members.sequences.map(({ index }) => sequences[index]).filter((sequence) => sequence !== undefined),
      measure,
    );
  const fit = fitKalman(panelOf(moves), model, [asKalman(nested)]);
  const start = [[...fit.theta]];
  const heldOut = heldOutBy(moves, (training, test) => {
    const { theta } = fitKalman(panelOf(training), model, [], start);
    return bySeller(test, logLikelihoods(panelOf(test), theta));
  });
  const [mu0 = 0, tau0 = 0, gain = 0, loss = 0, q = 0, lnSe = 0] = fit.theta;
  return {
    name: 'trust-embedded-dynamic',
    parameterCount: fit.parameterCount,
    logLikelihood: fit.logLikelihood - moves.events * Math.log(moves.unit),
    sellers: onScale(bySeller(moves, logLikelihoods(panelOf(moves), fit.theta)), moves),
    heldOut,
    parameters: {
      initialMean: mu0,
      initialSd: tau0,
      gain,
      loss,
      driftSd: q,
      noiseSd: Math.exp(lnSe) * moves.unit,
    },
    bounds: (name) => profileInterval(trustEmbedded, moves, new Map(), nested, name), // of the static theory inside
    converged: fit.converged,
  };
}

/** The static theory as an optimum that the dynamic one contains. */
function asKalman({ theta, logLikelihood }: TheoryFit): KalmanFit {
  const start = new Float64Array(THETA_LENGTH);
  start[THETA.mu0] = theta[AT.mu0] as number;
  start[THETA.tau0] = theta[AT.tau0] as number;
  start[THETA.lnSe] = theta[AT.lnS] as number;
  return {
    model: nestedModel('static', false),
    theta: start,
    logLikelihood,
    parameterCount: 3,
    converged: true,
    evaluations: 0,
  };
}

function bySeller(moves: Moves, bySequence: Float64Array): Float64Array {
  const sellers = new Float64Array(moves.sellers.length);
  moves.sequences.forEach(({ seller }, i) => {
    sellers[seller] = (sellers[seller] as number) + (bySequence[i] as number);
  });
  return sellers;
}
