import { minimise, type Box, type Minimum, type Objective } from '../../stats/l-bfgs.ts';

const STEP = 1e-6; // to either side, relative above 1
const MOST = 20; // kinks walked over

/** A search that ended where the slope in one variable jumps, as at a discount that equals a gap: the others are settled
 *  beside it, and it is a minimum if the value rises to both sides. Else the search goes on from the lower side. */
export function atKink(ended: Minimum, objective: Objective, box: Box, place: number): Minimum {
  let { x, evaluations, iterations } = ended;
  for (let kink = 0; kink < MOST; kink++) {
    const settled = minimise(objective, x, held(box, place, x[place] as number));
    const sides = [-1, 1].map((side) => valueBeside(objective, settled.x, place, side));
    evaluations += settled.evaluations + sides.length;
    iterations += settled.iterations;
    const lower = sides.find(({ value }) => value < settled.value);
    if (!lower) return { ...settled, iterations, evaluations };
    const further = minimise(objective, lower.x, box);
    evaluations += further.evaluations;
    iterations += further.iterations;
    if (further.stopped !== 'limit') return { ...further, iterations, evaluations };
    ({ x } = further);
  }
  return { ...ended, iterations, evaluations };
}

const held = ({ lower, upper }: Box, place: number, at: number): Box => ({
  lower: lower.with(place, at),
  upper: upper.with(place, at),
});

function valueBeside(
  objective: Objective,
  x: Float64Array,
  place: number,
  side: number,
): { x: Float64Array; value: number } {
  const at = x[place] as number;
  const beside = x.with(place, at + side * STEP * Math.max(1, Math.abs(at)));
  return { x: beside, value: objective(beside, new Float64Array(x.length)) };
}
