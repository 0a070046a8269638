import type { Repeated } from '../../trust/quantity-schema.ts';
import { directionOf, whyUntold } from '../movement.ts';
import { list } from '../wording.ts';

/** What a reader would ask and this page cannot tell. */
export interface Unanswered {
  readonly what: string;
  readonly why: string;
}

/** The first questions, and how many there are beside them. */
export function namedFew(open: readonly Unanswered[], shown: number, where = ''): string {
  const left = open.length - shown;
  const first = open.slice(0, shown).map(({ what }) => what);
  return list(left > 0 ? [...first, `${left} more${where}`] : first);
}

const NO_REASON = 'no reason was given';

/** One question where the value is null; none where it is known. */
export function ask(
  what: string,
  { estimate, reason }: { readonly estimate: number | null; readonly reason: string | null },
): Unanswered[] {
  return estimate === null ? [{ what, why: reason ?? NO_REASON }] : [];
}

/** The same of what is only told by the interval that holds at all looks. */
export const askAtAllLooks = (what: string, of: Repeated): Unanswered[] =>
  directionOf(of) === 'cannot tell' ? [{ what, why: whyUntold(of) }] : [];

/** A question of everything, and of its parts what it does not answer: a part with another reason, or where the whole is told. */
export const wholeAndParts = (whole: readonly Unanswered[], parts: readonly Unanswered[]): Unanswered[] => [
  ...whole,
  ...parts.filter(({ why }) => !whole.some((each) => each.why === why)),
];
