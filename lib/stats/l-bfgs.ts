/** Value at x; writes the gradient into `gradient`. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number;

export interface Box {
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
  readonly iterations: number;
  readonly evaluations: number;
  /** `gradient`: projected gradient small; `flat`: no further decrease can be seen; `limit`: gave up. */
  readonly stopped: 'gradient' | 'flat' | 'limit';
}

const HISTORY = 8;
const MAX_ITERATIONS = 300;
const ARMIJO = 1e-4;

export interface Stopping {
  readonly maxIterations?: number;
  /** Largest entry of the projected gradient at which to stop. */
  readonly tolerance?: number;
}

/** Minimum of a smooth function in a box: L-BFGS on the variables that are free to move, steps projected into the box.
 *  Nocedal & Wright (2006), Numerical Optimization, algorithm 7.4, with the projection of Bertsekas (1982). */
export function minimise(
  objective: Objective,
  start: ArrayLike<number>,
  box: Box,
  stopping: Stopping = {},
): Minimum {
  const { maxIterations = MAX_ITERATIONS, tolerance = 1e-4 } = stopping;
  const n = start.length;
  const pairs: Pair[] = [];
  let x = project(Float64Array.from(start), box);
  let gradient = new Float64Array(n);
  let value = objective(x, gradient);
  let evaluations = 1;
  let flat = 0;
  for (let iterations = 0; iterations < maxIterations; iterations++) {
    const free = freeVariables(x, gradient, box);
    if (largest(gradient, free) <= tolerance)
      return { x, value, gradient, iterations, evaluations, stopped: 'gradient' };
    let direction = descent(gradient, free, pairs);
    if (!(dot(direction, gradient) < 0)) {
      pairs.length = 0;
      direction = descent(gradient, free, pairs);
    }
    let step = pairs.length > 0 ? 1 : Math.min(1, 1 / Math.sqrt(dot(direction, direction)));
    let next = x;
    const nextGradient = new Float64Array(n);
    let nextValue = Infinity;
    let decrease = 0;
    for (let halvings = 0; halvings < 40; halvings++, step *= 0.5) {
      next = project(moved(x, direction, step), box);
      nextValue = objective(next, nextGradient);
      evaluations++;
      decrease = slope(gradient, x, next);
      if (nextValue <= value + ARMIJO * decrease) break;
      nextValue = Infinity;
    }
    if (nextValue === Infinity || !(nextValue < value)) {
      if (pairs.length === 0) return { x, value, gradient, iterations, evaluations, stopped: 'flat' };
      pairs.length = 0; // a stale model of the curvature: once more along the gradient
      continue;
    }
    flat = value - nextValue <= 1e-13 * Math.max(1, Math.abs(value)) ? flat + 1 : 0;
    remember(pairs, x, next, gradient, nextGradient);
    x = next;
    gradient = nextGradient;
    value = nextValue;
    if (flat >= 3) return { x, value, gradient, iterations, evaluations, stopped: 'flat' };
  }
  return { x, value, gradient, iterations: maxIterations, evaluations, stopped: 'limit' };
}

interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
  readonly rho: number;
}

function remember(
  pairs: Pair[],
  x: Float64Array,
  next: Float64Array,
  g: Float64Array,
  nextG: Float64Array,
): void {
  const s = next.map((value, i) => value - (x[i] as number));
  const y = nextG.map((value, i) => value - (g[i] as number));
  const curvature = dot(s, y);
  if (!(curvature > 1e-10 * Math.sqrt(dot(s, s) * dot(y, y)))) return;
  pairs.push({ s, y, rho: 1 / curvature });
  if (pairs.length > HISTORY) pairs.shift();
}

/** Two-loop recursion on the free variables: an approximation of -H^-1 gradient. */
function descent(gradient: Float64Array, free: readonly boolean[], pairs: readonly Pair[]): Float64Array {
  const q = gradient.map((value, i) => (free[i] === true ? -value : 0));
  const shares: number[] = [];
  for (const { s, y, rho } of pairs.toReversed()) {
    const share = rho * dot(s, q);
    shares.push(share);
    for (let i = 0; i < q.length; i++) q[i] = (q[i] as number) - share * (y[i] as number);
  }
  const latest = pairs.at(-1);
  const scale = latest ? 1 / (latest.rho * dot(latest.y, latest.y)) : 1;
  for (let i = 0; i < q.length; i++) q[i] = (q[i] as number) * scale;
  for (const { s, y, rho } of pairs) {
    const back = (shares.pop() ?? 0) - rho * dot(y, q);
    for (let i = 0; i < q.length; i++) q[i] = (q[i] as number) + back * (s[i] as number);
  }
  return q.map((value, i) => (free[i] === true ? value : 0));
}

function freeVariables(x: Float64Array, gradient: Float64Array, box: Box): boolean[] {
  return Array.from(x, (value, i) => {
    const pull = gradient[i] as number;
    return !(
      (value <= (box.lower[i] ?? -Infinity) && pull > 0) ||
      (value >= (box.upper[i] ?? Infinity) && pull < 0)
    );
  });
}

function project(x: Float64Array, box: Box): Float64Array {
  return x.map((value, i) => Math.min(Math.max(value, box.lower[i] ?? -Infinity), box.upper[i] ?? Infinity));
}

const moved = (x: Float64Array, direction: Float64Array, step: number): Float64Array =>
  x.map((value, i) => value + step * (direction[i] as number));

function slope(gradient: Float64Array, x: Float64Array, next: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++)
    sum += (gradient[i] as number) * ((next[i] as number) - (x[i] as number));
  return sum;
}

function largest(gradient: Float64Array, free: readonly boolean[]): number {
  let result = 0;
  for (let i = 0; i < gradient.length; i++)
    if (free[i] === true) result = Math.max(result, Math.abs(gradient[i] as number));
  return result;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}
