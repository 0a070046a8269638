import type { UpstreamEvent } from '../../../lib/rounds/event.ts';
import { toInstant } from '../../../lib/domain/instant.ts';
import { isRefusal, readEvent } from '../../../lib/intake/candidate.ts';
import type { OutboxRow } from '../../../lib/store/outbox-row.ts';
import type { StoredRow } from '../../../lib/store/stored-row.ts';
import type { Process } from '../../../lib/rounds/process.ts';
import type { Round } from '../../../lib/rounds/round.ts';
import { contents, type Row } from '../contents.ts';
import { SHARDS_LIVED_IN } from '../marketplace.ts';
import type { World } from '../world.ts';

/** What has happened, wherever it did. */
export interface Outcome {
  readonly world: Pick<World, 'tenant' | 'plain' | 'seen' | 'told' | 'tables'> & {
    readonly clock: Pick<World['clock'], 'now'>;
  };
  readonly delivered: readonly number[]; // events that came to a door
}

/** What there is at the end of a history, read past all faults. */
export interface View {
  readonly ended: Outcome;
  readonly rows: readonly StoredRow[];
  readonly rounds: readonly Round[];
  readonly outbox: readonly OutboxRow[];
  readonly processes: readonly Process[];
  readonly raw: readonly Row[]; // of the facts table, all of it
  readonly erased: ReadonlySet<string>; // sellers whose erasure was accepted
  /** Who is in the ledger as opted out, also where her own request was answered by a failure. */
  readonly optedOut: ReadonlySet<string>;
  /** The events that were accepted, as they are read. */
  readonly accepted: readonly UpstreamEvent[];
}

/** What an invariant found wrong, one sentence each; empty where it holds. */
export type Invariant = (view: View) => readonly string[];

export async function viewOf(ended: Outcome): Promise<View> {
  const { tenant, plain, seen, told, tables } = ended.world;
  const rows: StoredRow[] = [];
  for (let shard = 0; shard < SHARDS_LIVED_IN; shard += 1)
    for await (const row of plain.facts.readShard(tenant.id, shard)) rows.push(row);
  const outbox: OutboxRow[] = [];
  for await (const row of plain.outbox.all(tenant.id)) outbox.push(row);
  const later = toInstant(ended.world.clock.now());
  const accepted = [...seen.accepted].flatMap((index) => {
    const event = readEvent({ place: 0, value: told[index]?.event }, later);
    return isRefusal(event) ? [] : [event];
  });
  const erased = accepted.flatMap((event) => (event.type === 'seller.erased' ? [event.data.sellerId] : []));
  return {
    ended,
    rows,
    rounds: rows.flatMap((row) => (row.kind === 'round' ? [row.round] : [])),
    outbox,
    processes: await plain.facts.readProcesses(tenant.id),
    raw: await contents(tables.client, tables.factsName),
    erased: new Set(erased),
    optedOut: await plain.ledger.among(
      tenant.id,
      'optout',
      rows.map(({ sellerId }) => sellerId),
    ),
    accepted,
  };
}
