import { logSumExp } from '../../stats/log-sum-exp.ts';
import { minimise, type Objective } from '../../stats/l-bfgs.ts';
import { boxOf, startsOf } from './fit.ts';
import { babbling, credulous, levelOne, levelTwo } from './level-k.ts';
import type { Moves } from './moves.ts';
import { evaluate, sellerRoom, type SellerLikelihoods, type Signs } from './panel-likelihood.ts';
import { AT, PARAMETERS } from './theory.ts';
import { trustEmbedded } from './trust-embedded.ts';

/** Types of sellers, in the order of `shares`. */
export const CLASSES = [trustEmbedded, credulous, levelOne, levelTwo, babbling] as const;

/** A seller-level mixture: every seller is of one type in all her rounds. */
export interface Mixture {
  readonly theta: Float64Array; // mu0, tau0, delta, ln s, shared by all types
  readonly shares: readonly number[]; // pi
}

export interface MixtureFit extends Mixture {
  readonly logLikelihood: number;
  readonly sellers: Float64Array;
  readonly converged: boolean;
}

const FLOOR = 1e-6; // of a share
const MAX_ROUNDS = 60;
const MAX_STEPS = 15; // of L-BFGS in one M step
const SETTLED = 1e-5;
const FLAT = 1e-5; // of the log-likelihood, from one round to the next: parameters of a type that nobody is stay unsettled

/** ll_ic of every type. */
export function classLikelihoods(moves: Moves, theta: ArrayLike<number>, signs: Signs): Float64Array[] {
  return CLASSES.map((theory) => {
    const room = sellerRoom(moves);
    evaluate(theory, moves, theta, signs, room);
    return room.values;
  });
}

/** ll_i = logsumexp_c (ln pi_c + ll_ic). */
export function mixtureLikelihoods(
  byClass: readonly Float64Array[],
  shares: readonly number[],
): Float64Array {
  return (byClass[0] ?? new Float64Array(0)).map((_, i) => logSumExp(terms(byClass, shares, i)));
}

/** R_ic: the probability that seller i is of type c. */
export function responsibilities(
  byClass: readonly Float64Array[],
  shares: readonly number[],
  i: number,
): number[] {
  const each = terms(byClass, shares, i);
  const all = logSumExp(each);
  return each.map((value) => Math.exp(value - all));
}

function terms(byClass: readonly Float64Array[], shares: readonly number[], i: number): number[] {
  return byClass.map((values, c) => Math.log(shares[c] ?? 0) + (values[i] as number));
}

/** Maximum likelihood by EM from the first of the stated starts, from the others, or from one mixture. docs/model.md 6.7. */
export function fitMixture(
  moves: Moves,
  signs: Signs,
  leastDelta: number,
  from: 'first' | 'others' | Mixture,
  rounds = MAX_ROUNDS,
): MixtureFit {
  return startsFrom(from)
    .map((start) => expectationMaximisation(moves, signs, leastDelta, start, rounds))
    .reduce((a, b) => (b.logLikelihood > a.logLikelihood ? b : a));
}

const NOBODY = 1e-3; // a share

/** L2 with a discount is L1 with twice of it. Where nobody is L1 and L2 stands in, the same mixture in the lower level:
 *  the label a reader expects, and the discount of level-k's own row. */
export function byLowestLevel(fit: MixtureFit, refit: (start: Mixture) => MixtureFit): MixtureFit {
  const [one, two] = [CLASSES.indexOf(levelOne), CLASSES.indexOf(levelTwo)];
  const { shares, theta } = fit;
  if (!((shares[one] ?? 0) < NOBODY && (shares[two] ?? 0) > NOBODY)) return fit;
  const lower = refit({
    theta: theta.with(AT.delta, 2 * (theta[AT.delta] as number)),
    shares: shares.with(one, shares[two] ?? 0).with(two, shares[one] ?? 0),
  });
  return lower.logLikelihood > fit.logLikelihood - SAME ? lower : fit;
}
const SAME = 0.01; // log-likelihood: what the few whom it labels otherwise are worth

