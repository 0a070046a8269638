import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { addDays, type Instant, milliseconds, toInstant } from '../../lib/domain/instant.ts';
import type { Tenant } from '../../lib/domain/tenant.ts';
import { type PostParts, sweep } from '../../lib/jobs/post.ts';
import { invitationId, mintToken } from '../../lib/link/token.ts';
import type { Delivered, Delivery, Mail, Parcel } from '../../lib/post/delivery.ts';
import type { EventOut } from '../../lib/post/event-bus.ts';
import type { SellerFact } from '../../lib/rounds/seller.ts';
import type { Invitation, Recommendation } from '../../lib/rounds/round.ts';
import { factsTable } from '../../lib/store/facts-table.ts';
import { ledgerTable } from '../../lib/store/ledger-table.ts';
import { outboxPut } from '../../lib/store/outbox-put.ts';
import type { Message, OutboxRow } from '../../lib/store/outbox-row.ts';
import { outbox } from '../../lib/store/outbox.ts';
import { tellOnce } from '../../lib/store/tell-once.ts';
import { tableClient } from '../../lib/store/table-client.ts';
import { fact, NOW, recommendation, RING, TENANT } from '../survey/marketplace.ts';
import type { Tables } from '../tables.ts';

export const WAVE = 'wave-1';
let tenants = 0;

/** A marketplace of its own in the tables of a test, with invitations that wait in the outbox. */
export function outboxWorld(tables: () => Tables, over: Partial<Tenant> = {}) {
  const tenant: Tenant = { ...TENANT, ...over, id: `t${(tenants += 1)}` };
  const { client, factsName, ledgerName } = tables();
  const facts = factsTable(client, factsName);
  const ledger = ledgerTable(client, ledgerName, RING);
  const box = outbox(client, factsName);
  const sent: Parcel[] = [];
  const told: EventOut[] = [];
  const letters: Mail[] = []; // to people of the marketplace
  let ids = 0;
  const world = { now: NOW };

  const delivery = (
    answer: () => Promise<Delivered> = () => Promise.resolve({ kind: 'sent' }),
  ): Delivery => ({
    by: 'mail',
    async send(parcel) {
      const delivered = await answer();
      if (delivered.kind === 'sent') sent.push(parcel);
      return delivered;
    },
  });
  const parts = (changes: Partial<PostParts> = {}): PostParts => ({
    tenant,
    keyRing: RING,
    surveyUrl: 'https://survey.example',
    outbox: box,
    facts,
    ledger,
    delivery: delivery(),
    bus: { put: (event) => Promise.resolve(void told.push(event)).then(() => ({ kind: 'sent' })) },
    mails: (mail) => Promise.resolve(void letters.push(mail)).then(() => ({ kind: 'sent' })),
    clock: () => world.now,
    newId: () => `sweep-${(ids += 1)}`,
    until: addDays(NOW, 365),
    ...changes,
  });
  return {
    tenant,
    facts,
    ledger,
    tellOnce: tellOnce(client, factsName),
    box,
    sent,
    told,
    letters,
    world,
    delivery,
    invite,
    put,
    rows,
    pass,
    parts,
    sweep: run,
    sweepWith: sweep,
  };

  function run(changes: Partial<PostParts> = {}) {
    return sweep(parts(changes));
  }

  /** Time goes by. @param minutes since the last time */
  function pass(minutes: number): void {
    world.now = toInstant(milliseconds(world.now) + minutes * 60_000);
  }

  async function rows(): Promise<OutboxRow[]> {
    const found: OutboxRow[] = [];
    for await (const row of box.all(tenant.id)) found.push(row);
    return found;
  }

  /** A seller with one recommendation and an invitation to it that is due. */
  async function invite(
    sellerId: string,
    changes: {
      seller?: Partial<SellerFact>;
      recommendation?: Partial<Recommendation>;
      arm?: Invitation['arm'];
      withheld?: readonly string[];
      dueAt?: Instant;
      reminders?: readonly Instant[];
      closesAt?: Instant;
    } = {},
  ): Promise<{ token: string }> {
    const recommendationId = 'rec-1';
    const described = { ...fact(), segments: {}, covariates: {}, displayName: 'Kitchen Corner' };
    const address = { email: `${sellerId}@example.com`, locale: 'en-US' };
    await facts.putSeller(tenant.id, sellerId, { ...described, ...address, ...changes.seller }, NOW);
    const known = { sellerId, recommendationId, recommendation: recommendation(changes.recommendation) };
    await facts.importRounds(tenant.id, [known], NOW);
    const name = invitationId(tenant.id, sellerId, recommendationId, WAVE);
    const { token, linkHash, keyId } = mintToken(RING, tenant, name, 1);
    const { arm = 'show', closesAt = addDays(NOW, 5), dueAt = NOW, reminders = [], withheld } = changes;
    const sendings = [dueAt, ...reminders].map((at, reminder) => ({ reminder, dueAt: at }));
    const order = { sellerId, recommendationId, keyId, waveId: WAVE, linkHash, issueNo: 1, arm, closesAt };
    await facts.invite(tenant.id, { ...order, invitedAt: NOW, sendings, ...(withheld && { withheld }) });
    return { token };
  }

  async function put(message: Message, dueAt = NOW): Promise<void> {
    const { documents, name } = tableClient(client, factsName);
    const TransactItems = [outboxPut(name, tenant.id, message, dueAt)];
    await documents.send(new TransactWriteCommand({ TransactItems }));
  }
}
export type OutboxWorld = ReturnType<typeof outboxWorld>;
