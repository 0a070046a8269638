import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { addDays, milliseconds, type Instant } from '../domain/instant.ts';
import type { Invitation } from '../rounds/round.ts';
import { attribute, conditionalUpdate, expression, value, type Expression } from './expression.ts';
import { contactKey, linkKey, roundKey } from './key.ts';
import { cancellationCodes, patiently } from './retry.ts';
import { ROW_VERSION, type Link } from './row-schema.ts';
import { TABLE } from './table.ts';
import type { TableClient } from './table-client.ts';

/** A link's row outlives its expiry by a year, so that its /stop still finds whom it is about. */
export const LINK_KEPT = 366; // days
export const QUIET_DAYS = 14;

export interface InvitationOrder extends Invitation {
  readonly sellerId: string;
  readonly recommendationId: string;
  readonly keyId: number;
  /** Days between two invitations to one seller. */
  readonly quietDays?: number;
}

/** `already-invited`: this round has its invitation, or is not there. `fatigue`: she was asked in this wave or less than
 *  `quietDays` ago, or asked not to be. */
export type InviteOutcome = 'invited' | 'already-invited' | 'fatigue';

/** Writes the link, the round's invitation and the seller's contact state together, or nothing at all. */
export async function invite(
  { documents, name: TableName }: TableClient,
  tenant: string,
  order: InvitationOrder,
): Promise<InviteOutcome> {
  const { sellerId, recommendationId, quietDays = QUIET_DAYS } = order;
  const update = (key: object, what: Expression, condition: Expression) => ({
    Update: { TableName, Key: { ...key }, ...conditionalUpdate(what, condition) },
  });
  const link = linkRow(tenant, order);
  const TransactItems = [
    {
      Put: {
        TableName,
        Item: { ...linkKey(tenant, order.linkHash), ...link },
        ConditionExpression: `attribute_not_exists(${TABLE.partitionKey})`,
      },
    },
    update(roundKey(tenant, sellerId, recommendationId), setInvitation(order), NOT_YET_INVITED),
    update(contactKey(tenant, sellerId), setContact(order), mayBeAsked(order, quietDays)),
  ];
  try {
    await patiently(() => documents.send(new TransactWriteCommand({ TransactItems })));
    return 'invited';
  } catch (error) {
    const failed = cancellationCodes(error).map((code) => code === 'ConditionalCheckFailed');
    if (failed[0] === true || failed[1] === true) return 'already-invited';
    if (failed[2] === true) return 'fatigue';
    throw error;
  }
}

/** A link to a recommendation's question; without one, to the quarterly questionnaire of its wave. */
export function linkRow(
  tenant: string,
  order: Pick<InvitationOrder, 'sellerId' | 'waveId' | 'keyId' | 'issueNo' | 'closesAt'> & {
    readonly recommendationId?: string;
  },
): Link & { v: number } & Record<string, unknown> {
  const { sellerId, recommendationId, waveId, keyId, issueNo, closesAt } = order;
  return {
    v: ROW_VERSION,
    tenant,
    sellerId,
    ...(recommendationId === undefined ? { waveId } : { recommendationId }),
    keyId,
    issueNo,
    expiresAt: closesAt,
    status: 'open',
    [TABLE.timeToLive]: Math.ceil(milliseconds(addDays(closesAt, LINK_KEPT)) / 1000),
  };
}

const NOT_YET_INVITED = expression`attribute_exists(${attribute('recommendation')}) and attribute_not_exists(${attribute('invitation')})`;

/** `replies` is made here, so that every answer is one write into it. */
function setInvitation({
  waveId,
  linkHash,
  issueNo,
  arm,
  invitedAt,
  closesAt,
  assigned,
  withheld,
}: Invitation): Expression {
  const by = { ...(assigned && { assigned }), ...(withheld && { withheld }) };
  const invitation = { waveId, linkHash, issueNo, arm, invitedAt, closesAt, ...by };
  const replies = attribute('replies');
  const room = expression`${replies} = if_not_exists(${replies}, ${value({})})`;
  return expression`set ${attribute('invitation')} = ${value(invitation)}, ${room}`;
}

export function setContact({ waveId, invitedAt }: Pick<Invitation, 'waveId' | 'invitedAt'>): Expression {
  const wave = expression`${attribute('lastWaveId')} = ${value(waveId)}`;
  const instant = expression`${attribute('lastInvitedAt')} = ${value(invitedAt)}`;
  return expression`set ${attribute('v')} = ${value(ROW_VERSION)}, ${wave}, ${instant}`;
}

export function mayBeAsked(
  { waveId, invitedAt }: Pick<Invitation, 'waveId' | 'invitedAt'>,
  quietDays: number,
): Expression {
  const quietSince: Instant = addDays(invitedAt, -quietDays);
  const otherWave = expression`${attribute('lastWaveId')} <> ${value(waveId)}`;
  const longAgo = expression`${attribute('lastInvitedAt')} <= ${value(quietSince)}`;
  const rested = expression`(attribute_not_exists(${attribute('lastInvitedAt')}) or (${otherWave} and ${longAgo}))`;
  return expression`attribute_not_exists(${attribute('optedOutAt')}) and ${rested}`;
}
