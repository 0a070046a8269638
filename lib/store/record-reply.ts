import type { Exposure } from '../rounds/exposure.ts';
import type { Reply, Round } from '../rounds/round.ts';
import { setExposures } from './exposures.ts';
import { attribute, expression, joined, value, type Expression } from './expression.ts';
import { roundKey } from './key.ts';
import { isOpenFor, whyShut } from './open-round.ts';
import { outboxPut } from './outbox-put.ts';
import { readItem } from './read-item.ts';
import type { Through } from './record-plan.ts';
import { readRoundRow } from './stored-row.ts';
import { TABLE } from './table.ts';
import type { TableClient } from './table-client.ts';
import { transact, updateOf } from './transact.ts';
import { writeKnowing } from './write-if.ts';

/** The most answers a round keeps; every change of mind is one more. */
export const REPLIES_KEPT = 20;

/** What she sent: `baseRevision` is the revision her form was made from, 0 before the first answer. */
export interface Submission extends Pick<
  Reply,
  'decision' | 'chosen' | 'trustRating' | 'mainReason' | 'wording' | 'suspect'
> {
  readonly submissionId: string;
  readonly baseRevision: number;
  /** What the page she answered on exposed her to. */
  readonly exposures?: readonly Exposure[];
}

export type ReplyOutcome =
  /** This submission is recorded, now or when it first arrived: the same receipt every time. */
  | { readonly outcome: 'recorded'; readonly reply: Reply }
  /** Another submission came first; `reply` is the one that stands. */
  | { readonly outcome: 'already-answered'; readonly reply: Reply }
  /** Twenty answers are kept and no more. */
  | { readonly outcome: 'too-many-changes'; readonly reply: Reply }
  | { readonly outcome: 'closed' | 'stale-link' };

/** Records an answer, with the word of it that waits in the outbox, or nothing at all: the link still stands, the round is
 *  open, nobody answered since the form was made, and this submission is not there yet.
 *  @throws RangeError unless baseRevision is a whole number from 0 */
export async function recordReply(
  table: TableClient,
  through: Through,
  { submissionId, baseRevision, exposures = [], ...answer }: Submission,
): Promise<ReplyOutcome> {
  if (!Number.isInteger(baseRevision) || baseRevision < 0)
    throw new RangeError('recordReply requires a baseRevision of 0 or more');
  const { tenant, sellerId, recommendationId, now } = through;
  const key = roundKey(tenant, sellerId, recommendationId);
  const fact = { at: now, id: submissionId, ingestedAt: now };
  const reply: Reply = { ...answer, ...fact, submissionId, revision: baseRevision + 1 };
  const told = { kind: 'replied', sellerId, recommendationId, revision: reply.revision } as const;
  const announced = outboxPut(table.name, tenant, told, now);
  return writeKnowing<ReplyOutcome>(
    async () => {
      if (baseRevision >= REPLIES_KEPT) return undefined;
      const first = isFirst(submissionId, baseRevision);
      const condition = joined([first, isOpenFor(through)], ' and ');
      const write = [updateOf(table, key, setReply(reply, exposures), condition), announced];
      return transact<ReplyOutcome>(table, write, [{ outcome: 'recorded', reply }]);
    },
    async () => {
      const item = await readItem(table, key);
      const round = item && readRoundRow(tenant, sellerId, recommendationId, item);
      return outcomeOf(round, through, submissionId, baseRevision);
    },
  );
}

function setReply(reply: Reply, exposures: readonly Exposure[]): Expression {
  const target = attribute('replies', reply.submissionId);
  return expression`set ${target} = ${value(reply)}, ${attribute(TABLE.touchedAt)} = ${value(reply.ingestedAt)}${setExposures(exposures)}`;
}

function isFirst(submissionId: string, baseRevision: number): Expression {
  const unknown = expression`attribute_not_exists(${attribute('replies', submissionId)})`;
  return expression`${unknown} and size(${attribute('replies')}) = ${value(baseRevision)}`;
}

function outcomeOf(
  round: Round | undefined,
  through: Through,
  submissionId: string,
  baseRevision: number,
): ReplyOutcome | undefined {
  const replies = [...(round?.earlierReplies ?? []), ...(round?.reply === undefined ? [] : [round.reply])];
  const mine = replies.find((each) => each.submissionId === submissionId);
  if (mine !== undefined) return { outcome: 'recorded', reply: mine };
  const shut = whyShut(round, through);
  if (shut !== 'open') return { outcome: shut };
  if (round?.reply === undefined) return undefined;
  if (round.reply.revision >= REPLIES_KEPT) return { outcome: 'too-many-changes', reply: round.reply };
  return round.reply.revision === baseRevision
    ? undefined
    : { outcome: 'already-answered', reply: round.reply };
}
