import { minimise } from '../../stats/l-bfgs.ts';
import type { Interval } from './candidate.ts';
import { boxOf, negativeLogLikelihood, type Subject } from './fit.ts';
import type { TheoryFit } from './kit.ts';

const DROP = 1.9207; // half of the 95 % point of chi-squared with one degree of freedom
const FIRST_STEP = 0.01;
const HALVINGS = 12;

/** The 95 % profile-likelihood interval of a parameter: all values at which the likelihood, maximised over the others,
 *  stays within 1.92 of its maximum. Holds at bounds and where the curvature there is zero. Venzon & Moolgavkar (1988). */
export function profileInterval(subject: Subject, fit: TheoryFit, name: string): Interval {
  const { kit, theory } = subject;
  const free = kit.free[theory];
  const place = free.indexOf(kit.parameters.indexOf(name));
  const objective = negativeLogLikelihood(subject);
  const box = boxOf(kit, free, 0);
  const x = free.map((parameter) => fit.theta[parameter] as number);
  const inside = (value: number): boolean => {
    const fixed = { lower: box.lower.with(place, value), upper: box.upper.with(place, value) };
    return (
      minimise(objective, x.with(place, value), fixed, { maxIterations: 50 }).value <=
      DROP - fit.logLikelihood
    );
  };
  const at = name === 'tau0' ? Math.abs(x[place] ?? 0) : (x[place] ?? 0);
  const least = name === 'tau0' ? 0 : (box.lower[place] ?? -Infinity);
  return {
    lower: edge(inside, at, -1, at - least),
    upper: edge(inside, at, 1, (box.upper[place] ?? Infinity) - at),
  };
}

/** Where `inside` ends, going out from `at` by doubling and then halving; at most `reach` away. */
function edge(inside: (value: number) => boolean, at: number, side: 1 | -1, reach: number): number {
  let within = 0;
  let beyond = FIRST_STEP;
  while (beyond < reach && inside(at + side * beyond)) {
    within = beyond;
    beyond *= 2;
  }
  if (beyond >= reach) {
    beyond = reach;
    if (inside(at + side * reach)) return at + side * reach;
  }
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (within + beyond) / 2;
    if (inside(at + side * middle)) within = middle;
    else beyond = middle;
  }
  return at + side * beyond;
}
