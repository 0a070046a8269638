import type { Instant } from '../domain/instant.ts';
import { isLater } from '../rounds/merge.ts';
import type { Fact } from '../rounds/round.ts';
import { attribute, expression, joined, value, type Expression } from './expression.ts';
import type { Key } from './key.ts';
import { readItem } from './read-item.ts';
import { ROW_VERSION } from './row-schema.ts';
import { TABLE } from './table.ts';
import type { TableClient } from './table-client.ts';
import { writeIf } from './write-if.ts';

/** How long a row is kept, written together with the fact it is counted from. */
export interface Expiry {
  readonly with: string; // name of the fact
  readonly ttl: number; // seconds since 1970
}

export type NamedFact = readonly [name: string, fact: Fact];

/** Facts of one write: an expression is at most 4 KB long and has at most 300 operators, and a fact takes 100 bytes and
 *  seven operators of the condition. */
const FACTS_AT_ONCE = 30;

/** Merges facts into a row, whatever it holds: one write where all of them are new, one a fact where only some are. A
 *  fact that the row already has a later report of is stale, and that is success.
 *  @returns whether anything was written */
export async function mergeRow(
  table: TableClient,
  key: Key,
  facts: readonly NamedFact[],
  now: Instant,
  until?: Expiry,
): Promise<boolean> {
  let written = false;
  for (let from = 0; from < facts.length; from += FACTS_AT_ONCE)
    written = (await mergeSome(table, key, facts.slice(from, from + FACTS_AT_ONCE), now, until)) || written;
  return written;
}

async function mergeSome(
  table: TableClient,
  key: Key,
  facts: readonly NamedFact[],
  now: Instant,
  until?: Expiry,
): Promise<boolean> {
  if (await writeFacts(table, key, facts, now, until)) return true;
  if (facts.length === 1) return false;
  const stored = await readItem(table, key);
  const newer = facts.filter(([name, fact]) => !isStale(fact, stored?.[name]));
  let written = false;
  for (const fact of newer) written = (await writeFacts(table, key, [fact], now, until)) || written;
  return written;
}

/** The attributes of a row that holds these facts and nothing else. */
export function rowOf(facts: readonly NamedFact[], now: Instant, until?: Expiry): Record<string, unknown> {
  const counted = until !== undefined && facts.some(([name]) => name === until.with);
  const expiry = counted ? { [TABLE.timeToLive]: until.ttl } : {};
  return { v: ROW_VERSION, [TABLE.touchedAt]: now, ...expiry, ...Object.fromEntries(facts) };
}

function writeFacts(table: TableClient, key: Key, facts: readonly NamedFact[], now: Instant, until?: Expiry) {
  const sets = Object.entries(rowOf(facts, now, until)).map(
    ([name, content]) => expression`${attribute(name)} = ${value(content)}`,
  );
  const update = expression`set ${joined(sets, ', ')}`;
  return writeIf(table, key, update, joined(facts.map(isNew), ' and '));
}

/** The fact is absent, or the stored report of it is the earlier one. */
function isNew([name, { at, id }]: NamedFact): Expression {
  const stored = { at: attribute(name, 'at'), id: attribute(name, 'id') };
  const earlier = expression`${stored.at} < ${value(at)}`;
  const sameInstant = expression`(${stored.at} = ${value(at)} and ${stored.id} < ${value(id)})`;
  return expression`(attribute_not_exists(${attribute(name)}) or ${earlier} or ${sameInstant})`;
}

function isStale(fact: Fact, stored: unknown): boolean {
  return isFact(stored) && !isLater(fact, stored);
}

function isFact(stored: unknown): stored is Fact {
  return typeof stored === 'object' && stored !== null && 'at' in stored && 'id' in stored;
}
