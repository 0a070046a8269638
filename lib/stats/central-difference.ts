import { shifted } from './hessian.ts';
import type { Objective } from './l-bfgs.ts';

/** Gradient by central differences, h = 1e-5 max(1,|x|): for functions without a derivative of their own, and the
 *  test of those that have one. */
export function centralDifference(value: (x: Float64Array) => number, x: Float64Array): Float64Array {
  return x.map((at, i) => {
    const h = 1e-5 * Math.max(1, Math.abs(at));
    return (value(shifted(x, i, h)) - value(shifted(x, i, -h))) / (2 * h);
  });
}

/** An objective whose gradient is taken by central differences. */
export function withDifferences(value: (x: Float64Array) => number): Objective {
  return (x, gradient) => {
    gradient.set(centralDifference(value, x));
    return value(x);
  };
}
