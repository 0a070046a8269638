import type { Quarterly } from '../rounds/quarterly.ts';
import { askSeller, type InviteOutcome, type SellerOrder } from './ask-seller.ts';
import { quarterlyKey, roundKey } from './key.ts';
import { ROW_VERSION } from './row-schema.ts';
import { TABLE } from './table.ts';
import type { TableClient } from './table-client.ts';

export interface QuarterlyOrder
  extends
    Omit<Quarterly, 'tenant' | 'answers' | 'sentAt' | 'deliveredAt'>,
    Omit<SellerOrder, 'recommendationId' | keyof Quarterly> {
  /** A recommendation she has had: where it is gone, she was erased meanwhile and nothing is written. */
  readonly knownBy?: string;
}

/** Asks a seller the quarterly questionnaire. The same caps hold as for a question about a recommendation.
 *  @returns why not, where she may not be asked */
export async function inviteQuarterly(
  table: TableClient,
  tenant: string,
  order: QuarterlyOrder,
): Promise<InviteOutcome> {
  const { sellerId, waveId, linkHash, issueNo, invitedAt, closesAt } = order;
  const row = { linkHash, issueNo, invitedAt, closesAt, answers: {}, [TABLE.touchedAt]: invitedAt };
  const Put = {
    TableName: table.name,
    Item: { ...quarterlyKey(tenant, sellerId, waveId), v: ROW_VERSION, ...row },
    ConditionExpression: `attribute_not_exists(${TABLE.partitionKey})`,
  };
  return askSeller(table, tenant, order, { Put }, ...stillThere(table, tenant, order));
}

function stillThere({ name: TableName }: TableClient, tenant: string, { sellerId, knownBy }: QuarterlyOrder) {
  if (knownBy === undefined) return [];
  const Key = { ...roundKey(tenant, sellerId, knownBy) };
  const ConditionExpression = `attribute_exists(${TABLE.partitionKey})`;
  return [{ ConditionCheck: { TableName, Key, ConditionExpression } }];
}
