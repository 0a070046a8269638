import { type Box, type Minimum, type Objective } from '../../stats/l-bfgs.ts';
import type { Convergence } from '../quantity-schema.ts';
import { convergenceOf } from '../convergence.ts';
import { outerProducts } from './curvature.ts';
import { atKink } from './kink.ts';
import type { Kit, Panel, Signs, StaticName, TheoryFit } from './kit.ts';
import { partOf } from './part.ts';
import { prospectOf, type Prospect } from './prospect.ts';
import { race } from './race.ts';

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

/** Largest entry of the gradient at which a theory is settled. */
const SETTLED = 1e-4;
/** The same per seller where a search only says where to begin, or which of several to go on with. */
export const ROUGHLY = 1e-3;

/** Maximum likelihood of a static theory, by L-BFGS from the stated starts or from one that replaces them. A fit that does
 *  not converge is begun again from more starts. docs/model.md 6.7. */
export function fitTheory(
  subject: Subject,
  leastDelta: number,
  ...from: readonly ArrayLike<number>[]
): TheoryFit {
  return searched(
    subject,
    leastDelta,
    SETTLED,
    from.length > 0 ? from : [roughFit(subject, leastDelta).theta],
  );
}

/** The same to within a small part of a unit of log-likelihood. */
export function roughFit(subject: Subject, leastDelta: number): TheoryFit {
  const part = partOf(subject.panel);
  if (!part) return searched(subject, leastDelta, roughlyOn(subject.panel));
  const begun = searched({ ...subject, panel: part }, leastDelta, roughlyOn(part));
  return searched(subject, leastDelta, roughlyOn(subject.panel), [begun.theta]);
}

const roughlyOn = ({ roster }: Panel): number => ROUGHLY * new Set(roster.seller).size;

/** What is to be expected of a fit that begins at a theta. */
export function theoryProspect(subject: Subject, leastDelta: number, theta: ArrayLike<number>): Prospect {
  const x = subject.kit.free[subject.theory].map((place) => theta[place] ?? 0);
  return prospectAt(searchOf(subject, leastDelta, SETTLED), x);
}

function searched(
  subject: Subject,
  leastDelta: number,
  tolerance: number,
  from?: readonly ArrayLike<number>[],
): TheoryFit {
  const { kit, theory } = subject;
  const free = kit.free[theory];
  const search = searchOf(subject, leastDelta, tolerance);
  const stated = free.includes(kit.parameters.indexOf('delta')) ? kit.starts : kit.starts.slice(0, 1);
  const starts = (from ?? stated).map((start) => free.map((place) => start[place] ?? 0));
  const { best, convergence } = bestOf(search, starts);
  return { theta: spread(kit, free, best.x), logLikelihood: -best.value, convergence };
}

function searchOf(subject: Subject, leastDelta: number, tolerance: number): Search {
  const { kit, theory } = subject;
  const free = kit.free[theory];
  return {
    objective: negativeLogLikelihood(subject),
    box: boxOf(kit, free, leastDelta),
    tolerance,
    curvatureAt: curvatureOf(subject),
    unit: 1,
    ...(theory === 'FD' ? { kinked: free.indexOf(kit.parameters.indexOf('delta')) } : {}),
  };
}

/** Second derivatives of what is minimised, to scale a search by. */
export type Curvature = (x: ArrayLike<number>) => number[][];

/** What is minimised, and how. */
export interface Search {
  readonly objective: Objective;
  readonly box: Box;
  readonly tolerance: number;
  readonly kinked?: number; // the variable whose slope may jump
  readonly curvatureAt: Curvature;
  readonly unit: number; // log-likelihood that is 1 of the objective
}

/** What a search that begins at x has to expect; log-likelihoods. */
export function prospectAt(
  { objective, box, curvatureAt, unit }: Search,
  start: readonly number[],
): Prospect {
  const x = Float64Array.from(start, (at, j) =>
    Math.min(Math.max(at, box.lower[j] ?? -Infinity), box.upper[j] ?? Infinity),
  );
  const gradient = new Float64Array(x.length);
  const value = objective(x, gradient);
  const { gain } = prospectOf({ x, value, gradient }, curvatureAt(x), box);
  return { value: -value * unit, gain: gain * unit };
}

/** The lowest minimum from these starts; from further ones too where it did not converge. */
export function bestOf(
  search: Search,
  starts: readonly ArrayLike<number>[],
): { best: Minimum; convergence: Convergence } {
  let found = minimaOf(search, starts);
  if (lowest(found).stopped === 'limit')
    found = found.concat(
      furtherStarts(lowest(found).x, starts).flatMap((start) => minimaOf(search, [start])),
    );
  const best = lowest(found);
  return { best, convergence: convergenceOf(best, found) };
}

function minimaOf(search: Search, starts: readonly ArrayLike<number>[]): Minimum[] {
  const { objective, box, kinked } = search;
  return race(search, starts).map((found) =>
    found.stopped === 'limit' && kinked !== undefined ? atKink(found, objective, box, kinked) : found,
  );
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
