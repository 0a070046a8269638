import { type Instant, milliseconds, toInstant } from '../domain/instant.ts';
import type { Delivered, Delivery } from '../post/delivery.ts';
import type { EventBus } from '../post/event-bus.ts';
import type { FactsTable } from '../store/facts-table.ts';
import type { LedgerTable } from '../store/ledger-table.ts';
import type { ContestedRow, OutboxRow } from '../store/outbox-row.ts';
import type { Lease, Outbox } from '../store/outbox.ts';
import { sideBySide } from '../store/side-by-side.ts';
import { OUTBOX_LANES } from '../store/table.ts';
import { type Dropped, judge, type Judged, type JudgeParts } from './parcel.ts';

export interface PostParts extends Omit<JudgeParts, 'by'> {
  readonly outbox: Outbox;
  readonly facts: Pick<FactsTable, 'readSeller'>;
  readonly ledger: Pick<LedgerTable, 'has'>;
  readonly delivery: Delivery;
  readonly bus: EventBus;
  readonly clock: () => Instant; // a sweep takes minutes, and leases are short
  readonly newId: () => string;
  readonly until: Instant; // nothing is begun after it
}

/** What became of the messages that were due, each counted once. */
export interface PostCounts {
  readonly sent: number;
  readonly deferred: number; // to after her quiet hours, or well after the invitation
  readonly later: number; // not taken now, tried again
  readonly failed: number; // refused for good
  readonly uncertain: number; // nobody can tell whether it went out
  readonly busy: number; // somebody else is at it
  readonly dropped: Readonly<Partial<Record<Dropped | 'erased', number>>>;
}

/** One sweep of a tenant's outbox. Safe beside another one and after one that died anywhere: a message goes out at most
 *  once, and what nobody can tell about is kept as `uncertain`. One message's failure does not hold up the others.
 *  @throws the first failure, when everything else was done */
export async function sweep(parts: PostParts): Promise<PostCounts> {
  const tally = new Map<Fate, number>();
  const failures: unknown[] = [];
  const state: SweepState = { overloaded: false, inHand: new Set() };
  const lanes = Array.from({ length: OUTBOX_LANES }, (_, lane) => lane);
  await sideBySide(LANES_AT_ONCE, lanes, async (lane) => {
    try {
      for await (const row of parts.outbox.due(parts.tenant.id, lane, parts.clock())) {
        if (state.overloaded || parts.clock() >= parts.until) return;
        if (isSetAside(row)) continue;
        const fate = await handle(parts, row, state).catch((failure: unknown) => void failures.push(failure));
        if (fate !== undefined) tally.set(fate, (tally.get(fate) ?? 0) + 1);
      }
    } catch (failure) {
      failures.push(failure); // a row that cannot be read: the other lanes go on
    }
  });
  if (failures.length > 0) throw failures[0];
  return countsOf(tally);
}

const LANES_AT_ONCE = 8;
const LEASE = 2 * 60 * 1000; // milliseconds; sending gives up after ten seconds
const FIRST_PAUSE = 60 * 1000; // milliseconds; doubles with each attempt
const LONGEST_PAUSE = 60 * 60 * 1000;

type Fate = Exclude<keyof PostCounts, 'dropped'> | Dropped | 'erased';

function isSetAside({ state }: OutboxRow): boolean {
  return state === 'uncertain' || state === 'failed';
}

interface SweepState {
  overloaded: boolean; // nothing more is sent in this sweep
  /** Sellers and waves: an invitation that is late and its reminder are looked at one after the other. */
  readonly inHand: Set<string>;
}

async function handle(parts: PostParts, row: OutboxRow, state: SweepState): Promise<Fate> {
  const name = row.kind === 'invitation' ? `${row.waveId}|${row.sellerId}` : row.id;
  if (state.inHand.has(name)) return 'busy';
  state.inHand.add(name);
  try {
    return await handleAlone(parts, row, state);
  } finally {
    state.inHand.delete(name);
  }
}

