import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { csvLine } from '../../lib/rounds/csv-line.ts';
import { roundsCsv } from '../../lib/rounds/rounds-file-write.ts';
import { withFields } from '../../lib/rounds/plain-row.ts';
import { defaultSettings } from '../../lib/simulation/settings.ts';
import { simulate } from '../../lib/simulation/simulate.ts';

export const ROUNDS = 26;
const BATCH = 2_000; // sellers simulated at once

/** Writes a rounds file of so many sellers, 26 rounds each, whose trust moves: the same seed, the same bytes.
 *  @returns its rows */
export async function writeRounds(path: string, sellers: number, seed = 1): Promise<number> {
  const out = createWriteStream(path);
  for (let from = 0; from < sellers; from += BATCH) {
    const { rows } = simulate({
      ...defaultSettings('trust-embedded'),
      sellers: Math.min(BATCH, sellers - from),
      rounds: ROUNDS,
      seed: seed + from,
      seenShare: 0.9,
    });
    const named = rows.map((row) => withFields(row, { sellerId: `b${from / BATCH}-${row.sellerId}` }));
    const [header, ...lines] = roundsCsv(named);
    const text = `${(from === 0 ? [header ?? csvLine([]), ...lines] : lines).join('\n')}\n`;
    if (!out.write(text)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
  return sellers * ROUNDS;
}
