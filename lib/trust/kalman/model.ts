import type { Box } from '../../stats/l-bfgs.ts';

/** A model with fewer parameters phi than theta = (law's parameters, ln se, bg): each phi_j stands in the places `columns[j]` of
 *  theta, every other place keeps its value in `held`. */
export interface KalmanModel {
  readonly name: string;
  readonly columns: readonly (readonly number[])[];
  readonly held: Float64Array;
  /** Box of theta. */
  readonly lower: readonly number[];
  readonly upper: readonly number[];
  /** Standard deviations: only their squares enter, their signs mean nothing. Zero is inside the box, so that a nested model is
   *  reached exactly, and a stationary point. */
  readonly sizes: readonly number[];
  /** Starts of docs/model.md 6.4; noise in units of the median gap. */
  readonly starts: readonly (readonly number[])[];
  /** A nested optimum moved off the zeros that are stationary points of this model. */
  nudged(theta: Float64Array): Float64Array;
}

/** theta of phi. */
export function expand(model: Pick<KalmanModel, 'columns' | 'held'>, phi: ArrayLike<number>): Float64Array {
  const theta = model.held.slice();
  model.columns.forEach((places, j) => {
    for (const place of places) theta[place] = phi[j] ?? 0;
  });
  return theta;
}

/** phi of theta, by the first place of each. */
export function contract(model: Pick<KalmanModel, 'columns'>, theta: ArrayLike<number>): Float64Array {
  return Float64Array.from(model.columns, ([place = 0]) => theta[place] ?? 0);
}

/** Box of phi. */
export function boxOf({ columns, lower, upper }: KalmanModel): Box {
  return {
    lower: columns.map(([place = 0]) => lower[place] ?? -Infinity),
    upper: columns.map(([place = 0]) => upper[place] ?? Infinity),
  };
}

/** Whether an estimate rests on a bound, where its standard error cannot be told. */
export function isAtBound({ lower, upper, sizes }: KalmanModel, place: number, value: number): boolean {
  if (sizes.includes(place)) return isZero(value);
  return value <= (lower[place] ?? -Infinity) || value >= (upper[place] ?? Infinity);
}

/** Of a standard deviation in units of trust. */
export const isZero = (size: number): boolean => Math.abs(size) < 1e-3;
