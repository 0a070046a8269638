import type { Instant } from '../domain/instant.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Delivered, Delivery, SendMail } from '../post/delivery.ts';
import type { EventBus, EventOut } from '../post/event-bus.ts';
import type { FactsTable } from '../store/facts-table.ts';
import type { LedgerTable } from '../store/ledger-table.ts';
import { isAboutSeller, type OutboxRow, type SellerRow } from '../store/outbox-row.ts';
import type { SellerHistory } from '../store/seller-history.ts';
import { type Dropped, judge, type Judged, type JudgeParts } from './parcel.ts';
import { reportOrder, type WhyUntold } from './report-order.ts';

export interface OrderParts extends Omit<JudgeParts, 'by'> {
  readonly facts: Pick<FactsTable, 'readSeller'>;
  readonly ledger: Pick<LedgerTable, 'has'>;
  readonly delivery: Delivery;
  readonly bus: EventBus;
  /** Absent: the marketplace writes its mails itself. */
  readonly mails?: SendMail;
  /** Where reports open, without a slash at the end; absent: they are read by the command line. */
  readonly reportUrl?: string;
  readonly clock: () => Instant; // a sweep takes minutes, and leases are short
}

export type WhyDropped = Dropped | 'erased' | WhyUntold;

/** What is to be done about a message. */
export type Order =
  | { readonly kind: 'drop'; readonly why: WhyDropped }
  | Extract<Judged, { kind: 'defer' }>
  | { readonly kind: 'send'; readonly send: () => Promise<Delivered> };

/** What is to be done about a message, by what stands now. */
export async function orderFor(parts: OrderParts, row: OutboxRow): Promise<Order> {
  if (!isAboutSeller(row)) return reportOrder(parts, row);
  const { ledger, facts, tenant, delivery, clock } = parts;
  const [erased, optedOut] = await Promise.all([
    ledger.has(tenant.id, 'erased', row.sellerId),
    ledger.has(tenant.id, 'optout', row.sellerId),
  ]);
  if (erased) return { kind: 'drop', why: 'erased' };
  const history = await facts.readSeller(tenant.id, row.sellerId);
  // that she answered or wrote is told whatever she wants to receive herself
  if (row.kind !== 'invitation') {
    const word = wordOf(row, history, tenant, clock());
    return word === undefined ? { kind: 'drop', why: 'gone' } : put(parts, word);
  }
  if (optedOut) return { kind: 'drop', why: 'optedOut' };
  const judged = judge(row, history, { ...parts, by: delivery.by }, clock());
  if (judged.kind !== 'send') return judged;
  return { kind: 'send', send: () => delivery.send(judged.parcel) };
}

function put({ bus }: OrderParts, event: EventOut): Order {
  return { kind: 'send', send: () => bus.put(event) };
}

/** Word of what a seller did, by ids; undefined where it is not there any more. */
function wordOf(
  row: Exclude<SellerRow, { kind: 'invitation' }>,
  { messages = [], rounds }: SellerHistory,
  tenant: Tenant,
  at: Instant,
): EventOut | undefined {
  const { sellerId } = row;
  const event = { id: `${tenant.id}|${row.id}`, tenant: tenant.id, at };
  if (row.kind === 'contested') {
    const message = messages.find(({ messageId }) => messageId === row.messageId);
    if (message === undefined) return undefined;
    const { recommendationId, messageId } = message;
    return { ...event, type: 'seller.contested', data: { sellerId, recommendationId, messageId } };
  }
  const { recommendationId, revision } = row;
  const answered = rounds.some((round) => round.recommendationId === recommendationId && round.reply);
  if (!answered) return undefined;
  return { ...event, type: 'seller.replied', data: { sellerId, recommendationId, revision } };
}
