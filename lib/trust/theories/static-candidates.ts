import { foldOf } from '../../stats/fold.ts';
import type { Candidate, Interval, TheoryName } from './candidate.ts';
import type { Directions } from './directions.ts';
import { fitTheory, sellersAt, type TheoryFit } from './fit.ts';
import { babbling, credulous, fixedDiscount, levelOne } from './level-k.ts';
import {
  byLowestLevel,
  CLASSES,
  fitMixture,
  classLikelihoods,
  mixtureLikelihoods,
  type MixtureFit,
} from './mixture.ts';
import { restricted, type Moves } from './moves.ts';
import type { Signs } from './panel-likelihood.ts';
import { upperShare } from './share-bound.ts';
import { AT, type StaticTheory } from './theory.ts';
import { profileInterval } from './profile.ts';
import { hybrid, trustEmbedded } from './trust-embedded.ts';

export const FOLDS = 5;
const ROUNDS_TO_CHOOSE = 12; // of EM
const UNBOUNDED: Interval = { lower: -Infinity, upper: Infinity };

const NAMES: Readonly<Record<Exclude<TheoryName, 'trust-embedded-dynamic' | 'mixture'>, StaticTheory>> = {
  'trust-embedded': trustEmbedded,
  'level-k': levelOne, // L2 with half the discount is the same likelihood: k is told apart only in the mixture
  credulous,
  'fixed-discount': fixedDiscount,
  hybrid,
  babbling,
};

/** Every static theory at its maximum, with its held-out score. `minGap` in the panel's units. */
export function staticCandidates(moves: Moves, directions: Directions, minGap: number): Candidate[] {
  return Object.entries(NAMES).map(([name, theory]) =>
    candidateOf(name as keyof typeof NAMES, theory, moves, directions, minGap),
  );
}

function candidateOf(
  name: TheoryName,
  theory: StaticTheory,
  moves: Moves,
  { candidates, unknown }: Directions,
  minGap: number,
): Candidate {
  const leastDelta = theory === levelOne ? minGap : 0;
  const tried = (theory.signed ? candidates : candidates.slice(0, 1)).map((signs) => ({
    signs,
    fit: fitTheory(theory, moves, signs, leastDelta),
  }));
  const { signs, fit } = tried.reduce((a, b) => (b.fit.logLikelihood > a.fit.logLikelihood ? b : a));
  const heldOut = heldOutBy(moves, (training, test) =>
    sellersAt(theory, test, signs, fitTheory(theory, training, signs, leastDelta, fit.theta).theta),
  );
  return {
    name,
    parameterCount: theory.free.length + (theory.signed ? unknown.length : 0),
    logLikelihood: fit.logLikelihood - moves.events * Math.log(moves.unit),
    sellers: onScale(fit.sellers, moves),
    heldOut,
    parameters: parametersOf(theory, fit, moves.unit, signs),
    bounds: (parameter) => profileInterval(theory, moves, signs, fit, parameter),
    converged: fit.converged,
  };
}

/** The seller-level mixture. Directions are chosen by the first rounds of EM from the first start, then the other starts
 *  are run. */
export function mixtureCandidate(
  moves: Moves,
  { candidates, unknown }: Directions,
  minGap: number,
): Candidate & { readonly fit: MixtureFit; readonly signs: Signs } {
  const { signs, fit: begun } = candidates
    .map((tried) => ({ signs: tried, fit: fitMixture(moves, tried, minGap, 'first', ROUNDS_TO_CHOOSE) }))
    .reduce((a, b) => (b.fit.logLikelihood > a.fit.logLikelihood ? b : a));
  const first = begun.converged ? begun : fitMixture(moves, signs, minGap, begun);
  const rest = fitMixture(moves, signs, minGap, 'others');
  const best = rest.logLikelihood > first.logLikelihood ? rest : first;
  const fit = byLowestLevel(best, (start) => fitMixture(moves, signs, minGap, start));
  const heldOut = heldOutBy(moves, (training, test) => {
    const { theta, shares } = fitMixture(training, signs, minGap, fit);
    return mixtureLikelihoods(classLikelihoods(test, theta, signs), shares);
  });
  const [mu0 = 0, tau0 = 0, delta = 0, lnS = 0] = fit.theta;
  const { unit } = moves;
  return {
    name: 'mixture',
    parameterCount: 4 + CLASSES.length - 1 + unknown.length,
    logLikelihood: fit.logLikelihood - moves.events * Math.log(unit),
    sellers: onScale(fit.sellers, moves),
    heldOut,
    parameters: {
      initialMean: mu0,
      initialSd: Math.abs(tau0),
      delta: delta * unit,
      noiseSd: Math.exp(lnS) * unit,
      direction: Object.fromEntries(signs),
      shares: Object.fromEntries(CLASSES.map(({ name }, c) => [name, fit.shares[c] ?? 0])),
    },
    bounds: () => UNBOUNDED,
    shareOfOthers: (than) =>
      upperShare(
        classLikelihoods(moves, fit.theta, signs),
        fit.shares,
        CLASSES.map((type) => !than.includes(type.name)),
      ),
    converged: fit.converged,
    fit,
    signs,
  };
}

/** Log-likelihood of each seller with parameters fitted on the sellers of the other folds. Directions and the start are
 *  those of all sellers. */
export function heldOutBy(moves: Moves, score: (training: Moves, test: Moves) => Float64Array): Float64Array {
  const folds = moves.sellers.map((sellerId) => foldOf(sellerId, FOLDS));
  const result = new Float64Array(moves.sellers.length);
  for (let fold = 0; fold < FOLDS; fold++) {
    const test = restricted(moves, (seller) => folds[seller] === fold);
    if (test.sequences.length === 0) continue;
    const scores = score(
      restricted(moves, (seller) => folds[seller] !== fold),
      test,
    );
    folds.forEach((of, i) => {
      if (of === fold) result[i] = scores[i] as number;
    });
  }
  return onScale(result, moves);
}

/** Densities of moves on the scale from those in units of the median gap: minus ln(unit) per event. */
export function onScale(sellers: Float64Array, moves: Moves): Float64Array {
  const events = new Float64Array(moves.sellers.length);
  for (const { seller, gaps } of moves.sequences) events[seller] = (events[seller] as number) + gaps.length;
  return sellers.map((value, i) => value - (events[i] as number) * Math.log(moves.unit));
}

function parametersOf(
  theory: StaticTheory,
  { theta }: TheoryFit,
  unit: number,
  signs: Signs,
): Candidate['parameters'] {
  const each = {
    mu0: { initialMean: theta[AT.mu0] as number },
    tau0: { initialSd: Math.abs(theta[AT.tau0] as number) },
    delta: { delta: (theta[AT.delta] as number) * unit },
    lnS: { noiseSd: Math.exp(theta[AT.lnS] as number) * unit },
  };
  const direction = theory.signed ? { direction: Object.fromEntries(signs) } : {};
  return Object.assign({}, ...theory.free.map((name) => each[name]), direction) as Candidate['parameters'];
}
