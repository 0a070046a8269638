import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import type { Quarterly } from '../rounds/quarterly.ts';
import { conditionalUpdate } from './expression.ts';
import { linkRow, mayBeAsked, QUIET_DAYS, setContact, type InviteOutcome } from './invite.ts';
import { contactKey, linkKey, quarterlyKey } from './key.ts';
import { cancellationCodes, patiently } from './retry.ts';
import { ROW_VERSION } from './row-schema.ts';
import { TABLE } from './table.ts';
import type { TableClient } from './table-client.ts';

export interface QuarterlyOrder extends Omit<Quarterly, 'tenant' | 'answers'> {
  readonly keyId: number;
  /** Days between two invitations to one seller. */
  readonly quietDays?: number;
}

/** Asks a seller the quarterly questionnaire: its row, its link and her contact state together, or nothing at all. The
 *  same caps hold as for a question about a recommendation. */
export async function inviteQuarterly(
  { documents, name: TableName }: TableClient,
  tenant: string,
  { keyId, quietDays = QUIET_DAYS, ...asked }: QuarterlyOrder,
): Promise<InviteOutcome> {
  const { sellerId, waveId, ...invitation } = asked;
  const absent = { TableName, ConditionExpression: `attribute_not_exists(${TABLE.partitionKey})` };
  const link = linkRow(tenant, { ...asked, keyId });
  const row = { v: ROW_VERSION, ...invitation, answers: {}, [TABLE.touchedAt]: invitation.invitedAt };
  const contact = conditionalUpdate(setContact(asked), mayBeAsked(asked, quietDays));
  const TransactItems = [
    { Put: { ...absent, Item: { ...linkKey(tenant, asked.linkHash), ...link } } },
    { Put: { ...absent, Item: { ...quarterlyKey(tenant, sellerId, waveId), ...row } } },
    { Update: { TableName, Key: { ...contactKey(tenant, sellerId) }, ...contact } },
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
