import type * as z from 'zod/mini';
import type { verdictSchema } from '../estimates.ts';
import type { Candidate, TheoryName } from './candidate.ts';
import { bicOf, correctedVuong, heldOut } from './contest.ts';
import { headlineOf } from './headline.ts';
import { marginOf } from './margin.ts';
import { addsNothing, hasNoDiscount, nests, type Context } from './nesting.ts';

export type Verdict = z.infer<typeof verdictSchema>;
type Family = Exclude<Verdict['preferred'], 'cannot tell'>;

const BIC_GAP = 10;
const HELD_OUT_ERRORS = 2; // standard errors

/** Rivals are families of theories: docs/model.md 6.8. */
const FAMILIES: Readonly<Record<TheoryName, Family>> = {
  'trust-embedded': 'trust-embedded',
  'trust-embedded-dynamic': 'trust-embedded',
  'level-k': 'level-k',
  credulous: 'level-k',
  babbling: 'babbling',
  hybrid: 'hybrid',
  'fixed-discount': 'fixed-discount',
  mixture: 'mixture',
};

/** The preferred family is the one that beats every other; mostly none does, and that is an ordinary answer. `guard`: why
 *  the data cannot tell theories apart at all. */
export function verdictOf(candidates: readonly Candidate[], context: Context, guard: string | null): Verdict {
  const headline = headlineOf(candidates, context);
  if (guard !== null) return { preferred: 'cannot tell', ...headline, margin: null, reason: guard };
  const duels = duelsOf(candidates, context);
  const first = firstOf(duels, context);
  if (first === undefined)
    return { preferred: 'cannot tell', ...headline, margin: null, reason: 'no theory was fitted' };
  const margin = marginOf(first, duels, context);
  const unsettled = unsettledBeside(first, candidates, context);
  if (first.unbeaten.length > 0 || unsettled.length > 0) {
    const reason = first.unbeaten.length > 0 ? notBeaten(first) : notSettled(first.family, unsettled);
    return { preferred: 'cannot tell', ...headline, margin, reason };
  }
  return { preferred: first.family, ...headline, margin, reason: whyPreferred(first, duels) };
}

export interface Duels {
  readonly family: Family;
  readonly candidate: Candidate;
  readonly unbeaten: readonly Family[];
}

/** The family that beats all others; else the one that fewest others stand up to. */
const firstOf = (duels: readonly Duels[], context: Context): Duels | undefined =>
  duels.toSorted(
    (a, b) =>
      a.unbeaten.length - b.unbeaten.length || bicOf(a.candidate, context) - bicOf(b.candidate, context),
  )[0];

function duelsOf(candidates: readonly Candidate[], context: Context): Duels[] {
  const rivals = rivalsOf(candidates, context);
  return rivals.map(([family, candidate]) => ({
    family,
    candidate,
    unbeaten: rivals
      .filter(([other, theirs]) => other !== family && !beats(candidate, theirs, context))
      .map(([other]) => other),
  }));
}

/** The member of each family with the best BIC. A hybrid whose discount is negligible is trust-embedded. */
function rivalsOf(candidates: readonly Candidate[], context: Context): [Family, Candidate][] {
  const best = new Map<Family, Candidate>();
  for (const candidate of candidates) {
    const family = familyOf(candidate, context);
    const other = best.get(family);
    if (!other || bicOf(candidate, context) < bicOf(other, context)) best.set(family, candidate);
  }
  return [...best];
}

function familyOf(candidate: Candidate, context: Context): Family {
  const negligible = candidate.name === 'hybrid' && hasNoDiscount(candidate, context);
  return negligible ? 'trust-embedded' : FAMILIES[candidate.name];
}

/** One duel of docs/model.md 6.8. */
function beats(own: Candidate, other: Candidate, context: Context): boolean {
  const gap = bicOf(other, context) - bicOf(own, context);
  if (nests(other, own)) return gap > 0 && addsNothing(other, own, context);
  const held = heldOut(own, other, context);
  const clearly = gap > BIC_GAP && held.difference > HELD_OUT_ERRORS * held.se;
  if (nests(own, other)) return clearly;
  return clearly && correctedVuong(own, other) > 0;
}

/** Fits that did not converge, the winner's own or those of rivals: at their maximum they might win. */
function unsettledBeside(
  { family, candidate }: Duels,
  candidates: readonly Candidate[],
  context: Context,
): Candidate[] {
  return candidates.filter(
    (other) => !other.convergence.converged && (other === candidate || familyOf(other, context) !== family),
  );
}

function notSettled(family: Family, unsettled: readonly Candidate[]): string {
  const names = unsettled.map(({ name }) => name).join(', ');
  return `${family} beats the others, but the fit of ${names} did not converge, from further starts either`;
}

const notBeaten = ({ family, unbeaten }: Duels): string =>
  `closest is ${family}, which does not clearly beat ${listed(unbeaten)}`;

/** `level-k, babbling and mixture`. */
const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;

/** Against each of the others for its own reason. */
function whyPreferred({ family, candidate }: Duels, duels: readonly Duels[]): string {
  const others = duels.filter((each) => each.family !== family);
  const named = (isLarger: boolean): string =>
    listed(
      others.filter((other) => nests(other.candidate, candidate) === isLarger).map((other) => other.family),
    );
  const [worse, larger] = [named(false), named(true)];
  return [
    worse === '' ? '' : `${family} beats ${worse} by BIC over sellers and by the score of held-out sellers`,
    larger === '' ? '' : `what ${larger} would add to ${family} is negligible`,
  ]
    .filter((words) => words !== '')
    .join('; ');
}
