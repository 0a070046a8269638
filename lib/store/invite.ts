import type { Invitation } from '../rounds/round.ts';
import { askSeller, type InviteOutcome, type SellerOrder } from './ask-seller.ts';
import { attribute, conditionalUpdate, expression, value, type Expression } from './expression.ts';
import { roundKey } from './key.ts';
import { TABLE } from './table.ts';
import type { TableClient } from './table-client.ts';

export interface InvitationOrder extends Invitation, Omit<SellerOrder, keyof Invitation> {
  readonly recommendationId: string;
}

/** Asks a seller about a recommendation that nobody has asked her about: the invitation joins its round.
 *  @returns why not, where she may not be asked */
export async function invite(
  table: TableClient,
  tenant: string,
  order: InvitationOrder,
): Promise<InviteOutcome> {
  const Key = { ...roundKey(tenant, order.sellerId, order.recommendationId) };
  const write = conditionalUpdate(setInvitation(order), NOT_YET_INVITED);
  return askSeller(table, tenant, order, { Update: { TableName: table.name, Key, ...write } });
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
  const touched = expression`${attribute(TABLE.touchedAt)} = ${value(invitedAt)}`;
  return expression`set ${attribute('invitation')} = ${value(invitation)}, ${room}, ${touched}`;
}
