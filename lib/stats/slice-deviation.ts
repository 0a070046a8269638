import { shifted } from './hessian.ts';
import type { Objective } from './l-bfgs.ts';

const DROP = 1.9207; // half of the 95 % point of chi-squared with one degree of freedom
const NORMAL = 1.96;
const FIRST = 1e-3;
const HALVINGS = 12;

/** Standard deviation of x_i about a minimum of -ln L at which the curvature may be zero: the distance at which the
 *  likelihood has fallen by 1.92 with all else held, over 1.96. For a minimum at the middle of an even function: what the
 *  likelihood says of |x_i|. Undefined where it does not fall that far within `reach`. */
export function sliceDeviation(
  objective: Objective,
  x: Float64Array,
  i: number,
  reach: number,
): number | undefined {
  const scratch = new Float64Array(x.length);
  const limit = objective(x, scratch) + DROP;
  const inside = (by: number): boolean => objective(shifted(x, i, by), scratch) <= limit;
  let within = 0;
  let beyond = FIRST;
  while (inside(beyond)) {
    within = beyond;
    beyond *= 2;
    if (beyond > reach) return undefined;
  }
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (within + beyond) / 2;
    if (inside(middle)) within = middle;
    else beyond = middle;
  }
  return beyond / NORMAL;
}
