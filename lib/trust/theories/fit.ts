import { minimise, type Objective } from '../../stats/l-bfgs.ts';
import type { Moves } from './moves.ts';
import { evaluate, sellerRoom, type Signs } from './panel-likelihood.ts';
import { AT, PARAMETERS, type StaticTheory, type TheoryParameter } from './theory.ts';

/** A maximum of a theory's likelihood. Sizes in the panel's units; `sellers` holds each seller's log-likelihood. */
export interface TheoryFit {
  readonly theta: Float64Array; // mu0, tau0, delta, ln s; zero where not free
  readonly logLikelihood: number;
  readonly sellers: Float64Array;
  readonly converged: boolean;
}

/** Starts of docs/model.md 6.7, for a median gap of .3: delta .1, then .05, .3 and .6; s .2. */
const DELTAS = [0.33, 0.17, 1, 2];
export const START = { mu0: 0.5, tau0: Math.exp(-1.5), delta: 0.33, lnS: Math.log(0.67) } as const;

const LOWER: Readonly<Record<TheoryParameter, number>> = { mu0: -2, tau0: -20, delta: 0, lnS: -9 };
const UPPER: Readonly<Record<TheoryParameter, number>> = { mu0: 3, tau0: 20, delta: 50, lnS: 9 };

export function boxOf(
  free: readonly TheoryParameter[],
  leastDelta: number,
): { lower: number[]; upper: number[] } {
  return {
    lower: free.map((name) => (name === 'delta' ? leastDelta : LOWER[name])),
    upper: free.map((name) => Math.max(UPPER[name], name === 'delta' ? leastDelta : -Infinity)),
  };
}

export function startsOf(free: readonly TheoryParameter[]): number[][] {
  const deltas = free.includes('delta') ? DELTAS : [START.delta];
  return deltas.map((delta) => free.map((name) => (name === 'delta' ? delta : START[name])));
}

/** Maximum likelihood of a static theory; `from`: one start that replaces the stated ones. */
export function fitTheory(
  theory: StaticTheory,
  moves: Moves,
  signs: Signs,
  leastDelta: number,
  from?: Float64Array,
): TheoryFit {
  const objective = negativeLogLikelihood(theory, moves, signs);
  const starts = from ? [theory.free.map((name) => from[AT[name]] as number)] : startsOf(theory.free);
  const best = starts
    .map((start) => minimise(objective, start, boxOf(theory.free, leastDelta)))
    .reduce((a, b) => (b.value < a.value ? b : a));
  const theta = spread(theory.free, best.x);
  return {
    theta,
    logLikelihood: -best.value,
    sellers: sellersAt(theory, moves, signs, theta),
    converged: best.stopped !== 'limit',
  };
}

/** Log-likelihood of every seller at theta. */
export function sellersAt(
  theory: StaticTheory,
  moves: Moves,
  signs: Signs,
  theta: ArrayLike<number>,
): Float64Array {
  const room = sellerRoom(moves);
  evaluate(theory, moves, theta, signs, room);
  return room.values;
}

/** -ln L of the free parameters, with its gradient. */
export function negativeLogLikelihood(theory: StaticTheory, moves: Moves, signs: Signs): Objective {
  const room = sellerRoom(moves);
  return (x, gradient) => {
    evaluate(theory, moves, spread(theory.free, x), signs, room);
    theory.free.forEach((name, j) => {
      let sum = 0;
      for (let i = AT[name]; i < room.slopes.length; i += PARAMETERS.length) sum += room.slopes[i] as number;
      gradient[j] = -sum;
    });
    const value = room.values.reduce((sum, ll) => sum + ll, 0);
    return Number.isFinite(value) ? -value : Infinity;
  };
}

/** theta of the free parameters, tau0 not negative. */
function spread(free: readonly TheoryParameter[], x: ArrayLike<number>): Float64Array {
  const theta = new Float64Array(PARAMETERS.length);
  free.forEach((name, j) => (theta[AT[name]] = x[j] ?? 0));
  return theta;
}