async function handleAlone(parts: PostParts, row: OutboxRow, state: SweepState): Promise<Fate> {
  const { outbox, tenant, clock, newId } = parts;
  const by = newId();
  const lease = (): Lease => ({ by, until: toInstant(milliseconds(clock()) + LEASE) });
  const claimed = await outbox.claim(tenant.id, row, lease(), clock());
  if (claimed !== 'claimed') return claimed;
  const order = await orderFor(parts, row);
  if (order.kind === 'drop') {
    await outbox.drop(tenant.id, row, lease());
    return order.why;
  }
  if (order.kind === 'defer') {
    await outbox.defer(tenant.id, row, lease(), order.dueAt);
    return 'deferred';
  }
  if (!(await outbox.startSending(tenant.id, row, lease()))) return 'busy';
  const delivered = await order.send().catch((failure: unknown) => ({ kind: 'unknown' as const, failure }));
  if (delivered.kind === 'later' && delivered.overloaded) state.overloaded = true;
  return settle(parts, row, lease(), delivered);
}

type Order = Exclude<Judged, { kind: 'send' | 'drop' }> | { kind: 'drop'; why: Dropped | 'erased' } | Send;
interface Send {
  readonly kind: 'send';
  readonly send: () => Promise<Delivered>;
}

/** What is to be done about a message, by what stands now. */
async function orderFor(parts: PostParts, row: OutboxRow): Promise<Order> {
  const { ledger, facts, tenant, delivery, clock } = parts;
  const [erased, optedOut] = await Promise.all([
    ledger.has(tenant.id, 'erased', row.sellerId),
    ledger.has(tenant.id, 'optout', row.sellerId),
  ]);
  if (erased) return { kind: 'drop', why: 'erased' };
  const history = await facts.readSeller(tenant.id, row.sellerId);
  if (row.kind === 'contested') return contested(parts, row, history.messages ?? []);
  if (optedOut) return { kind: 'drop', why: 'optedOut' };
  const judged = judge(row, history, { ...parts, by: delivery.by }, clock());
  if (judged.kind !== 'send') return judged;
  return { kind: 'send', send: () => delivery.send(judged.parcel) };
}

/** That she wrote to the marketplace: told whatever she wants to receive herself. */
function contested(
  { bus, tenant, clock }: PostParts,
  { id, sellerId, messageId }: ContestedRow,
  messages: readonly { readonly messageId: string; readonly recommendationId: string }[],
): Order {
  const message = messages.find((each) => each.messageId === messageId);
  if (message === undefined) return { kind: 'drop', why: 'gone' };
  const { recommendationId } = message;
  const data = { sellerId, recommendationId, messageId };
  const event = {
    id: `${tenant.id}|${id}`,
    tenant: tenant.id,
    type: 'seller.contested',
    at: clock(),
    data,
  } as const;
  return { kind: 'send', send: () => bus.put(event) };
}

async function settle(
  { outbox, tenant, clock }: PostParts,
  row: OutboxRow,
  lease: Lease,
  delivered: Delivered | { readonly kind: 'unknown'; readonly failure: unknown },
): Promise<Fate> {
  const now = clock();
  switch (delivered.kind) {
    case 'sent':
      await outbox.done(tenant.id, row, lease, now);
      return 'sent';
    case 'later':
      await outbox.defer(tenant.id, row, lease, toInstant(milliseconds(now) + pauseAfter(row.claims)));
      return 'later';
    case 'refused':
      await outbox.setAside(tenant.id, row, lease, { state: 'failed', why: delivered.why, now });
      return 'failed';
    case 'unknown': {
      const { failure } = delivered;
      // its name only: its text may hold an address
      const why = failure instanceof Error ? failure.name : 'unknown failure';
      await outbox.setAside(tenant.id, row, lease, { state: 'uncertain', why, now });
      return 'uncertain';
    }
  }
}

/** @param claims before this one */
function pauseAfter(claims: number): number {
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(claims, 10));
}

function countsOf(tally: ReadonlyMap<Fate, number>): PostCounts {
  const count = (fate: Fate) => tally.get(fate) ?? 0;
  const kinds = ['sent', 'deferred', 'later', 'failed', 'uncertain', 'busy'] as const;
  const dropped = [...tally].filter(([fate]) => !kinds.some((kind) => kind === fate));
  const [sent, deferred, later, failed, uncertain, busy] = kinds.map(count);
  return {
    sent: sent ?? 0,
    deferred: deferred ?? 0,
    later: later ?? 0,
    failed: failed ?? 0,
    uncertain: uncertain ?? 0,
    busy: busy ?? 0,
    dropped: Object.fromEntries(dropped),
  };
}
