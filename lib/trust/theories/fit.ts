import { minimise, type Box, type Minimum, type Objective } from '../../stats/l-bfgs.ts';
import { convergenceOf } from './convergence.ts';
import type { Kit, Panel, Signs, StaticName, TheoryFit } from './kit.ts';

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
  const { kit, theory } = subject;
  const free = kit.free[theory];
  const objective = negativeLogLikelihood(subject);
  const box = boxOf(kit, free, leastDelta);
  const delta = free.includes(kit.parameters.indexOf('delta'));
  const stated = delta ? kit.starts : kit.starts.slice(0, 1);
  const starts = (from ? [from] : stated).map((start) => free.map((place) => start[place] ?? 0));
  const { best, convergence } = bestOf(objective, starts, box);
  return {
    theta: spread(kit, free, best.x),
    logLikelihood: -best.value,
    convergence,
  };
}

/** The lowest minimum from these starts; from further ones too where it did not converge. */
export function bestOf(
  objective: Objective,
  starts: readonly ArrayLike<number>[],
  box: Box,
  tolerance?: number,
): { best: Minimum; convergence: TheoryFit['convergence'] } {
  const stopping = tolerance === undefined ? {} : { tolerance };
  const run = (from: readonly ArrayLike<number>[]) =>
    from.map((start) => minimise(objective, start, box, stopping));
  let found = run(starts);
  if (lowest(found).stopped === 'limit') found = [...found, ...run(furtherStarts(lowest(found).x, starts))];
  const best = lowest(found);
  return { best, convergence: convergenceOf(best, found, box) };
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

/** theta of the free parameters. */
function spread(kit: Kit, free: readonly number[], x: ArrayLike<number>): Float64Array {
  const theta = new Float64Array(kit.parameters.length);
  free.forEach((place, j) => (theta[place] = x[j] ?? 0));
  return theta;
}
