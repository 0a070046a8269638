import { inverseOf } from './cholesky.ts';

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
  /** `gradient`: projected gradient small; `flat`: no further decrease can be seen; `limit`: gave up, also where the
   *  value is not finite or the gradient still says that it could fall. */
  readonly stopped: 'gradient' | 'flat' | 'limit';
  /** Largest entry of the gradient along which the box lets the value fall. */
  readonly gradientNorm: number;
}

const HISTORY = 8;
const MAX_ITERATIONS = 300;
const MAX_HALVINGS = 40;
const ARMIJO = 1e-4;
const UNSEEN = 1e-16; // of the value: a smaller fall is lost in rounding

export interface Stopping {
  readonly maxIterations?: number;
  /** Largest entry of the projected gradient at which to stop. */
  readonly tolerance?: number;
  /** Second derivatives near the start, where they are known and positive definite: the first direction is then a Newton step, and the search also
   *  stops where the next step promises to lower the value by no more than `PROMISE`, or than can be seen of it. */
  readonly curvature?: readonly (readonly number[])[];
}

const PROMISE = 1e-7;
const SEEN = 1e-13; // of the value: a sum of hundreds of thousands of terms tells no smaller fall from its rounding

/** The smallest fall worth another step. */
const least = (value: number): number => Math.max(PROMISE, SEEN * Math.abs(value));

/** Minimum of a smooth function in a box: L-BFGS on the variables that are free to move, steps projected into the box.
 *  Nocedal & Wright (2006), Numerical Optimization, algorithm 7.4, with the projection of Bertsekas (1982). */
export function minimise(
  objective: Objective,
  start: ArrayLike<number>,
  box: Box,
  stopping: Stopping = {},
): Minimum {
  const { maxIterations = MAX_ITERATIONS, tolerance = 1e-4 } = stopping;
  const definite = stopping.curvature && inverseOf(stopping.curvature);
  const model: Model = { pairs: [], curvature: definite && stopping.curvature };
  let at = evaluated(objective, project(Float64Array.from(start), box));
  let evaluations = 1;
  let flat = 0; // steps in a row that gained nothing worth having
  let iterations = 0;
  const free = (): boolean[] => freeVariables(at.x, at.gradient, box);
  const stopped = (how: Minimum['stopped']): Minimum => {
    const gradientNorm = largest(at.gradient, free());
    return { ...at, iterations, evaluations, stopped: how, gradientNorm };
  };
  const settled = (): Minimum => stopped(isStuck(at, free()) ? 'limit' : 'flat');
  for (; iterations < maxIterations; iterations++) {
    if (largest(at.gradient, free()) <= tolerance)
      return stopped(Number.isFinite(at.value) ? 'gradient' : 'limit');
    const direction = downhill(at.gradient, free(), model);
    if (model.curvature && Number.isFinite(at.value) && -dot(direction, at.gradient) <= 2 * least(at.value))
      return stopped('gradient');
    const modelled = model.pairs.length > 0 || model.curvature !== undefined; // as long as a Newton step
    const found = lineSearch(objective, at, direction, modelled, box);
    evaluations += found.evaluations;
    if (!found.point) {
      if (!modelled) return settled();
      forget(model); // a stale model of the curvature: once more along the gradient
      continue;
    }
    flat = at.value - found.point.value <= 1e-13 * Math.max(1, Math.abs(at.value)) ? flat + 1 : 0;
    remember(model.pairs, at, found.point);
    at = found.point;
    if (flat >= 3) return settled();
  }
  return stopped('limit');
}

/** What is known of the curvature: at the start, and from the steps since. */
interface Model {
  readonly pairs: Pair[];
  curvature: readonly (readonly number[])[] | undefined;
}

function forget(model: Model): void {
  model.pairs.length = 0;
  model.curvature = undefined;
}

const STUCK = 1e-4; // of the value: a gradient larger than this is no rounding error

function isStuck({ value, gradient }: Point, free: readonly boolean[]): boolean {
  return !(Number.isFinite(value) && largest(gradient, free) <= STUCK * Math.max(1, Math.abs(value)));
}

interface Point {
  readonly x: Float64Array;
  readonly value: number;
  readonly gradient: Float64Array;
}

