import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { changeFile } from '../../lib/jobs/change-file.ts';
import { memoryFiles } from '../../lib/store/memory-files.ts';

const KEY = 'list.json';
const add = (files: Parameters<typeof changeFile>[0], name: string) =>
  changeFile(files, KEY, (there) => {
    const names: string[] = there === undefined ? [] : JSON.parse(there);
    if (names.includes(name)) return { outcome: 'there' };
    return { outcome: 'added', text: JSON.stringify([...names, name]) };
  });

it('of several changes at once none is lost, whatever the order of their steps', async () => {
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async (order) => {
      const store = memoryFiles();
      const files = {
        ...store,
        get: (key: string) => order.schedule(Promise.resolve(), 'get').then(() => store.get(key)),
      };
      const names = ['a', 'b', 'c', 'a'];
      const outcomes = Promise.all(names.map((name) => add(files, name)));
      await order.waitFor(outcomes);
      expect((await outcomes).toSorted()).toEqual(['added', 'added', 'added', 'there']);
      const stored = await store.get(KEY);
      expect(JSON.parse(new TextDecoder().decode(stored?.body)).toSorted()).toEqual(['a', 'b', 'c']);
    }),
    { numRuns: 50, seed: 3 },
  );
});

it('gives up on a file that changes all the time, and names it', async () => {
  const store = memoryFiles();
  let swaps = 0;
  const restless = { ...store, swap: async () => (swaps++, 'changed' as const) };
  await expect(add(restless, 'a')).rejects.toThrow('list.json changed 20 times while it was being swapped');
  expect(swaps).toBe(20);
});
