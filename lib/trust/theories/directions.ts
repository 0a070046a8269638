import { compare } from '../sequence.ts';
import type { Moves } from './moves.ts';
import type { Signs } from './panel-likelihood.ts';

/** Directions in which the marketplace gains: those that are set, and every way the others could be. */
export interface Directions {
  readonly unknown: readonly string[]; // recommenders without a direction
  readonly candidates: readonly Signs[]; // at least one
}

const MOST_TRIED = 3; // recommenders without a direction of which all combinations are tried

/** Where a recommender's direction is not set both are tried, at the cost of a parameter each (design 5.6). Beyond 3 such
 *  recommenders: all up, all down, and each by the sign of its mean discount g - d, which is best for L1. */
export function directionsOf(moves: Moves, set: Readonly<Record<string, 'up' | 'down'>>): Directions {
  const recommenders = [...new Set(moves.sequences.map(({ recommender }) => recommender))].toSorted(compare);
  const known = new Map<string, 1 | -1>();
  const unknown: string[] = [];
  for (const name of recommenders) {
    if (Object.hasOwn(set, name)) known.set(name, set[name] === 'down' ? -1 : 1);
    else unknown.push(name);
  }
  const tried = unknown.length <= MOST_TRIED ? combinations(unknown) : patterns(unknown, moves);
  return { unknown, candidates: tried.map((signs) => new Map([...known, ...signs])) };
}

function combinations(names: readonly string[]): Signs[] {
  let signs: Signs[] = [new Map()];
  for (const name of names)
    signs = signs.flatMap((sign) => [
      new Map([...sign, [name, 1 as const]]),
      new Map([...sign, [name, -1 as const]]),
    ]);
  return signs;
}

function patterns(names: readonly string[], moves: Moves): Signs[] {
  const discount = (name: string): number =>
    moves.sequences.reduce((sum, { recommender, G, D }) => (recommender === name ? sum + G - D : sum), 0);
  return [
    new Map(names.map((name) => [name, 1])),
    new Map(names.map((name) => [name, -1])),
    new Map(names.map((name) => [name, discount(name) < 0 ? -1 : 1])),
  ];
}
