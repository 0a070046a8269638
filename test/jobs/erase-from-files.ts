import { forgetFiles } from '../../lib/jobs/forget-files.ts';
import { unversioned } from '../../lib/store/earlier-versions.ts';
import type { Files } from '../../lib/store/files.ts';
import { gunzipSync } from 'node:zlib';
import { folder } from './pipeline.ts';

/** Takes some sellers out of all files, as an erasure does. */
export async function eraseFromFiles(files: Files, sellers: number): Promise<void> {
  const snapshots = await files.list('snapshots/');
  const texts = await Promise.all(snapshots.map(async (key) => unpacked((await files.get(key))?.body)));
  const ids = [...texts.join('').matchAll(/"seller_id":"([^"]+)"/g)].map(([, id = '']) => id);
  const erased = new Set([...new Set(ids)].slice(0, sellers));
  const buckets = { files: unversioned(files), intake: unversioned(folder()) };
  const hashed = (id: string) => (erased.has(id) ? `hash of ${id}` : undefined);
  await forgetFiles(buckets, 'us', hashed, () => Promise.resolve());
}

const unpacked = (body: Uint8Array = new Uint8Array()): string =>
  body[0] === 0x1f ? gunzipSync(body).toString() : '';
