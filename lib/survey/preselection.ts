import { CANNOT_SAY, DECISIONS, TRUST_CHOICES, type Typed } from './answers.ts';
import type { Sheet } from './sheet.ts';

/** `?a=accept` and `?t=5`, from a mail that let her click an answer, choose it on the page; only sending the form records
 *  it, since mail scanners click everything. Only mails of the arm that shows the recommendation hold such links: in the
 *  other one a choice made before the page asks is no answer to it. */
export function preselected({ invitation }: Pick<Sheet, 'invitation'>, query: URLSearchParams): Typed {
  if (invitation.arm !== 'show') return {};
  const decision = DECISIONS.find((each) => each === query.get('a'));
  const trust = TRUST_CHOICES.find((point) => point !== CANNOT_SAY && point === query.get('t'));
  return { ...(decision && { decision }), ...(trust && { trust }) };
}
