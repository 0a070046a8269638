import { QueryCommand } from '@aws-sdk/client-dynamodb';
import { createHash } from 'node:crypto';
import { loadavg } from 'node:os';
import { gzipSync } from 'node:zlib';
import { snapshotShard } from '../lib/jobs/snapshot-shard.ts';
import { parseKeyRing } from '../lib/link/key-ring.ts';
import { startEngine } from '../lib/local/engine.ts';
import { readRounds } from '../lib/rounds/rounds-file.ts';
import { roundsJsonl } from '../lib/rounds/rounds-jsonl.ts';
import type { RoundRow } from '../lib/rounds/row.ts';
import { toRow } from '../lib/rounds/to-row.ts';
import { attribute, expression, value } from '../lib/store/expression.ts';
import { factsTable } from '../lib/store/facts-table.ts';
import { shardPartition } from '../lib/store/key.ts';
import { ledgerTable } from '../lib/store/ledger-table.ts';
import { memoryFiles } from '../lib/store/memory-files.ts';
import { queryItems } from '../lib/store/read-item.ts';
import { histories } from '../lib/store/seller-history.ts';
import { readRow, type StoredRow } from '../lib/store/stored-row.ts';
import { TABLE } from '../lib/store/table.ts';
import { tableClient } from '../lib/store/table-client.ts';
import { wirePages } from '../lib/store/wire-page.ts';
import { WireRow } from '../lib/store/wire-row.ts';
import { createTables } from '../test/tables.ts';
import { CUT, putRows, storedRows, TENANT } from './decoding/shard.ts';

/** What it costs to read the rows of one shard, CPU microseconds of this process a round; the engine is another process. Every way
 *  in turn, several times over, the least of each: npx tsx bench/decoding.ts [times] */
const TIMES = Number(process.argv[2] ?? 15);
const [SELLERS, ROUNDS, SHARD] = [100, 26, 0];

const engine = await startEngine();
const { client, factsName, ledgerName } = await createTables(engine);
await putRows(client, factsName, storedRows(SELLERS, ROUNDS, SHARD));
const ring = parseKeyRing(JSON.stringify({ current: 1, 1: 'k'.repeat(64) }));
const table = tableClient(client, factsName);
const facts = factsTable(client, factsName);
const parts = { facts, ledger: ledgerTable(client, ledgerName, ring), files: memoryFiles() };

const pk = shardPartition(TENANT, SHARD);
const condition = expression`${attribute(TABLE.partitionKey)} = ${value(pk)}`;
const wire = {
  TableName: factsName,
  ConsistentRead: true,
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': { S: pk } },
};
const NEEDED = {
  recommendation: 'at ingestedAt recommender value unit lowerBound upperBound expiresAt priorPlan',
  action: 'ingestedAt response chosen',
  outcome: 'ingestedAt value result',
  outcomeShown: 'at ingestedAt',
  priorPlan: 'ingestedAt value wording suspect',
};
const names = ['pk', 'sk', 'v', 'replies', 'invitation', 'seller', 'invitations', 'lastWaveId'];
const paths = Object.entries(NEEDED).flatMap(([fact, fields]) =>
  fields.split(' ').map((field) => [fact, field]),
);
const steps = [...new Set([...names, ...paths.flat()])];
const projected = {
  ...wire,
  ProjectionExpression: [
    ...names.map((name) => `#${name}`),
    ...paths.map((path) => path.map((step) => `#${step}`).join('.')),
  ].join(', '),
  ExpressionAttributeNames: Object.fromEntries(steps.map((step) => [`#${step}`, step])),
};

async function count(rows: AsyncIterable<unknown>): Promise<number> {
  let found = 0;
  for await (const _ of rows) found++;
  return found;
}
async function* each<T>(pages: AsyncIterable<readonly T[]>): AsyncGenerator<T> {
  for await (const page of pages) yield* page;
}
async function* bySdk(): AsyncGenerator<unknown> {
  let from: Record<string, { S: string }> | undefined;
  do {
    const page = await client.send(new QueryCommand({ ...wire, ...(from && { ExclusiveStartKey: from }) }));
    yield* page.Items ?? [];
    from = page.LastEvaluatedKey as typeof from;
  } while (from !== undefined);
}
async function* byDocuments(): AsyncGenerator<StoredRow> {
  for await (const item of queryItems(table, condition)) yield readRow(TENANT, item);
}

const kept: StoredRow[] = [];
for await (const row of facts.readShard(TENANT, SHARD)) kept.push(row);
async function* stored(): AsyncGenerator<StoredRow> {
  yield* kept;
}
const rows: RoundRow[] = [];
for await (const { rounds, seller } of histories(stored()))
  for (const round of rounds) rows.push(...[toRow(round, CUT, seller)].filter((row) => row !== undefined));
const text = roundsJsonl(rows);
const bytes = new TextEncoder().encode(text);
const wires: WireRow[] = [];
for await (const row of each(wirePages(client, wire))) wires.push(new WireRow(row));
const items: Readonly<Record<string, unknown>>[] = [];
for await (const item of queryItems(table, condition)) items.push(item);

const WAYS: Record<string, () => unknown> = {
  'SDK: HTTP, JSON, its copies': () => count(bySdk()),
  'the same, attributes as values (lib-dynamodb)': () => count(queryItems(table, condition)),
  'the same, schema: rows as they were read until now': () => count(byDocuments()),
  'HTTP and JSON alone (wirePages)': () => count(each(wirePages(client, wire))),
  'the same, rows read by their schema from the wire: as they are read': () =>
    count(facts.readShard(TENANT, SHARD)),
  'HTTP and JSON alone, pages of 100 rows': () => count(each(wirePages(client, { ...wire, Limit: 100 }))),
  'HTTP and JSON alone, only the fields a round needs': () => count(each(wirePages(client, projected))),
  'rows from values in memory (zod)': () => items.map((item) => readRow(TENANT, item)),
  'rows from the wire in memory': () => wires.map((row) => readRow(TENANT, row)),
  'toRow and JSONL': async () => {
    const found: RoundRow[] = [];
    for await (const { rounds, seller } of histories(stored()))
      for (const round of rounds)
        found.push(...[toRow(round, CUT, seller)].filter((row) => row !== undefined));
    return roundsJsonl(found);
  },
  'JSONL alone': () => roundsJsonl(rows),
  gzip: () => gzipSync(text),
  hash: () => createHash('sha256').update(text).digest(),
  'the job snapshot-shard': () =>
    snapshotShard(parts, { tenant: TENANT, cut: CUT, range: { from: SHARD, to: SHARD } }),
  'a snapshot read back': () => readRounds({ name: 'snapshot.jsonl', bytes }),
};

const least = new Map(Object.keys(WAYS).map((way) => [way, Infinity]));
for (let time = 0; time < TIMES; time++)
  for (const [way, work] of Object.entries(WAYS)) {
    const before = process.cpuUsage();
    await work();
    const { user, system } = process.cpuUsage(before);
    least.set(way, Math.min(least.get(way) ?? Infinity, user + system));
  }
console.log(
  `${rows.length} rounds of ${SELLERS} sellers, ${(bytes.length / rows.length).toFixed(0)} bytes a line; engine ${engine.name}, Node ${process.version}, load ${(loadavg()[0] ?? 0).toFixed(1)}`,
);
for (const [way, micro] of least) console.log(`| ${way} | ${(micro / rows.length).toFixed(1)} |`);
client.destroy();
await engine.stop();
