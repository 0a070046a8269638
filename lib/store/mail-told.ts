import type { Instant } from '../domain/instant.ts';
import { attribute, expression, value } from './expression.ts';
import { contactKey, quarterlyKey, roundKey } from './key.ts';
import { ROW_VERSION } from './row-schema.ts';
import { TABLE } from './table.ts';
import type { TableClient } from './table-client.ts';
import { writeIf } from './write-if.ts';

/** Why no mail goes to a seller any more: one came back for good, or she called one unwanted. */
export type Silence = 'bouncedAt' | 'complainedAt';

/** When it happened, and when we heard. */
export interface Told {
  readonly at: Instant;
  readonly now: Instant;
}

const touched = (now: Instant) => expression`${attribute(TABLE.touchedAt)} = ${value(now)}`;

/** Keeps when it first happened. */
export async function silence(
  table: TableClient,
  tenant: string,
  sellerId: string,
  why: Silence,
  { at, now }: Told,
): Promise<void> {
  const first = expression`attribute_not_exists(${attribute(why)})`;
  const set = expression`set ${attribute('v')} = ${value(ROW_VERSION)}, ${attribute(why)} = ${value(at)}, ${touched(now)}`;
  await writeIf(table, contactKey(tenant, sellerId), set, first);
}

/** Which invitation was delivered; without `recommendationId`, the quarterly questionnaire of the wave. */
export interface DeliveredTo {
  readonly sellerId: string;
  readonly waveId: string;
  readonly recommendationId?: string;
}

/** Keeps when her mail server first took the invitation. What was erased, or asked again by another wave, stays as it is. */
export async function recordDelivery(
  table: TableClient,
  tenant: string,
  { sellerId, waveId, recommendationId }: DeliveredTo,
  { at, now }: Told,
): Promise<void> {
  const quarterly = recommendationId === undefined;
  const key = quarterly
    ? quarterlyKey(tenant, sellerId, waveId)
    : roundKey(tenant, sellerId, recommendationId);
  const deliveredAt = quarterly ? attribute('deliveredAt') : attribute('invitation', 'deliveredAt');
  const isIt = quarterly
    ? expression`attribute_exists(${attribute('linkHash')})`
    : expression`${attribute('invitation', 'waveId')} = ${value(waveId)}`;
  const first = expression`${isIt} and attribute_not_exists(${deliveredAt})`;
  await writeIf(table, key, expression`set ${deliveredAt} = ${value(at)}, ${touched(now)}`, first);
}
