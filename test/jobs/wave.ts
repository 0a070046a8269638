import { createHash } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { addDays } from '../../lib/domain/instant.ts';
import type { InviteParts } from '../../lib/jobs/invite.ts';
import { openLink } from '../../lib/outreach/open-link.ts';
import type { Questionnaire } from '../../lib/outreach/wave.ts';
import { contactKey, shardOf } from '../../lib/store/key.ts';
import { outbox } from '../../lib/store/outbox.ts';
import type { OutboxRow } from '../../lib/store/outbox-row.ts';
import { tableClient } from '../../lib/store/table-client.ts';
import { fact, marketplace, NOW, recommendation, RING, TENANT } from '../survey/marketplace.ts';
import type { Tables } from '../tables.ts';

export interface Range {
  readonly from: number;
  readonly to: number;
}

export const wave = (
  range: Range,
  waveId: string,
  now = NOW,
  questionnaire: Questionnaire = 'recommendation',
) => ({ tenant: TENANT.id, waveId, now, questionnaire, range });

/** Sellers that a wave may meet, in the tables of a test. */
export function waveWorld(tables: () => Tables) {
  const { facts, ledger } = marketplace(tables);
  let shards = 0;
  return {
    facts,
    ledger,
    ownRange,
    parts,
    sellers,
    describeSeller,
    linksOf,
    messages,
    silence,
    invitedBefore,
  };

  /** Every test has shards of its own, so that no wave meets another test's sellers. */
  function ownRange(): Range {
    shards += 32;
    return { from: shards - 32, to: shards - 1 };
  }

  function parts(over: Partial<InviteParts> = {}): InviteParts {
    const delivery = 'events';
    return { facts: facts(), ledger: ledger(), keyRing: RING, tenant: TENANT, delivery, ...over };
  }

  /** Sellers of a range with two open rounds each. */
  async function sellers(range: Range, count: number): Promise<string[]> {
    const ids = idsIn(range, count);
    const rounds = ids.flatMap((sellerId) =>
      [2, 9].map((days) => ({
        sellerId,
        recommendationId: `rec-${days}`,
        recommendation: recommendation({ expiresAt: addDays(NOW, days) }),
      })),
    );
    await facts().importRounds(TENANT.id, rounds, NOW);
    return ids;
  }

  async function describeSeller(
    sellerId: string,
    over: { email?: string; timeZone?: string },
  ): Promise<void> {
    const described = { ...fact(), segments: {}, covariates: {}, ...over };
    await facts().putSeller(TENANT.id, sellerId, described, NOW);
  }

  async function linksOf(sellerId: string, ring = RING) {
    const { rounds } = await facts().readSeller(TENANT.id, sellerId);
    return rounds.flatMap((round) => openLink(round, ring, TENANT, NOW) ?? []);
  }

  async function messages(waveId: string): Promise<OutboxRow[]> {
    const rows: OutboxRow[] = [];
    for await (const row of outbox(tables().client, tables().factsName).all(TENANT.id))
      if (row.kind === 'invitation' && row.waveId === waveId) rows.push(row);
    return rows;
  }

  /** A bounce or a complaint, as the intake notes it. */
  async function silence(sellerId: string, what: 'bouncedAt' | 'complainedAt'): Promise<void> {
    const { documents, name: TableName } = tableClient(tables().client, tables().factsName);
    const Item = { ...contactKey(TENANT.id, sellerId), v: 1, [what]: NOW };
    await documents.send(new PutCommand({ TableName, Item }));
  }

  async function invitedBefore(sellerId: string, days: number): Promise<void> {
    const waveId = `before-${days}`;
    const invitedAt = addDays(NOW, -days);
    const linkHash = createHash('sha256').update(`${sellerId} ${waveId}`).digest('hex');
    const closesAt = addDays(invitedAt, 7);
    const order = { sellerId, waveId, linkHash, keyId: 1, issueNo: 1, invitedAt, closesAt };
    await facts().inviteQuarterly(TENANT.id, order);
  }
}

/** Ids of sellers who live in a range. */
export function idsIn({ from, to }: Range, count: number, name = 'shop'): string[] {
  const ids: string[] = [];
  for (let i = 0; ids.length < count; i += 1) {
    const shard = shardOf(`${name}-${i}`);
    if (shard >= from && shard <= to) ids.push(`${name}-${i}`);
  }
  return ids;
}
