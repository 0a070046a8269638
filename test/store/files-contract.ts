import { beforeEach, describe, expect, it } from 'vitest';
import type { Files } from '../../lib/store/files.ts';

let count = 0;

/** What files promise, in a folder and in S3. Every test has a prefix of its own. */
export function filesContract(filesOf: () => Files): void {
  let files: Files;
  let at: (name: string) => string;
  beforeEach(() => {
    files = filesOf();
    count += 1;
    const prefix = `contract-${count}`;
    at = (name) => `${prefix}/${name}`;
  });
  const text = async (key: string) => {
    const stored = await files.get(key);
    return stored && Buffer.from(stored.body).toString('utf8');
  };

  it('gives what was put, and nothing where nothing is', async () => {
    expect(await files.put(at('a/b.json'), '{"ä":1}')).toBe('written');
    expect(await text(at('a/b.json'))).toBe('{"ä":1}');
    expect(await files.get(at('a/c.json'))).toBeUndefined();
    expect(await files.get(at('a'))).toBeUndefined();
  });

  it('keeps bytes as they are, none and many', async () => {
    const bytes = Buffer.from(Array.from({ length: 300_000 }, (_, n) => (n * 7919) % 256));
    await files.put(at('bytes.gz'), bytes);
    await files.put(at('none'), '');
    expect(Buffer.from((await files.get(at('bytes.gz')))?.body ?? []).equals(bytes)).toBe(true);
    expect(await text(at('none'))).toBe('');
  });

  it('puts over what was there, unless told not to', async () => {
    await files.put(at('x'), '1');
    expect(await files.put(at('x'), '2')).toBe('written');
    expect(await files.put(at('x'), '3', { ifAbsent: true })).toBe('there');
    expect(await text(at('x'))).toBe('2');
    expect(await files.put(at('y'), '3', { ifAbsent: true })).toBe('written');
  });

  it('swaps exactly what was read', async () => {
    expect(await files.swap(at('p'), '1', undefined)).toBe('swapped');
    expect(await files.swap(at('p'), '2', undefined)).toBe('changed');
    const first = await files.get(at('p'));
    expect(await files.swap(at('p'), '3', first?.etag)).toBe('swapped');
    expect(await files.swap(at('p'), '4', first?.etag)).toBe('changed');
    expect(await text(at('p'))).toBe('3');
    expect(await files.swap(at('q'), '5', first?.etag)).toBe('changed');
    expect(await files.get(at('q'))).toBeUndefined();
  });

  it('has an etag that changes with the content', async () => {
    await files.put(at('e'), '1');
    const etag = (await files.get(at('e')))?.etag;
    await files.put(at('e'), '2');
    expect((await files.get(at('e')))?.etag).not.toBe(etag);
  });

  describe('with 32 writers at once', () => {
    const writers = Array.from({ length: 32 }, (_, n) => `writer ${n}`);

    it('lets one put what was absent', async () => {
      const outcomes = await Promise.all(writers.map((body) => files.put(at('w'), body, { ifAbsent: true })));
      expect(outcomes.filter((outcome) => outcome === 'written')).toHaveLength(1);
      expect(await text(at('w'))).toBe(writers[outcomes.indexOf('written')]);
    });

    it('lets one swap what all have read', async () => {
      await files.put(at('s'), 'before');
      const etag = (await files.get(at('s')))?.etag;
      const outcomes = await Promise.all(writers.map((body) => files.swap(at('s'), body, etag)));
      expect(outcomes.filter((outcome) => outcome === 'swapped')).toHaveLength(1);
      expect(await text(at('s'))).toBe(writers[outcomes.indexOf('swapped')]);
    });

    it('loses no increment when each tries until it has swapped', async () => {
      await files.put(at('n'), '0');
      const increment = async (): Promise<void> => {
        const stored = await files.get(at('n'));
        const next = String(Number(Buffer.from(stored?.body ?? []).toString()) + 1);
        if ((await files.swap(at('n'), next, stored?.etag)) === 'changed') await increment();
      };
      await Promise.all(writers.slice(0, 8).map(increment));
      expect(await text(at('n'))).toBe('8');
    });
  });

  it('lists by prefix, in order, and nothing half written', async () => {
    await Promise.all(['b/2', 'b/1', 'a', 'bc', 'b/1.json'].map((name) => files.put(at(name), name)));
    expect(await files.list(at('b'))).toEqual(['b/1', 'b/1.json', 'b/2', 'bc'].map(at));
    expect(await files.list(at('b/'))).toEqual(['b/1', 'b/1.json', 'b/2'].map(at));
    expect(await files.list(at('none/'))).toEqual([]);
  });

  it('takes no key that could leave its place', async () => {
    for (const key of ['../x', '/x', 'a/../../x', 'a//b', 'a/', '.hidden', 'a/.b', '', 'a\nb', 'a\\b'])
      await expect(files.put(key, '')).rejects.toThrow(RangeError);
    expect(await files.put(at('my file, täglich=1.csv'), '')).toBe('written');
  });
}
