import { bicOf, heldOut } from './contest.ts';
import { intervalOf } from './headline.ts';
import { nests, type Context } from './nesting.ts';
import type { Duels, Verdict } from './verdict.ts';

/** By how much the first theory is ahead of the next: the one it does not beat; where it beats all, the best by BIC that does
 *  not contain it. Of one that does, only what it adds counts, and that is judged by its parameters. Null: there is no other. */
export function marginOf(first: Duels, duels: readonly Duels[], context: Context): Verdict['margin'] {
  const others = duels
    .filter(({ family }) => family !== first.family)
    .toSorted((a, b) => bicOf(a.candidate, context) - bicOf(b.candidate, context));
  const next =
    others.find(({ family }) => first.unbeaten.includes(family)) ??
    others.find(({ candidate }) => !nests(candidate, first.candidate)) ??
    others[0];
  if (next === undefined) return null;
  const [own, other] = [first.candidate, next.candidate];
  return {
    theory: own.name,
    next: other.name,
    bic: bicOf(other, context) - bicOf(own, context),
    ...intervalOf(heldOut(own, other, context)),
  };
}
