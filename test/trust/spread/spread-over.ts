import type { RoundRow } from '../../../lib/rounds/row.ts';
import { shardOf } from '../../../lib/store/key.ts';
import type { AnalysisSettings } from '../../../lib/trust/settings.ts';
import { addParts } from '../../../lib/trust/spread/add-parts.ts';
import { parsePassPart, type PassPart } from '../../../lib/trust/spread/pass-part.ts';
import { shardsInSample } from '../../../lib/trust/spread/rows-at-once.ts';
import { parseSpreadState, type SpreadState } from '../../../lib/trust/spread/spread-state.ts';
import { beginSpread, nextSpread, passOver } from '../../../lib/trust/spread/spread.ts';
import type { TrustFit } from '../../../lib/trust/trust-fit.ts';

/** Rows of the sellers of each of so many ranges of shards; none where a range has none. */
export function inRanges(rows: readonly RoundRow[], ranges: number): RoundRow[][] {
  const parts = Array.from({ length: ranges }, (): RoundRow[] => []);
  for (const row of rows) parts[Math.floor((shardOf(row.sellerId) * ranges) / 1024)]?.push(row);
  return parts;
}

export function sampleOf(rows: readonly RoundRow[], rowsAtOnce: number): RoundRow[] {
  const shards = shardsInSample(rows.length, rowsAtOnce);
  return rows.filter(({ sellerId }) => shardOf(sellerId) < shards);
}

/** The fit by passes over parts, put together in the order that `pick` chooses; what travels goes through its text. */
export function spreadOver(
  parts: readonly (readonly RoundRow[])[],
  sample: readonly RoundRow[],
  settings: AnalysisSettings,
  pick: (left: number) => number = () => 0,
  begun?: SpreadState,
): { fit: TrustFit; passes: number; largest: number } {
  const rows = parts.flat();
  const total = { rows: rows.length, sellers: new Set(rows.map(({ sellerId }) => sellerId)).size };
  let state = begun ?? beginSpread(sample, settings, total);
  for (let [passes, largest] = [1, 0]; ; passes++) {
    const read = parseSpreadState(JSON.stringify(state));
    const messages = parts.map((part) => JSON.stringify(passOver(part, read)));
    largest = Math.max(largest, ...messages.map(({ length }) => length));
    const next = nextSpread(
      read,
      whole(
        messages.map((text) => parsePassPart(text)),
        pick,
      ),
    );
    if ('fit' in next && !('pass' in next)) return { fit: next.fit, passes, largest };
    if ('pass' in next) state = next;
  }
}

/** Two of them at a time, chosen at random, until one is left. */
function whole(parts: PassPart[], pick: (left: number) => number): PassPart {
  const left = [...parts];
  const take = (): PassPart => left.splice(pick(left.length), 1)[0] as PassPart;
  while (left.length > 1) left.push(addParts(take(), take()));
  return take();
}
