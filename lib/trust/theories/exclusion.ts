import { minimise } from '../../stats/l-bfgs.ts';
import type { Profile } from './candidate.ts';
import { boxOf, curvatureOf, negativeLogLikelihood, type Subject } from './fit.ts';
import type { TheoryFit } from './kit.ts';

const DROP = 1.9207; // half of the 95 % point of chi-squared with one degree of freedom
const MOST = 60; // iterations at one value

/** Whether values of a fit's parameters lie outside their 95 % profile-likelihood intervals: whether the likelihood, maximised
 *  over the other parameters, falls by more than 1.92. Holds at bounds and where the curvature is zero. Asking for one value
 *  costs one maximisation, the whole interval a dozen. Venzon & Moolgavkar (1988). */
export function profileOf(subject: Subject, fit: TheoryFit): Profile {
  const { kit, theory } = subject;
  const free = kit.free[theory];
  const placeOf = (name: string): number => free.indexOf(kit.parameters.indexOf(name));
  const x = Float64Array.from(free, (place) => fit.theta[place] as number);
  const known = new Map<string, boolean>();
  return {
    estimate: (name) => (name === 'tau0' ? Math.abs(x[placeOf(name)] ?? 0) : (x[placeOf(name)] ?? 0)),
    excludes(name, value) {
      const key = `${name} ${value}`;
      const answer = known.get(key) ?? isExcluded(subject, fit, x, placeOf(name), value);
      known.set(key, answer);
      return answer;
    },
  };
}

/** The others follow from where they were, and should that lead nowhere, half of the way first: a fall is believed only if
 *  neither search avoids it. */
function isExcluded(
  subject: Subject,
  fit: TheoryFit,
  x: Float64Array,
  place: number,
  value: number,
): boolean {
  const { kit, theory } = subject;
  const objective = negativeLogLikelihood(subject);
  const box = boxOf(kit, kit.free[theory], 0);
  const curvature = curvatureOf(subject)(x);
  const heldAt = (at: number, start: Float64Array) => {
    const held = { lower: box.lower.with(place, at), upper: box.upper.with(place, at) };
    return minimise(objective, start, held, { maxIterations: MOST, curvature });
  };
  const falls = (found: { value: number }): boolean => found.value + fit.logLikelihood > DROP;
  if (!falls(heldAt(value, x))) return false;
  return falls(heldAt(value, heldAt(((x[place] as number) + value) / 2, x).x));
}
