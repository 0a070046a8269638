import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../../../lib/domain/instant.ts';
import { bundlesIn, bundlesOfText, fileOf, hashOfBundles, unbundled } from '../../../lib/jobs/bundle.ts';
import { takeAll } from '../../../lib/jobs/night/take-all.ts';
import { takeNight } from '../../../lib/jobs/night/night-snapshot.ts';
import { putSellers } from '../../../lib/jobs/night/sellers-taken.ts';
import type { Snapshot } from '../../../lib/jobs/snapshot.ts';
import { forgetFiles } from '../../../lib/jobs/forget-files.ts';
import type { Files } from '../../../lib/store/files.ts';
import { memoryFiles } from '../../../lib/store/memory-files.ts';
import { happenings, movingSellers, RANGE, START } from './moving-sellers.ts';

describe('the snapshot of a night', () => {
  it('is what a reading of everything gives, byte for byte, whatever happened', async () => {
    let kept = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(happenings, { minLength: 2, maxLength: 6 }), async (nights) => {
        const world = movingSellers();
        const [files, full] = [memoryFiles(), memoryFiles()];
        let before: { cut: typeof START; snapshot: Snapshot } | undefined;
        for (const [night, those] of nights.entries()) {
          const cut = addDays(START, night + 1);
          for (const each of those) world.happen(each, addDays(START, night));
          await forget(files, world.erased);
          const order = { tenant: 'us', cut, range: RANGE };
          const all = await putSellers(full, 'us', RANGE, await takeAll(world, order, []));
          const taken = before && (await takeNight({ ...world, files }, order, before, []));
          const snapshot = taken ? await putSellers(files, 'us', RANGE, taken) : all;
          for (const key of await full.list('snapshots/'))
            if (!taken) await files.put(key, (await full.get(key))?.body ?? '');
          expect(snapshot).toEqual(all);
          expect((await files.get(all.key))?.body).toEqual((await full.get(all.key))?.body);
          if (taken) kept += 1;
          before = { cut, snapshot };
        }
      }),
      { numRuns: 30, seed: 11 },
    );
    expect(kept).toBeGreaterThan(40);
  });

  it('is not made of files that are gone', async () => {
    const world = movingSellers();
    world.happen({ seller: 1, round: 0, hours: 1, what: 'issue' }, START);
    const order = { tenant: 'us', cut: addDays(START, 1), range: RANGE };
    const snapshot = await putSellers(memoryFiles(), 'us', RANGE, await takeAll(world, order, []));
    const before = { cut: order.cut, snapshot };
    await expect(takeNight({ ...world, files: memoryFiles() }, order, before, [])).resolves.toBeUndefined();
  });
});

const line = (id: string, n: number) => `{"seller_id":"${id}","round":${n}}\n`;

describe('bundles', () => {
  const text = Array.from({ length: 9 }, (_, n) => line('a', n) + line(`s-${n}`, n)).join('');

  it('are a gzip file of the same text, and name what they hold', () => {
    const bundles = bundlesOfText(text);
    const read = unbundled(fileOf(bundles));
    expect(Buffer.from(read.bytes).toString()).toBe(text);
    expect(read.sha256).toBe(hashOfBundles(bundles));
    expect(bundlesIn(fileOf(bundles))).toEqual(bundles);
    expect(bundles.reduce((sum, { rows }) => sum + rows, 0)).toBe(18);
    expect(bundlesIn(fileOf([]))).toEqual([]);
    expect(unbundled(fileOf([])).bytes).toHaveLength(0);
  });

  it('cut short, or of another version, are none', () => {
    const file = fileOf(bundlesOfText(text));
    expect(bundlesIn(file.subarray(0, file.length - 1))).toBeUndefined();
    expect(bundlesIn(Buffer.from(text))).toBeUndefined();
  });
});

async function forget(files: Files, erased: ReadonlySet<string>): Promise<void> {
  const versioned = { ...files, earlier: none, getEarlier: gone, dropEarlier: gone };
  const buckets = { files: versioned, intake: { ...versioned, list: none } };
  await forgetFiles(
    buckets,
    'us',
    (id) => (erased.has(id) ? id : undefined),
    () => Promise.resolve(),
  );
}

const none = () => Promise.resolve([]);
const gone = () => Promise.resolve(undefined);
