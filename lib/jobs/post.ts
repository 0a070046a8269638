import { type Instant, milliseconds, toInstant } from '../domain/instant.ts';
import type { Delivered } from '../post/delivery.ts';
import type { OutboxRow } from '../store/outbox-row.ts';
import type { Lease, Outbox } from '../store/outbox.ts';
import { sideBySide } from '../store/side-by-side.ts';
import { OUTBOX_LANES } from '../store/table.ts';
import { orderFor, type OrderParts, type WhyDropped } from './order.ts';

export interface PostParts extends OrderParts {
  readonly outbox: Outbox;
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
  readonly late: number; // seconds that the one which waited longest had been due
  readonly dropped: Readonly<Partial<Record<WhyDropped, number>>>;
}

/** One sweep of a tenant's outbox. Safe beside another one and after one that died anywhere: a message goes out at most
 *  once, and what nobody can tell about is kept as `uncertain`. One message's failure does not hold up the others.
 *  @throws the first failure, when everything else was done */
export async function sweep(parts: PostParts): Promise<PostCounts> {
  const tally = new Map<Fate, number>();
  const failures: unknown[] = [];
  const state: SweepState = { overloaded: false, inHand: new Set(), late: 0 };
  const lanes = Array.from({ length: OUTBOX_LANES }, (_, lane) => lane);
  await sideBySide(LANES_AT_ONCE, lanes, async (lane) => {
    try {
      for await (const row of parts.outbox.due(parts.tenant.id, lane, parts.clock())) {
        if (state.overloaded || parts.clock() >= parts.until) return;
        if (isSetAside(row)) continue;
        state.late = Math.max(state.late, milliseconds(parts.clock()) - milliseconds(row.dueAt));
        const fate = await handle(parts, row, state).catch((failure: unknown) => void failures.push(failure));
        if (fate !== undefined) tally.set(fate, (tally.get(fate) ?? 0) + 1);
      }
    } catch (failure) {
      failures.push(failure); // a row that cannot be read: the other lanes go on
    }
  });
  if (failures.length > 0) throw failures[0];
  return countsOf(tally, Math.round(state.late / 1000));
}

const LANES_AT_ONCE = 8;
const LEASE = 2 * 60 * 1000; // milliseconds; sending gives up after ten seconds
const FIRST_PAUSE = 60 * 1000; // milliseconds; doubles with each attempt
const LONGEST_PAUSE = 60 * 60 * 1000;

type Fate = Exclude<keyof PostCounts, 'dropped' | 'late'> | WhyDropped;

function isSetAside({ state }: OutboxRow): boolean {
  return state === 'uncertain' || state === 'failed';
}

interface SweepState {
  overloaded: boolean; // nothing more is sent in this sweep
  late: number; // milliseconds
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

function countsOf(tally: ReadonlyMap<Fate, number>, late: number): PostCounts {
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
    late,
    dropped: Object.fromEntries(dropped),
  };
}
