import { TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { addDays, milliseconds, type Instant } from '../domain/instant.ts';
import { factEntries, mergeRounds, type RoundFacts } from '../rounds/merge.ts';
import { roundKey, type Key } from './key.ts';
import { mergeRow, rowOf, type Expiry, type NamedFact } from './merge-row.ts';
import { cancellationCodes, patiently } from './retry.ts';
import { sideBySide } from './side-by-side.ts';
import { TABLE } from './table.ts';
import type { TableClient } from './table-client.ts';

const PUTS = 100; // the most a transaction takes
const TRANSACTIONS_AT_ONCE = 4;
const ROWS_AT_ONCE = 16;

interface NewRow {
  readonly key: Key;
  readonly facts: readonly NamedFact[];
  readonly until?: Expiry;
}

/** Days that a round is kept after its recommendation; absent: for ever. */
export interface Keeping {
  readonly roundsDays?: number;
}

/** Merges facts into their rounds. Rounds that are told of for the first time are put a hundred at a time, which is one
 *  flush of the disk instead of a hundred; rounds that are there already are updated one by one.
 *  @returns how many rounds were written; the rest held nothing new */
export async function importRounds(
  table: TableClient,
  tenant: string,
  facts: Iterable<RoundFacts>,
  now: Instant,
  keeping: Keeping = {},
): Promise<number> {
  const rows = mergeRounds(facts).map((round) => toRow(tenant, round, keeping));
  // an action or outcome alone most likely meets its round there
  const [likelyNew, likelyThere] = split(rows, ({ facts: [first] }) => first?.[0] === 'recommendation');
  const there = await putNew(table, likelyNew, now);
  const updated = await updateRows(table, [...there, ...likelyThere], now);
  return likelyNew.length - there.length + updated;
}

/** The same, one update a round: for the few rounds of a small batch. */
export async function mergeIntoRounds(
  table: TableClient,
  tenant: string,
  facts: Iterable<RoundFacts>,
  now: Instant,
  keeping: Keeping = {},
): Promise<number> {
  const rows = mergeRounds(facts).map((round) => toRow(tenant, round, keeping));
  return updateRows(table, rows, now);
}

async function updateRows(table: TableClient, rows: readonly NewRow[], now: Instant): Promise<number> {
  const written = await sideBySide(ROWS_AT_ONCE, rows, ({ key, facts, until }) =>
    mergeRow(table, key, facts, now, until),
  );
  return written.filter(Boolean).length;
}

/** Puts the rows that are not there yet.
 *  @returns the others */
async function putNew(table: TableClient, rows: readonly NewRow[], now: Instant): Promise<NewRow[]> {
  const chunks = Array.from({ length: Math.ceil(rows.length / PUTS) }, (_, index) =>
    rows.slice(index * PUTS, (index + 1) * PUTS),
  );
  const there = await sideBySide(TRANSACTIONS_AT_ONCE, chunks, (chunk) => putChunk(table, chunk, now));
  return there.flat();
}

async function putChunk(table: TableClient, rows: readonly NewRow[], now: Instant): Promise<NewRow[]> {
  const taken = await tryPut(table, rows, now);
  if (taken.length === 0) return [];
  const [there, free] = split(rows, (_, index) => taken[index] === true);
  if (free.length === 0) return there;
  // once more without those that were there; what meets another writer even then is updated one by one
  const takenSince = await tryPut(table, free, now);
  return takenSince.length === 0 ? there : [...rows];
}

/** @returns for each row whether it was there, or nothing at all when all were put */
async function tryPut(table: TableClient, rows: readonly NewRow[], now: Instant): Promise<boolean[]> {
  const once = `attribute_not_exists(${TABLE.partitionKey})`;
  const puts = rows.map(({ key, facts, until }) => ({
    Put: {
      TableName: table.name,
      Item: { ...key, ...rowOf(facts, now, until) },
      ConditionExpression: once,
    },
  }));
  try {
    await patiently(() => table.documents.send(new TransactWriteCommand({ TransactItems: puts })));
    return [];
  } catch (error) {
    const taken = cancellationCodes(error).map((code) => code === 'ConditionalCheckFailed');
    if (taken.includes(true)) return taken;
    throw error;
  }
}

function toRow(tenant: string, round: RoundFacts, { roundsDays }: Keeping): NewRow {
  const { sellerId, recommendationId, recommendation } = round;
  const row = { key: roundKey(tenant, sellerId, recommendationId), facts: factEntries(round) };
  if (recommendation === undefined || roundsDays === undefined) return row;
  const ttl = Math.ceil(milliseconds(addDays(recommendation.at, roundsDays)) / 1000);
  return { ...row, until: { with: 'recommendation', ttl } };
}

function split<T>(items: readonly T[], first: (item: T, index: number) => boolean): [T[], T[]] {
  return [items.filter(first), items.filter((item, index) => !first(item, index))];
}
