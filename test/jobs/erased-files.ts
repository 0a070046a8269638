import { gunzipSync } from 'node:zlib';
import { beforeAll } from 'vitest';
import type { Buckets } from '../../lib/jobs/forget-files.ts';
import type { Run } from '../../lib/jobs/run-files.ts';
import type { Snapshot } from '../../lib/jobs/snapshot.ts';
import { parseKeyRing } from '../../lib/link/key-ring.ts';
import { unversioned } from '../../lib/store/earlier-versions.ts';
import type { Files } from '../../lib/store/files.ts';
import { at, folder, snapshots, summarised } from './pipeline.ts';

export const NOW = at('2026-11-24T09:00:00Z');
export const CUT = at('2026-11-23T02:00:00Z');
/** Another root is another ledger: whoever is erased in one is not in the other. */
export const ringOf = (root: string) => parseKeyRing(JSON.stringify({ current: 1, 1: root.padEnd(64, 'k') }));
export const RING = ringOf('root');

export interface Marketplace {
  readonly files: Files;
  readonly run: Run;
  readonly taken: Snapshot[];
  readonly sellerId: string; // of one seller among many
}

/** A run of a simulated marketplace, computed once for a test file. */
export function withMarketplace(): () => Marketplace {
  let made: Marketplace | undefined;
  beforeAll(async () => {
    const files = folder();
    const taken = await snapshots(files);
    const run = await summarised(files, taken, CUT);
    const first = taken.find(({ rows }) => rows > 0);
    const [line = ''] = unpacked((await files.get(first?.key ?? ''))?.body).split('\n');
    made = { files, run, taken, sellerId: JSON.parse(line).seller_id };
  });
  return () => {
    if (made === undefined) throw new RangeError('withMarketplace requires a running test');
    return made;
  };
}

const event = (id: string) => JSON.stringify({ type: 'seller.described', data: { sellerId: id } });

/** The marketplace's files, and dropped ones about her and another seller, in buckets of a test's own. */
export async function copied<B extends { files: Files; intake: Files }>(
  { files: made, sellerId }: Marketplace,
  into: B,
): Promise<B> {
  for (const key of await made.list('')) await into.files.put(key, (await made.get(key))?.body ?? '');
  await into.intake.put('in/us/events/a.jsonl', `${event(sellerId)}\n${event('other')}\n`);
  await into.intake.put('in/us/actions/a.csv', `seller_id,response\r\n${sellerId},keep\r\nother,keep\r\n`);
  const refused = { line: 1, id: 'e1', field: 'data.sellerId', value: sellerId, reason: 'erased' };
  await into.intake.put('out/us/events/a.rejected.jsonl', `${JSON.stringify(refused)}\n`);
  await into.intake.put('out/us/events/a.accepted.json', '{"accepted":1}\n');
  return into;
}

/** How many of these files name her. */
export const NAMING = 5; // her snapshot, her range's table of sellers, two drops, one answer

export const folders = (marketplace: Marketplace) =>
  copied(marketplace, { files: unversioned(folder()), intake: unversioned(folder()) });

/** Everything in two buckets, unpacked, earlier versions too, by key. */
export async function contents({ files, intake }: Buckets): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const bucket of [files, intake]) {
    for (const key of await bucket.list('')) found.set(key, unpacked((await bucket.get(key))?.body));
    for (const version of await bucket.earlier(''))
      found.set(`${version.key}?${version.version}`, unpacked(await bucket.getEarlier(version)));
  }
  return found;
}

function unpacked(bytes: Uint8Array = new Uint8Array()): string {
  return (bytes[0] === 0x1f ? gunzipSync(bytes) : Buffer.from(bytes)).toString();
}

export const naming = (found: Map<string, string>, id: string): string[] =>
  [...found].filter(([, text]) => new RegExp(`\\b${id}\\b`).test(text)).map(([key]) => key);
