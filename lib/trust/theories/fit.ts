import { minimise, type Box, type Minimum, type Objective } from '../../stats/l-bfgs.ts';
import type { Convergence } from '../quantity-schema.ts';
import { convergenceOf } from './convergence.ts';
import { outerProducts } from './curvature.ts';
import { atKink } from './kink.ts';
import type { Kit, Panel, Signs, StaticName, TheoryFit } from './kit.ts';
import { partOf } from './part.ts';

/** What a fit is of. */
export interface Subject {
  readonly kit: Kit;
  readonly panel: Panel;
  readonly theory: StaticName;
  readonly signs: Signs;
}

/** Bounds of the parameters in these places of theta. */
export function boxOf(kit: Kit, free: readonly number[], leastDelta: number): Box {
  const delta = kit.parameters.indexOf('delta');
  return {
    lower: free.map((place) => (place === delta ? leastDelta : (kit.lower[place] ?? -Infinity))),
    upper: free.map((place) =>
      Math.max(kit.upper[place] ?? Infinity, place === delta ? leastDelta : -Infinity),
    ),
  };
}

/** Maximum likelihood of a static theory, by L-BFGS from the stated starts or from one that replaces them. A fit that does
 *  not converge is begun again from more starts. docs/model.md 6.7. */
export function fitTheory(subject: Subject, leastDelta: number, from?: ArrayLike<number>): TheoryFit {
  const { kit, theory, panel } = subject;
  const part = from ? undefined : partOf(panel);
  if (part) return fitTheory(subject, leastDelta, fitTheory({ ...subject, panel: part }, leastDelta).theta);
  const free = kit.free[theory];
  const delta = free.indexOf(kit.parameters.indexOf('delta'));
  const stated = delta < 0 ? kit.starts.slice(0, 1) : kit.starts;
  const starts = (from ? [from] : stated).map((start) => free.map((place) => start[place] ?? 0));
  const box = boxOf(kit, free, leastDelta);
  const search = {
    objective: negativeLogLikelihood(subject),
    box,
    ...(from ? { curvatureAt: curvatureOf(subject) } : {}),
  };
  const { best, convergence } = bestOf(theory === 'FD' ? { ...search, kinked: delta } : search, starts);
  return { theta: spread(kit, free, best.x), logLikelihood: -best.value, convergence };
}

/** Second derivatives of what is minimised, to scale a search by. */
export type Curvature = (x: ArrayLike<number>) => number[][];

/** What is minimised, and how. */
export interface Search {
  readonly objective: Objective;
  readonly box: Box;
  readonly tolerance?: number;
  readonly kinked?: number; // the variable whose slope may jump
  readonly curvatureAt?: Curvature; // for starts near a minimum
}

/** The lowest minimum from these starts; from further ones too where it did not converge. */
export function bestOf(
  search: Search,
  starts: readonly ArrayLike<number>[],
): { best: Minimum; convergence: Convergence } {
  let found = starts.map((start) => minimumOf(search, start));
  if (lowest(found).stopped === 'limit')
    found = found.concat(furtherStarts(lowest(found).x, starts).map((start) => minimumOf(search, start)));
  const best = lowest(found);
  return { best, convergence: convergenceOf(best, found, search.box) };
}

function minimumOf(search: Search, start: ArrayLike<number>): Minimum {
  const { objective, box, tolerance = 1e-4, kinked, curvatureAt } = search;
  const found = curvatureAt
    ? scaled({ ...search, curvatureAt, tolerance }, start)
    : minimise(objective, start, box, { tolerance });
  return found.stopped === 'limit' && kinked !== undefined ? atKink(found, objective, box, kinked) : found;
}

const ROUND = 12; // iterations after which the curvature is taken anew
const MOST_ROUNDS = 25;

function scaled(
  { objective, box, tolerance, curvatureAt }: Search & { tolerance: number; curvatureAt: Curvature },
  start: ArrayLike<number>,
): Minimum {
  let [x, evaluations, iterations] = [start, 0, 0];
  for (let round = 1; ; round++) {
    const curvature = curvatureAt(x);
    const found = minimise(objective, x, box, { tolerance, curvature, maxIterations: ROUND });
    evaluations += found.evaluations + 1;
    iterations += found.iterations;
    if (found.stopped !== 'limit' || found.iterations < ROUND || round === MOST_ROUNDS)
      return { ...found, evaluations, iterations };
    ({ x } = found);
  }
}

const lowest = (all: readonly Minimum[]): Minimum => all.reduce((a, b) => (b.value < a.value ? b : a));

const AWAY = 0.4;

/** Once more from where the best gave up, and from both sides of every start. */
function furtherStarts(best: ArrayLike<number>, starts: readonly ArrayLike<number>[]): ArrayLike<number>[] {
  const away = (by: number) => starts.map((start) => Float64Array.from(start, (value) => value + by));
  return [best, ...away(-AWAY), ...away(AWAY)];
}

/** -ln L of the free parameters, with its gradient. */
export function negativeLogLikelihood({ kit, panel, theory, signs }: Subject): Objective {
  const free = kit.free[theory];
  const width = kit.parameters.length;
  const values = new Float64Array(panel.roster.seller.length);
  const slopes = new Float64Array(width * values.length);
  return (x, gradient) => {
    panel.evaluate(theory, spread(kit, free, x), signs, values, slopes);
    for (let j = 0; j < free.length; j++) {
      let sum = 0;
      for (let at = free[j] as number; at < slopes.length; at += width) sum += slopes[at] as number;
      gradient[j] = -sum;
    }
    let value = 0;
    for (let i = 0; i < values.length; i++) value += values[i] as number;
    return Number.isFinite(value) ? -value : Infinity;
  };
}

/** Of -ln L, near a minimum. */
export function curvatureOf({ kit, panel, theory, signs }: Subject): Curvature {
  const free = kit.free[theory];
  const width = kit.parameters.length;
  const values = new Float64Array(panel.roster.seller.length);
  const slopes = new Float64Array(width * values.length);
  return (x) => {
    panel.evaluate(theory, spread(kit, free, x), signs, values, slopes);
    return outerProducts(panel.roster, slopes, width, free);
  };
}

/** theta of the free parameters. */
function spread(kit: Kit, free: readonly number[], x: ArrayLike<number>): Float64Array {
  const theta = new Float64Array(kit.parameters.length);
  free.forEach((place, j) => (theta[place] = x[j] ?? 0));
  return theta;
}
