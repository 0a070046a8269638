import type { Instant } from '../domain/instant.ts';
import type { Round } from '../rounds/round.ts';
import { attribute, expression, value, type Expression } from './expression.ts';

interface Visit {
  readonly linkHash: string;
  readonly now: Instant;
}

/** The round is open to the link it was asked by. Revoking, extending and re-issuing change what this compares with, so
 *  they win or lose against a POST in one write. */
export function isOpenFor({ linkHash, now }: Visit): Expression {
  const sameLink = expression`${attribute('invitation', 'linkHash')} = ${value(linkHash)}`;
  const notClosed = expression`${attribute('invitation', 'closesAt')} > ${value(now)}`;
  return expression`${sameLink} and ${notClosed}`;
}

/** The same, of a round that was read. */
export function whyShut(
  round: Round | undefined,
  { linkHash, now }: Visit,
): 'open' | 'closed' | 'stale-link' {
  if (round?.invitation?.linkHash !== linkHash) return 'stale-link';
  return round.invitation.closesAt > now ? 'open' : 'closed';
}
