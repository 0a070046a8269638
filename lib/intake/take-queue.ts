import type { Candidate } from './candidate.ts';
import { type DoorEvent, readMessage } from './door-event.ts';
import type { Taken } from './intake.ts';
import type { Message } from './queued.ts';

/** After so many receives a message is set aside with its reason; the queue itself lets it be received once more, for a
 *  function that died with it. */
export const MOST_RECEIVES = 5;

export interface QueueParts {
  /** Takes events of one tenant; what it refuses is told by `refused`. Throws when the table or the ledger fails. */
  readonly take: (tenant: string, events: readonly Candidate[]) => Promise<Taken>;
  readonly refused: (tenant: string, message: Message, why: Taken['refused']) => Promise<void>;
  /** Takes a file or the word of a mail. */
  readonly takeOther: (event: Extract<DoorEvent, { kind: 'file' | 'mail' }>) => Promise<void>;
  readonly setAside: (message: Message, reason: string) => Promise<void>;
}

export interface TakenQueue {
  readonly accepted: number;
  readonly refused: number;
  readonly erased: number;
  readonly setAside: number;
  readonly again: readonly string[]; // ids of messages that are to come again
}

type Read = { readonly message: Message; readonly event: DoorEvent };

/** Takes what a queue hands over. Events of a tenant are taken together, so that those of one round are one write; if that
 *  fails, each is tried alone, so that what one of them does to us costs only itself. What fails comes again, up to
 *  `MOST_RECEIVES` times, and is then set aside with the reason; what cannot be read at all is set aside at once. */
export async function takeQueue(messages: readonly Message[], parts: QueueParts): Promise<TakenQueue> {
  const tally = { accepted: 0, refused: 0, erased: 0, setAside: 0 };
  const again: string[] = [];
  const byTenant = new Map<string, Read[]>();
  for (const message of messages) {
    const event = readMessage(message.body);
    if ('reason' in event) await aside(message, event.reason);
    else if (event.kind === 'event')
      byTenant.set(event.tenant, [...(byTenant.get(event.tenant) ?? []), { message, event }]);
    else await guarded(message, () => parts.takeOther(event));
  }
  for (const [tenant, reads] of byTenant) {
    const together = await attempt(() => take(tenant, reads));
    if (together === undefined) continue;
    if (reads.length === 1) await failed(reads[0]?.message, together);
    else for (const read of reads) await guarded(read.message, () => take(tenant, [read]));
  }
  return { ...tally, again };

  async function take(tenant: string, reads: readonly Read[]): Promise<void> {
    const events = reads.flatMap(({ event }, place) =>
      event.kind === 'event' ? [{ place, value: event.value }] : [],
    );
    const taken = await parts.take(tenant, events);
    for (const [place, { message }] of reads.entries()) {
      const why = taken.refused.flatMap((one) =>
        one.place === place ? [Object.assign({}, one, { place: 0 })] : [],
      );
      if (why.length > 0) await parts.refused(tenant, message, why);
    }
    tally.accepted += taken.accepted;
    tally.refused += taken.refused.length;
    tally.erased += taken.erased;
  }

  async function guarded(message: Message, work: () => Promise<void>): Promise<void> {
    const failure = await attempt(work);
    if (failure !== undefined) await failed(message, failure);
  }

  async function failed(message: Message | undefined, reason: string): Promise<void> {
    if (message === undefined) return;
    if (message.receives < MOST_RECEIVES) again.push(message.id);
    else await aside(message, reason);
  }

  async function aside(message: Message, reason: string): Promise<void> {
    if ((await attempt(() => parts.setAside(message, reason))) === undefined) tally.setAside += 1;
    else again.push(message.id);
  }
}

/** @returns why it failed, in words that hold nothing of the message; undefined: it did not */
async function attempt(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (failure) {
    return failure instanceof Error ? `${failure.name}: ${failure.message}`.slice(0, 250) : 'unknown failure';
  }
}
