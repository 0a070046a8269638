import { minimise } from '../../stats/l-bfgs.ts';
import { inverseOf } from '../../stats/cholesky.ts';
import type { Interval } from './candidate.ts';
import { boxOf, curvatureOf, negativeLogLikelihood, type Subject } from './fit.ts';
import type { TheoryFit } from './kit.ts';

const DROP = 1.9207; // half of the 95 % point of chi-squared with one degree of freedom
const FIRST_STEP = 0.01; // where the curvature tells none
const CLOSE = 1e-3; // of the way to the end, or of a standard error
const MOST = 60; // probes of a side

/** The 95 % intervals of a fit's parameters, each computed once, when it is asked for. */
export function profilesOf(subject: Subject, fit: TheoryFit): (name: string) => Interval {
  const known = new Map<string, Interval>();
  return (name) => {
    const interval = known.get(name) ?? profileInterval(subject, fit, name);
    known.set(name, interval);
    return interval;
  };
}

/** The 95 % profile-likelihood interval of a parameter: all values at which the likelihood, maximised over the others,
 *  stays within 1.92 of its maximum. Holds at bounds and where the curvature there is zero. Venzon & Moolgavkar (1988). */
export function profileInterval(subject: Subject, fit: TheoryFit, name: string): Interval {
  const { kit, theory } = subject;
  const free = kit.free[theory];
  const place = free.indexOf(kit.parameters.indexOf(name));
  const objective = negativeLogLikelihood(subject);
  const box = boxOf(kit, free, 0);
  const x = free.map((parameter) => fit.theta[parameter] as number);
  const curvature = curvatureOf(subject)(x);
  const fallAt = (value: number): number => {
    const fixed = { lower: box.lower.with(place, value), upper: box.upper.with(place, value) };
    const { value: least } = minimise(objective, x.with(place, value), fixed, {
      maxIterations: 50,
      curvature,
    });
    return least + fit.logLikelihood;
  };
  const variance = inverseOf(curvature)?.[place]?.[place] ?? 0;
  const step = variance > 0 ? Math.sqrt(2 * DROP * variance) : FIRST_STEP;
  const at = name === 'tau0' ? Math.abs(x[place] ?? 0) : (x[place] ?? 0);
  const least = name === 'tau0' ? 0 : (box.lower[place] ?? -Infinity);
  return {
    lower: at - endOf((distance) => fallAt(at - distance), step, at - least),
    upper: at + endOf((distance) => fallAt(at + distance), step, (box.upper[place] ?? Infinity) - at),
  };
}

/** The distance at which the log-likelihood has fallen by 1.92, at most `reach`: by doubling from `step`, then by regula
 *  falsi on the square root of the fall, which is nearly a line, and halving where that is slow. */
function endOf(fallAt: (distance: number) => number, step: number, reach: number): number {
  const beyondAt = (distance: number): number => Math.sqrt(Math.max(0, fallAt(distance))) - Math.sqrt(DROP);
  let within = { distance: 0, value: -Math.sqrt(DROP) };
  let beyond = { distance: Math.min(step, reach), value: 0 };
  for (let probe = 0; probe < MOST; probe++) {
    const { distance } = beyond;
    beyond = { distance, value: beyondAt(distance) };
    if (!(beyond.value <= 0)) break;
    if (distance >= reach) return reach;
    within = beyond;
    beyond = { distance: Math.min(2 * distance, reach), value: 0 };
  }
  for (let probe = 0; probe < MOST && beyond.distance - within.distance > CLOSE * beyond.distance; probe++) {
    const width = beyond.distance - within.distance;
    const line = (within.value * width) / (within.value - beyond.value);
    const distance = within.distance + (probe % 3 === 2 ? width / 2 : line);
    const value = beyondAt(distance);
    if (Math.abs(value) < CLOSE) return distance;
    if (value <= 0) within = { distance, value };
    else beyond = { distance, value };
  }
  return beyond.distance;
}
