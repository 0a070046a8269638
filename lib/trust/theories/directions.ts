import { compare, decisionsOf } from '../sequence.ts';
import type { Signs } from './kit.ts';
import type { Roster } from './roster.ts';

/** Directions in which the marketplace gains: those that are set, and every way the others could be. */
export interface Directions {
  readonly unknown: readonly string[]; // recommenders without a direction
  readonly candidates: readonly Signs[]; // at least one
}

const MOST_TRIED = 3; // recommenders without a direction of which all combinations are tried

/** Where a recommender's direction is not set both are tried, at the cost of a parameter each (design 5.6). Beyond 3 such
 *  recommenders: all up, all down, and each by the sign of its mean discount g - d, which is best for L1. */
export function directionsOf(roster: Roster, set: Readonly<Record<string, 'up' | 'down'>>): Directions {
  const known = new Map<string, 1 | -1>();
  const unknown: string[] = [];
  for (const name of roster.recommenders.toSorted(compare)) {
    if (Object.hasOwn(set, name)) known.set(name, set[name] === 'down' ? -1 : 1);
    else unknown.push(name);
  }
  const tried = unknown.length <= MOST_TRIED ? combinations(unknown) : patterns(unknown, roster);
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

function patterns(names: readonly string[], { sequences }: Roster): Signs[] {
  const discounts = new Map<string, number>();
  for (const sequence of sequences)
    for (const { gap, move } of decisionsOf([sequence]))
      discounts.set(sequence.recommender, (discounts.get(sequence.recommender) ?? 0) + gap - move);
  return [
    new Map(names.map((name) => [name, 1])),
    new Map(names.map((name) => [name, -1])),
    new Map(names.map((name) => [name, (discounts.get(name) ?? 0) < 0 ? -1 : 1])),
  ];
}
