import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod/mini';
import type { Instant } from '../domain/instant.ts';
import { instantSchema } from '../rounds/instant-schema.ts';
import { attribute, expression, joined, render, value } from './expression.ts';
import { tenantKey } from './key.ts';
import { queryItems, type Item } from './read-item.ts';
import { patiently } from './retry.ts';
import { ROW_VERSION } from './row-schema.ts';
import { TABLE } from './table.ts';
import type { TableClient } from './table-client.ts';

/** What a wave counted, range by range: a range that is done again counts again. */
export interface WaveRecord {
  readonly waveId: string;
  readonly now: Instant;
  readonly questionnaire: string;
  readonly ranges: Readonly<Record<string, Counts>>; // by name, such as 0000-0255
}
type Counts = Readonly<Record<string, number>>;

const RANGE = 'range:';
const waveRowSchema = z.object({ v: z.literal(ROW_VERSION), now: instantSchema, questionnaire: z.string() });
const countsSchema = z.record(z.string(), z.int());

export async function recordWave(
  table: TableClient,
  tenant: string,
  { waveId, now, questionnaire }: Omit<WaveRecord, 'ranges'>,
  { range, counts }: { readonly range: string; readonly counts: Counts },
): Promise<void> {
  const row = Object.entries({ v: ROW_VERSION, now, questionnaire, [RANGE + range]: counts });
  const sets = row.map(([name, is]) => expression`${attribute(name)} = ${value(is)}`);
  const { texts, ...attributes } = render(expression`set ${joined(sets, ', ')}`);
  const update = new UpdateCommand({
    TableName: table.name,
    Key: { ...tenantKey(tenant, 'WAVE', waveId) },
    UpdateExpression: texts[0],
    ...attributes,
  });
  await patiently(() => table.documents.send(update));
}

/** Every wave, the latest first. */
export async function readWaves(table: TableClient, tenant: string): Promise<readonly WaveRecord[]> {
  const { pk } = tenantKey(tenant, 'WAVE', 'any');
  const waves: WaveRecord[] = [];
  for await (const item of queryItems(table, expression`${attribute(TABLE.partitionKey)} = ${value(pk)}`))
    waves.push(readWave(item));
  return waves.toSorted((a, b) => (a.now < b.now ? 1 : -1));
}

function readWave(item: Item): WaveRecord {
  const row = z.safeParse(waveRowSchema, item);
  const ranges = Object.entries(item).filter(([name]) => name.startsWith(RANGE));
  const counts = z.safeParse(z.record(z.string(), countsSchema), Object.fromEntries(ranges));
  const waveId = String(item[TABLE.sortKey]);
  if (!row.success || !counts.success) throw new RangeError(`wave row ${waveId} requires valid counts`);
  const { now, questionnaire } = row.data;
  const named = Object.entries(counts.data).map(([name, is]) => [name.slice(RANGE.length), is]);
  return { waveId, now, questionnaire, ranges: Object.fromEntries(named) };
}
