import type { Parcel } from '../../lib/post/delivery.ts';
import type { Round } from '../../lib/rounds/round.ts';
import type { Answer, Json } from './wire.ts';

/** A form that a seller sent and what came of it, as she could tell. */
export interface Sent {
  readonly mail: Parcel;
  readonly form: Readonly<Record<string, string>>;
  readonly begun: number; // true time at which it was sent
  readonly at: number; // and at which it was answered
  readonly status: number; // of the answer
  readonly told: string | null; // by the address she was sent on to
}

/** What a seller's round holds right after she was told that her answer is recorded, read past all faults. */
export interface Receipt {
  readonly sent: Sent;
  readonly round: Round | undefined;
}

/** A change of the outbox, as the engine committed it. */
export interface OutboxChange {
  readonly change: 'put' | 'delete';
  readonly sk: string; // <dueAt>#<id>
  readonly at: number;
}

/** Everything that people and systems outside saw, and what the engine committed: what the end is held against. */
export function witness() {
  return {
    accepted: new Set<number>(), // events that somebody was told are taken
    refused: new Map<number, string>(), // and those that were not, with the reason
    notDurable: [] as number[], // taken, it was said, and then not there
    mails: [] as Parcel[], // that went out
    words: [] as string[], // ids of events to the marketplace that went out
    sendings: new Map<string, number>(), // how often each went out
    receipts: [] as Receipt[],
    sent: [] as Sent[],
    outbox: [] as OutboxChange[],
    stopped: new Set<string>(), // sellers who were told that they are asked no more
    setAside: [] as { readonly body: string; readonly reason: string; readonly receives: number }[],
    changed: new Set<string>(), // questions whose link was changed by hand, `seller|recommendation`
    strays: [] as string[], // keys written outside the tenant
    partitions: new Map<string, number>(), // writes by partition
    faults: new Map<string, number>(), // met
    handled: new Map<string, number>(), // events by kind
    runs: new Map<string, number>(), // of functions, by what they do
    calls: new Map<string, number>(), // of the engine, by operation
  };
}
export type Witness = ReturnType<typeof witness>;

export function count(tally: Map<string, number>, name: string, more = 1): void {
  tally.set(name, (tally.get(name) ?? 0) + more);
}

/** Takes down what a call of the engine has changed. */
export function sawWrite(
  seen: Witness,
  tenant: string,
  operation: string,
  input: Json,
  answer: Answer,
  at: number,
) {
  if (answer.status !== 200) return;
  for (const { kind, write } of writesIn(operation, input)) {
    const key = (kind === 'Put' ? write['Item'] : write['Key']) as Record<string, { S?: string }>;
    const [pk = '', sk = ''] = [key['pk']?.S, key['sk']?.S];
    if (pk !== tenant && !pk.startsWith(`${tenant}#`)) seen.strays.push(`${pk} ${sk}`);
    count(seen.partitions, pk);
    if (pk.startsWith(`${tenant}#OUT#`) && (kind === 'Put' || kind === 'Delete'))
      seen.outbox.push({ change: kind === 'Put' ? 'put' : 'delete', sk, at });
  }
}

interface Write {
  readonly kind: string; // Put, Update, Delete
  readonly write: Json;
}

function writesIn(operation: string, input: Json): Write[] {
  if (operation === 'TransactWriteItems')
    return (input['TransactItems'] as Json[]).flatMap((item) =>
      Object.entries(item).map(([kind, write]) => ({ kind, write: write as Json })),
    );
  const kind = /^(Put|Update|Delete)Item$/.exec(operation)?.[1];
  return kind === undefined ? [] : [{ kind, write: input }];
}
