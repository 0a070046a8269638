import { ScanCommand } from '@aws-sdk/lib-dynamodb';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { toInstant } from '../../lib/domain/instant.ts';
import { intake } from '../../lib/intake/intake.ts';
import { enginesPresent } from '../../lib/local/engine.ts';
import { factsTable } from '../../lib/store/facts-table.ts';
import { tableClient } from '../../lib/store/table-client.ts';
import { withTables } from '../engine.ts';
import type { Tables } from '../tables.ts';

const nobody = { among: async () => new Set<string>(), add: async () => {} };
const minute = (n: number) => new Date(Date.UTC(2026, 0, 5, 8, n)).toISOString();

/** 1,000 events about 40 sellers and 160 rounds: corrections, early outcomes, ties in time. */
function thousandEvents(seed: number): object[] {
  const event = fc.record({
    seller: fc.nat(39),
    round: fc.nat(3),
    minute: fc.nat(30),
    value: fc.integer({ min: 1, max: 99 }),
    kind: fc.nat(4),
  });
  const [drawn = []] = fc.sample(fc.array(event, { minLength: 1000, maxLength: 1000 }), { seed, numRuns: 1 });
  return drawn.map((each, n) => {
    const sellerId = `s${each.seller}`;
    const about = { sellerId, recommendationId: `r${each.round}` };
    const kinds = [
      [
        'recommendation.issued',
        { ...about, recommender: 'pricing', value: each.value, unit: 'EUR', expiresAt: minute(900) },
      ],
      ['seller.acted', { ...about, response: 'adjust', chosen: each.value }],
      ['outcome.observed', { ...about, value: each.value }],
      ['outcome.shown', about],
      ['seller.described', { sellerId, segments: { size: `size ${each.value}` } }],
    ] as const;
    const [type, data] = kinds[each.kind] ?? kinds[0];
    return { specversion: '1.0', id: `e${n % 700}`, source: 'shop', type, time: minute(each.minute), data };
  });
}

/** Everything in the table but for when we heard of it. */
async function contentOf({ client, factsName }: Tables): Promise<unknown[]> {
  const { documents } = tableClient(client, factsName);
  const rows: Record<string, unknown>[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await documents.send(
      new ScanCommand({ TableName: factsName, ...(from && { ExclusiveStartKey: from }) }),
    );
    rows.push(...(page.Items ?? []));
    from = page.LastEvaluatedKey;
  } while (from !== undefined);
  const kept = rows.map((row) =>
    JSON.parse(
      JSON.stringify(row, (key, value: unknown) =>
        /^(ingestedAt|touchedAt)$/.test(key) ? undefined : value,
      ),
    ),
  );
  return kept.toSorted((a, b) => (a.pk + a.sk < b.pk + b.sk ? -1 : 1));
}

const eraser = { erase: async () => Promise.reject(new Error('nobody is erased here')) };

async function deliver(tables: Tables, events: readonly object[], hour: number): Promise<void> {
  const facts = factsTable(tables.client, tables.factsName);
  const now = toInstant(Date.UTC(2026, 0, 6, hour));
  const candidates = events.map((value, place) => ({ place, value }));
  const { accepted } = await intake(candidates, 'us', { facts, ledger: nobody, eraser, now });
  expect(accepted).toBe(events.length);
}

function shuffled<T>(items: readonly T[], seed: number): T[] {
  const [found] = fc.sample(fc.shuffledSubarray([...items], { minLength: items.length }), {
    seed,
    numRuns: 1,
  });
  return found ?? [];
}

// the whole promise on the engine that is used here, a part of it on those that are only checked
describe.each(enginesPresent().map((name, n) => [n === 0 ? 1000 : 250, name] as const))(
  '%i events on %s',
  (count, name) => {
    const once = withTables({ name });
    const twice = withTables({ name });
    const atOnce = withTables({ name });
    const events = thousandEvents(11).slice(0, count);
    const inOrder = events.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
    const again = shuffled([...events, ...events], 12);
    const parts = Array.from({ length: 4 }, (_, n) => again.slice((n * count) / 2, ((n + 1) * count) / 2));
    let content: unknown[] = [];
    beforeAll(async () => {
      await deliver(once(), inOrder, 0);
      content = await contentOf(once());
    });

    it('fill a table', () => {
      expect(content.length).toBeGreaterThan(100);
    });

    it('leave the same table when they come twice, shuffled and in parts', async () => {
      for (const [hour, part] of parts.entries()) await deliver(twice(), part, hour);
      expect(await contentOf(twice())).toEqual(content);
    });

    it('leave the same table when all parts come at the same time', async () => {
      await Promise.all(parts.map((part, hour) => deliver(atOnce(), part, hour)));
      expect(await contentOf(atOnce())).toEqual(content);
    });
  },
);
