import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb';
import { addDays, parseInstant, type Instant } from '../../lib/domain/instant.ts';
import { contactKey, roundKey, sellerKey, shardOf } from '../../lib/store/key.ts';
import { tableClient } from '../../lib/store/table-client.ts';

const START = parseInstant('2026-01-05T08:00:00Z') as Instant;
export const CUT = addDays(START, 400);
export const TENANT = 'bench';

type Item = Record<string, unknown>;

/** Rows of one shard as they are after half a year: each seller with weekly rounds that were recommended, acted on, turned out and
 *  were seen; every second one also asked about and answered on the page. */
export function storedRows(sellers: number, rounds: number, shard: number): Item[] {
  const rows: Item[] = [];
  for (const [number, sellerId] of sellersOf(shard, sellers).entries()) {
    const told = { v: 1, lastWaveId: 'w25', lastInvitedAt: addDays(START, 175) };
    rows.push({ ...contactKey(TENANT, sellerId), ...told });
    for (let week = 0; week < rounds; week++) {
      const key = roundKey(TENANT, sellerId, `pricing-${String(week).padStart(3, '0')}`);
      rows.push({ ...key, ...storedRound(number, week) });
    }
    rows.push({ ...sellerKey(TENANT, sellerId), ...storedSeller(number) });
  }
  return rows;
}

function sellersOf(shard: number, count: number): string[] {
  const found: string[] = [];
  for (let number = 0; found.length < count; number++) {
    const sellerId = `seller-${number}`;
    if (shardOf(sellerId) === shard) found.push(sellerId);
  }
  return found;
}

function storedSeller(number: number): Record<string, unknown> {
  const segments = {
    region: ['north', 'south', 'west'][number % 3],
    size: number % 4 === 0 ? 'large' : 'small',
  };
  const seller = {
    ...fact(0, number),
    displayName: `Shop ${number}`,
    email: `shop-${number}@example.com`,
    locale: 'de-AT',
    timeZone: 'Europe/Vienna',
    segments,
    covariates: { tenure: (number % 120) / 10, sales: 1000 + ((number * 7919) % 5000) },
  };
  return { v: 1, touchedAt: START, seller };
}

const fact = (day: number, number: number, at = addDays(START, day)) => ({
  at,
  id: `shop/prices/${String(number).padStart(8, '0')}-${day}`,
  ingestedAt: addDays(at, 0.01),
});

function storedRound(number: number, week: number): Record<string, unknown> {
  const day = 7 * week;
  const drawn = ((number * 31 + week * 17) % 97) / 97;
  const own = 20 + 10 * drawn;
  const value = Math.round(own * (1.02 + drawn / 9) * 100) / 100;
  const chosen = Math.round((own + (value - own) * drawn) * 100) / 100;
  const row = {
    v: 1,
    touchedAt: addDays(START, day + 6),
    recommendation: {
      ...fact(day, number),
      recommender: 'pricing',
      value,
      unit: 'EUR',
      lowerBound: value * 0.9,
      upperBound: value * 1.1,
      title: 'Blue kettle, 1.7 l',
      reasons: ['Shops like yours sold a fifth more at this price', 'Demand rose since last week'],
      expiresAt: addDays(START, day + 7),
      priorPlan: own,
    },
    action: { ...fact(day + 2, number), response: 'adjust', chosen },
    outcome: { ...fact(day + 6, number), value: own * (1 + drawn / 8), result: 120 * drawn },
    outcomeShown: fact(day + 6, number, addDays(START, day + 6.5)),
  };
  return week % 2 === 0 ? row : { ...row, ...asked(number, week, own, chosen) };
}

function asked(number: number, week: number, own: number, chosen: number): Record<string, unknown> {
  const day = 7 * week;
  const wording = { language: 'de', items: ['plan@1', 'decision@1', 'trust@1', 'reason@1', 'privacy@2'] };
  const reply = {
    ...fact(day + 1, number, addDays(START, day + 1.01)),
    wording,
    revision: 1,
    submissionId: `5f0c2a1e-${String(number).padStart(4, '0')}-4c1b-9d${week % 10}0-7a2b1c3d4e5f`,
    decision: 'adjust',
    chosen,
    trustRating: 1 + ((number + week) % 7),
    mainReason: week % 3 === 0 ? 'own-experience' : null,
  };
  return {
    priorPlan: { ...fact(day + 1, number), wording, value: own, revealedAt: addDays(START, day + 1) },
    replies: { [reply.submissionId]: reply },
    invitation: {
      waveId: `w${week}`,
      linkHash: 'ab'.repeat(32),
      issueNo: 1,
      arm: 'elicit',
      invitedAt: addDays(START, day),
      closesAt: addDays(START, day + 6),
      sentAt: addDays(START, day + 0.01),
    },
  };
}

/** Puts rows into a table as they are. */
export async function putRows(
  client: DynamoDBClient,
  table: string,
  rows: readonly Record<string, unknown>[],
) {
  const { documents } = tableClient(client, table);
  for (let from = 0; from < rows.length; from += 25) {
    const requests = rows.slice(from, from + 25).map((Item) => ({ PutRequest: { Item } }));
    await documents.send(new BatchWriteCommand({ RequestItems: { [table]: requests } }));
  }
}