function evaluated(objective: Objective, x: Float64Array): Point {
  const gradient = new Float64Array(x.length);
  return { x, value: objective(x, gradient), gradient };
}

/** The direction of the model of the curvature, or of the gradient where that does not lead down. */
function downhill(gradient: Float64Array, free: readonly boolean[], model: Model): Float64Array {
  const direction = descent(gradient, free, model);
  if (dot(direction, gradient) < 0) return direction;
  forget(model);
  return descent(gradient, free, model);
}

/** The first of ever shorter steps that lowers the value enough (Armijo); no point if none does. */
function lineSearch(
  objective: Objective,
  from: Point,
  direction: Float64Array,
  modelled: boolean, // the direction has the length of a Newton step
  box: Box,
): { point: Point | undefined; evaluations: number } {
  let step = modelled ? 1 : Math.min(1, 1 / Math.sqrt(dot(direction, direction)));
  for (let evaluations = 1; evaluations <= MAX_HALVINGS; evaluations++, step *= 0.5) {
    const point = evaluated(objective, project(moved(from.x, direction, step), box));
    const fall = slope(from.gradient, from.x, point.x); // to first order
    if (Math.abs(fall) < UNSEEN * Math.abs(from.value)) return { point: undefined, evaluations };
    const enough = from.value + ARMIJO * fall;
    if (point.value <= enough && point.value < from.value) return { point, evaluations };
  }
  return { point: undefined, evaluations: MAX_HALVINGS };
}

interface Pair {
  readonly s: Float64Array;
  readonly y: Float64Array;
}

const LEAST_CURVATURE = 1e-10; // of |s| |y|

function remember(pairs: Pair[], from: Point, to: Point): void {
  const s = to.x.map((value, i) => value - (from.x[i] as number));
  const y = to.gradient.map((value, i) => value - (from.gradient[i] as number));
  if (!(dot(s, y) > LEAST_CURVATURE * Math.sqrt(dot(s, s) * dot(y, y)))) return;
  pairs.push({ s, y });
  if (pairs.length > HISTORY) pairs.shift();
}

/** Two-loop recursion: an approximation of -H^-1 gradient among the free variables, zero for the others. What the pairs say of
 *  a variable that is held now would mislead: they are read without it. */
function descent(gradient: Float64Array, free: readonly boolean[], model: Model): Float64Array {
  const only = (values: Float64Array): Float64Array =>
    values.map((value, i) => (free[i] === true ? value : 0));
  const pairs = model.pairs
    .map(({ s, y }) => ({ s: only(s), y: only(y) }))
    .filter(({ s, y }) => dot(s, y) > LEAST_CURVATURE * Math.sqrt(dot(s, s) * dot(y, y)));
  const q = only(gradient).map((value) => -value);
  const shares: number[] = [];
  for (const { s, y } of pairs.toReversed()) {
    const share = dot(s, q) / dot(s, y);
    shares.push(share);
    for (let i = 0; i < q.length; i++) q[i] = (q[i] as number) - share * (y[i] as number);
  }
  const latest = pairs.at(-1);
  scale(q, free, model.curvature, latest ? dot(latest.s, latest.y) / dot(latest.y, latest.y) : 1);
  for (const { s, y } of pairs) {
    const back = (shares.pop() ?? 0) - dot(y, q) / dot(s, y);
    for (let i = 0; i < q.length; i++) q[i] = (q[i] as number) + back * (s[i] as number);
  }
  return q;
}

/** q <- H^-1 q among the free variables with the curvature at the start; without one, q <- factor q. */
function scale(
  q: Float64Array,
  free: readonly boolean[],
  curvature: Model['curvature'],
  factor: number,
): void {
  const places = free.flatMap((isFree, i) => (isFree ? [i] : []));
  const inverse = curvature && inverseOf(places.map((i) => places.map((j) => curvature[i]?.[j] ?? 0)));
  const before = q.slice();
  places.forEach((i, a) => {
    const row = inverse?.[a];
    q[i] = row
      ? places.reduce((sum, j, b) => sum + (row[b] ?? 0) * (before[j] as number), 0)
      : (before[i] as number) * factor;
  });
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
