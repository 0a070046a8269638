import type { Quarterly, QuarterlyAnswer } from '../rounds/quarterly.ts';
import { attribute, expression, joined, value } from './expression.ts';
import { quarterlyKey } from './key.ts';
import { readItem } from './read-item.ts';
import type { Through } from './record-plan.ts';
import { readQuarterlyRow } from './stored-row.ts';
import { TABLE } from './table.ts';
import type { TableClient } from './table-client.ts';
import { writeIf, writeKnowing } from './write-if.ts';

export interface QuarterlyThrough extends Omit<Through, 'recommendationId'> {
  readonly waveId: string;
}

export type QuarterlyOutcome = 'recorded' | 'closed' | 'stale-link';

/** Records the answers of one page in one conditional write: the link still stands and the questionnaire is open. What is
 *  sent twice is there once; of different answers to an item the last counts.
 *  @param answers by item and version, at least one
 *  @throws RangeError without answers */
export async function recordQuarterly(
  table: TableClient,
  { tenant, sellerId, waveId, linkHash, now }: QuarterlyThrough,
  answers: Quarterly['answers'],
): Promise<QuarterlyOutcome> {
  const entries: readonly (readonly [string, QuarterlyAnswer])[] = Object.entries(answers);
  if (entries.length === 0) throw new RangeError('recordQuarterly requires at least one answer');
  const key = quarterlyKey(tenant, sellerId, waveId);
  const sets = entries.map(([item, answer]) => expression`${attribute('answers', item)} = ${value(answer)}`);
  const set = expression`set ${joined(sets, ', ')}, ${attribute(TABLE.touchedAt)} = ${value(now)}`;
  const sameLink = expression`${attribute('linkHash')} = ${value(linkHash)}`;
  const open = expression`${sameLink} and ${attribute('closesAt')} > ${value(now)}`;
  return writeKnowing<QuarterlyOutcome>(
    async () => ((await writeIf(table, key, set, open)) ? 'recorded' : undefined),
    async () => {
      const item = await readItem(table, key);
      const asked = item && readQuarterlyRow(tenant, sellerId, waveId, item);
      if (asked?.linkHash !== linkHash) return 'stale-link';
      if (asked.closesAt <= now) return 'closed';
      return entries.every(([id, { at }]) => asked.answers[id]?.at === at) ? 'recorded' : undefined;
    },
  );
}
