import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { processesOf, versionShape, type Process, type ProcessVersion } from '../rounds/process.ts';
import { attribute, expression, joined, value } from './expression.ts';
import { tenantKey } from './key.ts';
import { queryItems, type Item } from './read-item.ts';
import { ROW_VERSION } from './row-schema.ts';
import { TABLE } from './table.ts';
import type { TableClient } from './table-client.ts';
import { writeIf } from './write-if.ts';

const versionRowSchema = z.object({
  v: z.literal(ROW_VERSION),
  ...versionShape,
});

/** Every process of a tenant with its history, in the order of names. */
export async function readProcesses(table: TableClient, tenant: string): Promise<readonly Process[]> {
  const { pk } = tenantKey(tenant, 'PROC', 'any');
  const versions: ProcessVersion[] = [];
  for await (const item of queryItems(table, expression`${attribute(TABLE.partitionKey)} = ${value(pk)}`))
    versions.push(readVersion(item));
  return processesOf(versions);
}

/** Keeps what was said about a process, once. A row a version: in whatever order they arrive, the later (at, id) is the
 *  entry and the earlier ones its history.
 *  @returns whether it was new */
export async function putProcess(
  table: TableClient,
  tenant: string,
  version: ProcessVersion,
): Promise<boolean> {
  const { at, id, ingestedAt, entry } = version;
  const digest = createHash('sha256').update(`${at}\0${id}`).digest('hex').slice(0, 32);
  const key = tenantKey(tenant, 'PROC', `${entry.process}@${digest}`);
  const row = Object.entries({ v: ROW_VERSION, at, id, ingestedAt, entry });
  const sets = row.map(([name, content]) => expression`${attribute(name)} = ${value(content)}`);
  const first = expression`attribute_not_exists(${attribute(TABLE.partitionKey)})`;
  return writeIf(table, key, expression`set ${joined(sets, ', ')}`, first);
}

function readVersion(item: Item): ProcessVersion {
  const read = z.safeParse(versionRowSchema, item);
  if (!read.success) {
    const fields = read.error.issues.map(({ path }) => path.join('.'));
    throw new RangeError(`process row ${String(item[TABLE.sortKey])} requires valid ${fields.join(', ')}`);
  }
  const { v: _version, ...version } = read.data;
  return version;
}
