import { isAboutSeller, type OutboxRow } from '../../lib/store/outbox-row.ts';

/** Whom a message is about; empty for word of a report. */
export const sellerOf = (row: OutboxRow): string => (isAboutSeller(row) ? row.sellerId : '');
