import { addDays, milliseconds, type Instant } from '../domain/instant.ts';
import { ROW_VERSION, type Link } from './row-schema.ts';
import { TABLE } from './table.ts';

/** A link's row outlives its expiry by a year, so that its /stop still finds whom it is about. */
export const LINK_KEPT = 366; // days

export interface LinkOrder {
  readonly sellerId: string;
  readonly recommendationId?: string;
  readonly waveId: string;
  readonly keyId: number;
  readonly issueNo: number;
  readonly closesAt: Instant;
}

/** A link to a recommendation's question; without one, to the quarterly questionnaire of its wave. */
export function linkRow(
  tenant: string,
  { sellerId, recommendationId, waveId, keyId, issueNo, closesAt }: LinkOrder,
): Link & { v: number } & Record<string, unknown> {
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
