import { describe, expect, it } from 'vitest';
import { eraseSeller } from '../../lib/jobs/erase.ts';
import type { Buckets } from '../../lib/jobs/forget-files.ts';
import { getSnapshot } from '../../lib/jobs/snapshot.ts';
import { unversioned, type VersionedFiles } from '../../lib/store/earlier-versions.ts';
import { sellerEraser } from '../../lib/store/erase.ts';
import { withTables } from '../engine.ts';
import { everything, put } from '../store/held.ts';
import { interruptedClient } from '../store/interrupted-client.ts';
import { contents, folders, naming, NOW, ringOf, withMarketplace } from './erased-files.ts';
import { Interrupted, interruptedFiles } from './interrupted-files.ts';

const marketplace = withMarketplace();

describe('an erasure that dies and is begun again', () => {
  const tables = withTables();
  const names = () => ({ facts: tables().factsName, ledger: tables().ledgerName });

  it('finishes whatever write it is interrupted at, and tells the same', async () => {
    const { sellerId: own, taken } = marketplace();
    const tenant = 'us';
    const calm = interrupted(await folders(marketplace()), Infinity, 'before');
    const told = await eraseAs('id-calm', calm.buckets);
    expect(calm.writes()).toBeGreaterThan(5);
    for (let write = 1; write <= calm.writes(); write += 1)
      for (const when of ['before', 'after'] as const) {
        const buckets = await folders(marketplace());
        const ring = ringOf(`${write}${when}`);
        const parts = { eraser: sellerEraser(tables().client, names(), ring), now: NOW };
        const broken = interrupted(buckets, write, when);
        await expect(eraseSeller({ ...parts, buckets: broken.buckets }, tenant, own)).rejects.toThrow(
          Interrupted,
        );
        const certificate = await eraseSeller({ ...parts, buckets }, tenant, own);
        expect(certificate.files).toEqual(told.files);
        const lost = await Promise.all(taken.map((each) => getSnapshot(buckets.files, each)));
        expect(lost.filter((each) => 'erasedSince' in each)).toEqual([{ erasedSince: 1 }]);
        expect(naming(await contents(buckets), own)).toEqual([]);
      }
  }, 60_000);

  function eraseAs(root: string, buckets: Buckets) {
    const eraser = sellerEraser(tables().client, names(), ringOf(root));
    return eraseSeller({ eraser, buckets, now: NOW }, 'us', marketplace().sellerId);
  }

  it('finishes whatever write to the tables it is interrupted at', async () => {
    const { sellerId } = marketplace();
    const told = await eraseAs('tables', await folders(marketplace()));
    let [write, died] = [0, true];
    while (died) {
      write += 1;
      const [buckets, keys] = [await folders(marketplace()), ringOf(`w${write}`)];
      await put(tables(), everything(keys, 'us', sellerId));
      const broken = interruptedClient(tables(), { write, when: 'after' });
      const first = { eraser: sellerEraser(broken.client, names(), keys), buckets, now: NOW };
      died = await eraseSeller(first, 'us', sellerId).then(
        () => false,
        () => true,
      );
      const again = { ...first, eraser: sellerEraser(tables().client, names(), keys) };
      const certificate = await eraseSeller(again, 'us', sellerId);
      expect(certificate).toMatchObject({ files: told.files, doneAt: NOW });
      expect({ ...certificate.rows, ...certificate.rowsLater }).toMatchObject({ link: 3, round: 2 });
    }
    expect(write).toBeGreaterThan(10);
  }, 60_000);
});

/** Buckets at whose n-th write, counted over both, the machine dies. */
function interrupted(buckets: Buckets, write: number, when: 'before' | 'after') {
  const files = interruptedFiles(buckets.files, { write, when });
  let before = 0;
  const intake: VersionedFiles = {
    ...buckets.intake,
    swap: async (key, body, etag) => {
      before += 1;
      const dies = files.writes() + before === write;
      if (dies && when === 'before') throw new Interrupted('before');
      const outcome = await buckets.intake.swap(key, body, etag);
      if (dies) throw new Interrupted('after');
      return outcome;
    },
  };
  return { buckets: { files: unversioned(files), intake }, writes: () => files.writes() + before };
}
