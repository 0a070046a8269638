import { FILTER_WIDTH, type Filtered } from './kalman-filter.ts';
import { SYSTEM_WIDTH, type StateSpace } from './state-space.ts';

/** The first component of the state given the whole sequence. Index `steps` (one past the last step) is the state
 *  after the last transition, where smoothed and predicted are the same. */
export interface Smoothed {
  readonly mean: Float64Array; // steps + 1
  readonly variance: Float64Array; // steps + 1
  /** Covariance of the state at k with the state at k + 1: lag one. */
  readonly lagOne: Float64Array; // steps
}

/** A 2 x 2 matrix by rows. */
type Matrix = readonly [number, number, number, number];
const ZERO: Matrix = [0, 0, 0, 0];

function times(a: Matrix, b: Matrix): Matrix {
  return [
    a[0] * b[0] + a[1] * b[2],
    a[0] * b[1] + a[1] * b[3],
    a[2] * b[0] + a[3] * b[2],
    a[2] * b[1] + a[3] * b[3],
  ];
}

const transposed = (a: Matrix): Matrix => [a[0], a[2], a[1], a[3]];

/** P^-1 of a covariance; a component without variance is known, so its row and column are zero. */
function inverse(p: Matrix): Matrix {
  const determinant = p[0] * p[3] - p[1] * p[2];
  if (p[3] > 0 && determinant > 1e-14 * p[0] * p[3])
    return [p[3] / determinant, -p[1] / determinant, -p[2] / determinant, p[0] / determinant];
  return p[0] > 0 ? [1 / p[0], 0, 0, 0] : ZERO;
}

const at = (memory: Float64Array, o: number): Matrix => [
  memory[o] as number,
  memory[o + 1] as number,
  memory[o + 1] as number,
  memory[o + 2] as number,
];

/** J_k = P_k F_k' P(k+1|k)^-1, the smoother's gains of a filtered sequence. */
function gain(space: StateSpace, filtered: Filtered, k: number, from: number, predicted: Matrix): Matrix {
  const j = SYSTEM_WIDTH * (from + k);
  const s = space.system;
  const f: Matrix = [s[j] as number, s[j + 1] as number, s[j + 2] as number, s[j + 3] as number];
  return times(times(at(filtered.steps, FILTER_WIDTH * k + 7), transposed(f)), inverse(predicted));
}

/** Rauch-Tung-Striebel smoother over sequence i, which `filtered` has just been through:
 *      m_k|n = m_k + J (m_k+1|n - m_k+1|k)      P_k|n = P_k + J (P_k+1|n - P_k+1|k) J'      Cov(k, k+1) = J P_k+1|n
 *  Rauch, Tung & Striebel (1965); the lag-one covariance as in Durbin & Koopman (2012), section 4.7. */
export function smoothSequence(space: StateSpace, i: number, filtered: Filtered): Smoothed {
  const from = space.starts[i] as number;
  const steps = (space.starts[i + 1] as number) - from;
  const mean = new Float64Array(steps + 1);
  const variance = new Float64Array(steps + 1);
  const lagOne = new Float64Array(steps);
  const { last, steps: memory } = filtered;
  let m: readonly [number, number] = [last[0] as number, last[1] as number];
  let p = at(last, 2);
  mean[steps] = m[0];
  variance[steps] = p[0];
  for (let k = steps - 1; k >= 0; k--) {
    const next = k === steps - 1 ? last : memory.subarray(FILTER_WIDTH * (k + 1), FILTER_WIDTH * (k + 1) + 5);
    const predicted = at(next, 2);
    const J = gain(space, filtered, k, from, predicted);
    const o = FILTER_WIDTH * k;
    const d1 = m[0] - (next[0] as number);
    const d2 = m[1] - (next[1] as number);
    lagOne[k] = J[0] * p[0] + J[1] * p[2];
    m = [
      (memory[o + 5] as number) + J[0] * d1 + J[1] * d2,
      (memory[o + 6] as number) + J[2] * d1 + J[3] * d2,
    ];
    const excess: Matrix = [
      p[0] - predicted[0],
      p[1] - predicted[1],
      p[2] - predicted[2],
      p[3] - predicted[3],
    ];
    const back = times(times(J, excess), transposed(J));
    const f = at(memory, o + 7);
    p = [f[0] + back[0], f[1] + back[1], f[2] + back[2], f[3] + back[3]];
    mean[k] = m[0];
    variance[k] = p[0];
  }
  return { mean, variance, lagOne };
}

/** Covariance of the first component at step k with the state after the last transition: J_k J_k+1 ... P_n+1. */
export function covarianceWithLast(space: StateSpace, i: number, filtered: Filtered, k: number): number {
  const from = space.starts[i] as number;
  const steps = (space.starts[i + 1] as number) - from;
  let product = at(filtered.last, 2);
  for (let n = steps - 1; n >= k; n--) {
    const next = n === steps - 1 ? filtered.last : filtered.steps.subarray(FILTER_WIDTH * (n + 1));
    product = times(gain(space, filtered, n, from, at(next, 2)), product);
  }
  return product[0];
}
