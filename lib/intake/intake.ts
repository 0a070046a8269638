import type { UpstreamEvent } from '../rounds/event.ts';
import { laterOf } from '../rounds/merge.ts';
import type { SellerFact } from '../rounds/seller.ts';
import { isRoundEvent, toFacts, toSeller } from '../rounds/to-facts.ts';
import type { FactsTable } from '../store/facts-table.ts';
import type { LedgerTable } from '../store/ledger-table.ts';
import { sideBySide } from '../store/side-by-side.ts';
import { isRefusal, readEvent, type Candidate } from './candidate.ts';
import type { Refusal } from './refusal.ts';
import { eraseLate, isErasure, takeErasures, type ErasureParts } from './take-erasures.ts';
import { type MailParts, takeMail } from './take-mail.ts';
import { takeProcesses } from './take-processes.ts';

export interface IntakeParts extends ErasureParts {
  readonly facts: Pick<FactsTable, 'importRounds' | 'putSeller' | 'putProcess' | 'recordExposures'> &
    MailParts['facts'];
  readonly ledger: Pick<LedgerTable, 'among' | 'add'>;
}

/** What became of the events: every one is accepted or refused. Accepted means durable, or known before. */
export interface Taken {
  readonly accepted: number;
  readonly refused: readonly Refusal[]; // in the order they came
  readonly erased: number; // of the refused, those about sellers who were erased
}

const BATCH = 5000; // events held and merged at once
const SELLERS_AT_ONCE = 16; // writes

/** Takes events in any order, any number of times: each is read, those of erased sellers are refused, and the rest are
 *  merged a round at a time before they are written. A bad event costs only itself. An erasure comes before everything
 *  else in its batch, wherever it stands.
 *  @throws when the table or the ledger fails; sending everything again is then safe */
export async function intake(
  candidates: Iterable<Candidate> | AsyncIterable<Candidate>,
  tenant: string,
  parts: IntakeParts,
): Promise<Taken> {
  let accepted = 0;
  const refused: Refusal[] = [];
  let erased = 0;
  let batch: Candidate[] = [];
  const take = async () => {
    const taken = await takeBatch(batch, tenant, parts);
    accepted += taken.accepted;
    erased += taken.erased;
    refused.push(...taken.refused);
    batch = [];
  };
  for await (const candidate of candidates) if (batch.push(candidate) === BATCH) await take();
  if (batch.length > 0) await take();
  return { accepted, refused, erased };
}

async function takeBatch(batch: readonly Candidate[], tenant: string, parts: IntakeParts): Promise<Taken> {
  const read = batch.map((candidate) => ({
    place: candidate.place,
    event: readEvent(candidate, parts.now),
  }));
  const events = read.flatMap(({ event }) => (isRefusal(event) ? [] : [event]));
  await takeErasures(events, tenant, parts);
  const sellers = new Set(events.flatMap(sellersOf));
  const gone = sellers.size === 0 ? sellers : await parts.ledger.among(tenant, 'erased', sellers);
  const late = (event: UpstreamEvent) =>
    isErasure(event) ? undefined : sellersOf(event).find((sellerId) => gone.has(sellerId));
  const wanted = events.filter((event) => late(event) === undefined);
  await write(wanted, tenant, parts);
  // also those refused: whoever wrote about them before may have died without this look
  await eraseLate(events.filter((event) => !isErasure(event)).flatMap(sellersOf), tenant, parts);
  const refused = read.flatMap(({ place, event }) => {
    if (isRefusal(event)) return [event];
    const erased = late(event);
    return erased === undefined ? [] : [refuseErased(place, event, erased)];
  });
  return { accepted: wanted.length, refused, erased: events.length - wanted.length };
}

async function write(events: readonly UpstreamEvent[], tenant: string, { facts, ledger, now }: IntakeParts) {
  const rounds = events.filter(isRoundEvent);
  const sellers = new Map<string, SellerFact>();
  for (const event of events) {
    if (event.type !== 'seller.described') continue;
    const { sellerId, seller } = toSeller(event, now);
    sellers.set(sellerId, laterOf(sellers.get(sellerId), seller) ?? seller);
  }
  await sideBySide(SELLERS_AT_ONCE, [...sellers], ([sellerId, seller]) =>
    facts.putSeller(tenant, sellerId, seller, now),
  );
  await facts.importRounds(
    tenant,
    rounds.map((event) => toFacts(event, now)),
    now,
  );
  await takeProcesses(events, tenant, { facts, now });
  await takeMail(events, tenant, { facts, ledger, now });
}

/** Whom an event is about: one seller, or none. */
function sellersOf({ data }: UpstreamEvent): string[] {
  return 'sellerId' in data ? [data.sellerId] : [];
}

function refuseErased(place: number, event: UpstreamEvent, sellerId: string): Refusal {
  const reason = 'this seller was erased; stop sending events about her';
  return { place, id: event.id, field: 'data.sellerId', value: sellerId, reason };
}
