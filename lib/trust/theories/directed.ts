import type { Signs } from './kit.ts';
import type { Prospect } from './prospect.ts';

/** A fit and the directions it holds for. */
export interface Directed<Fit extends Likely> {
  readonly signs: Signs;
  readonly fit: Fit;
}

interface Likely {
  readonly logLikelihood: number;
}

/** Log-likelihood by which a rough fit falls behind for good. */
const FAR = 2;
/** How many times what a Newton step promises a fit may gain at most. */
const BEYOND = 3;

/** What a fit makes of each way the directions could be, the best first: all are fitted roughly, then those finely that are
 *  within reach of the best. */
export function fitDirections<Fit extends Likely>(
  candidates: readonly Signs[],
  roughly: (signs: Signs) => Fit,
  finely: (signs: Signs, begun: Fit) => Fit,
): Directed<Fit>[] {
  const begun = bestFirst(candidates.map((signs) => ({ signs, fit: roughly(signs) })));
  const most = begun[0]?.fit.logLikelihood ?? 0;
  return bestFirst(
    begun.map(({ signs, fit }) => ({
      signs,
      fit: fit.logLikelihood < most - FAR ? fit : finely(signs, fit),
    })),
  );
}

/** The best on a part of the data, begun at the optima on all; only those are fitted that could become the best.
 *  @param ways the fits on all data, the best first
 *  @param prospectOf what a fit on all data says of the part */
export function refitDirections<Fit extends Likely>(
  candidates: readonly Signs[],
  ways: readonly Directed<Fit>[],
  prospectOf: (way: Directed<Fit>) => Prospect,
  refit: (way: Directed<Fit>) => Fit,
): Directed<Fit> {
  const known = candidates.flatMap((signs) => ways.find((way) => sameSigns(way.signs, signs)) ?? []);
  const within = known.length === 1 ? known : withinReach(known, prospectOf);
  const unknown = candidates
    .filter((signs) => !ways.some((way) => sameSigns(way.signs, signs)))
    .flatMap((signs) => ways.slice(0, 1).map(({ fit }) => ({ signs, fit })));
  return likeliest([...within, ...unknown].map((way) => ({ signs: way.signs, fit: refit(way) })));
}

function withinReach<Fit extends Likely>(
  ways: readonly Directed<Fit>[],
  prospectOf: (way: Directed<Fit>) => Prospect,
): Directed<Fit>[] {
  const prospects = ways.map((way) => ({ way, ...prospectOf(way) }));
  const most = Math.max(...prospects.map(({ value }) => value));
  return prospects.filter(({ value, gain }) => !(value + BEYOND * gain < most - FAR)).map(({ way }) => way);
}

/** The same ways with another fit of one of them where it is likelier, the best first. */
export function improvedBy<Fit extends Likely>(
  ways: readonly Directed<Fit>[],
  other: Directed<Fit>,
): Directed<Fit>[] {
  return bestFirst(
    ways.map((way) =>
      sameSigns(way.signs, other.signs) && other.fit.logLikelihood > way.fit.logLikelihood ? other : way,
    ),
  );
}

/** The first of the likeliest. */
export const likeliest = <Fit extends Likely>(fits: readonly Directed<Fit>[]): Directed<Fit> =>
  fits.reduce((a, b) => (b.fit.logLikelihood > a.fit.logLikelihood ? b : a));

const bestFirst = <Fit extends Likely>(ways: readonly Directed<Fit>[]): Directed<Fit>[] =>
  ways.toSorted((a, b) => b.fit.logLikelihood - a.fit.logLikelihood);

export const sameSigns = (a: Signs, b: Signs): boolean =>
  a.size === b.size && [...a].every(([name, sign]) => b.get(name) === sign);
