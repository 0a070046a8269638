import * as z from 'zod/mini';
import type { Instant } from '../domain/instant.ts';
import type { Exposure, ToldExposure } from '../rounds/exposure.ts';
import { instantSchema } from '../rounds/instant-schema.ts';
import { isLater, laterOf } from '../rounds/merge.ts';
import { attribute, expression, value, type Expression } from './expression.ts';
import { roundKey, sellerKey, type Key } from './key.ts';
import { mergeRow } from './merge-row.ts';
import type { Item } from './read-item.ts';
import { sideBySide } from './side-by-side.ts';
import type { TableClient } from './table-client.ts';

const PREFIX = 'exposure:';
const ROWS_AT_ONCE = 16;

const exposureSchema = z.object({
  at: instantSchema,
  id: z.string(),
  ingestedAt: instantSchema,
  process: z.string(),
  dose: z.number(),
  arm: z.exactOptional(z.string()),
});

/** Writes exposures into the rounds and sellers they are about. Each is an attribute of its own, so that a later dose
 *  does not overwrite an earlier one: of a round by process and instant, of a seller by process and day.
 *  @returns how many rows were written */
export async function recordExposures(
  table: TableClient,
  tenant: string,
  told: readonly ToldExposure[],
  now: Instant,
): Promise<number> {
  const rows = new Map<string, { key: Key; facts: Map<string, Exposure> }>();
  for (const { sellerId, recommendationId, exposure } of told) {
    const ofRound = recommendationId !== undefined;
    const key = ofRound ? roundKey(tenant, sellerId, recommendationId) : sellerKey(tenant, sellerId);
    const row = rows.get(key.sk) ?? { key, facts: new Map<string, Exposure>() };
    const name = nameOf(exposure, ofRound);
    row.facts.set(name, laterOf(row.facts.get(name), exposure) ?? exposure);
    rows.set(key.sk, row);
  }
  const written = await sideBySide(ROWS_AT_ONCE, [...rows.values()], ({ key, facts }) =>
    mergeRow(table, key, [...facts], now),
  );
  return written.filter(Boolean).length;
}

/** What a POST writes of the exposures it proves, as part of its one update of the round: `, exposure:... = ...`. */
export function setExposures(exposures: readonly Exposure[]): Expression {
  return exposures.flatMap(
    (exposure) => expression`, ${attribute(nameOf(exposure, true))} = ${value(exposure)}`,
  );
}

/** A table gives attributes in any order, and one event may tell of several processes. */
function inOrder(a: Exposure, b: Exposure): number {
  if (isLater(a, b)) return 1;
  if (isLater(b, a)) return -1;
  return a.process < b.process ? -1 : 1;
}

/** Whether an attribute of a row is an exposure. */
export const isExposure = (name: string): boolean => name.startsWith(PREFIX);

/** The exposures a row holds, in the order of (at, id, process).
 *  @throws RangeError for one that is not as this version writes it */
export function readExposures(item: Item): Exposure[] {
  return Object.entries(item)
    .filter(([name]) => isExposure(name))
    .map(([name, content]) => {
      const read = z.safeParse(exposureSchema, content);
      if (!read.success) throw new RangeError(`${name} requires valid exposures`);
      return read.data;
    })
    .toSorted(inOrder);
}

function nameOf({ process, at }: Exposure, ofRound: boolean): string {
  return `${PREFIX}${process}@${ofRound ? at : at.slice(0, 10)}`;
}