function startsFrom(from: 'first' | 'others' | Mixture): Mixture[] {
  if (typeof from !== 'string') return [from];
  const shares = CLASSES.map(() => 1 / CLASSES.length);
  const starts = startsOf(PARAMETERS).map((start) => ({ theta: Float64Array.from(start), shares }));
  return from === 'first' ? starts.slice(0, 1) : starts.slice(1);
}

function expectationMaximisation(
  moves: Moves,
  signs: Signs,
  leastDelta: number,
  start: Mixture,
  rounds: number,
): MixtureFit {
  const present = [...new Set(moves.sequences.map(({ seller }) => seller))];
  const box = boxOf(PARAMETERS, leastDelta);
  const rooms = CLASSES.map(() => sellerRoom(moves));
  let { theta, shares } = start;
  let converged = false;
  let value = -Infinity;
  for (let round = 0; round < rounds && !converged; round++) {
    const { weights, logLikelihood } = expectation(moves, signs, theta, shares, present, rooms);
    const flat = logLikelihood - value < FLAT;
    value = logLikelihood;
    shares = maximisedShares(weights, present.length);
    const objective = weighted(moves, signs, weights, rooms, present.length);
    const next = minimise(objective, theta, box, { maxIterations: MAX_STEPS, tolerance: 1e-7 }).x;
    converged = flat || next.every((at, j) => Math.abs(at - (theta[j] as number)) < SETTLED);
    theta = next;
  }
  const byClass = classLikelihoods(moves, theta, signs);
  const sellers = mixtureLikelihoods(byClass, shares);
  const logLikelihood = present.reduce((sum, i) => sum + (sellers[i] as number), 0);
  return { theta, shares, logLikelihood, sellers, converged };
}

/** R_ic, one array of sellers per type, and the log-likelihood. */
function expectation(
  moves: Moves,
  signs: Signs,
  theta: Float64Array,
  shares: readonly number[],
  present: readonly number[],
  rooms: readonly SellerLikelihoods[],
): { weights: Float64Array[]; logLikelihood: number } {
  CLASSES.forEach((theory, c) => {
    const room = rooms[c];
    if (room) evaluate(theory, moves, theta, signs, room);
  });
  const byClass = rooms.map(({ values }) => values);
  const weights = CLASSES.map(() => new Float64Array(moves.sellers.length));
  let logLikelihood = 0;
  for (const i of present) {
    const each = terms(byClass, shares, i);
    const all = logSumExp(each);
    logLikelihood += all;
    each.forEach((value, c) => {
      const row = weights[c];
      if (row) row[i] = Math.exp(value - all);
    });
  }
  return { weights, logLikelihood };
}

/** pi_c = mean R_ic, at least 1e-6. */
function maximisedShares(weights: readonly Float64Array[], n: number): number[] {
  const means = weights.map((row) => Math.max(FLOOR, row.reduce((sum, R) => sum + R, 0) / n));
  const sum = means.reduce((total, mean) => total + mean, 0);
  return means.map((mean) => mean / sum);
}

/** -sum_i sum_c R_ic ll_ic / N, with its gradient. */
function weighted(
  moves: Moves,
  signs: Signs,
  weights: readonly Float64Array[],
  rooms: readonly SellerLikelihoods[],
  n: number,
): Objective {
  return (theta, gradient) => {
    gradient.fill(0);
    let value = 0;
    CLASSES.forEach((theory, c) => {
      const [room, row] = [rooms[c], weights[c]];
      if (!room || !row) return;
      evaluate(theory, moves, theta, signs, room);
      for (let i = 0; i < row.length; i++) {
        const weight = (row[i] as number) / n;
        value -= weight * (room.values[i] as number);
        for (let j = 0; j < PARAMETERS.length; j++)
          gradient[j] = (gradient[j] as number) - weight * (room.slopes[PARAMETERS.length * i + j] as number);
      }
    });
    return Number.isFinite(value) ? value : Infinity;
  };
}
