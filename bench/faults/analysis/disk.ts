import type { Files } from '../../../lib/store/files.ts';
import { memoryFiles } from '../../../lib/store/memory-files.ts';
import type { Around } from '../../../test/jobs/mortal.ts';

/** What an analysis leaves behind: the runs' bucket, the reports' bucket, what ledgers tell, what people are told. */
export interface Disk {
  readonly files: Files;
  readonly reports: Files;
  readonly references: Map<string, string>;
  readonly told: Set<string>;
}

export function emptyDisk(): Disk {
  return { files: memoryFiles(), reports: memoryFiles(), references: new Map(), told: new Set() };
}

/** Everything on a disk, by name, as text. */
export async function everythingOn({
  files,
  reports,
  references,
  told,
}: Disk): Promise<ReadonlyMap<string, string>> {
  const all = new Map<string, string>();
  for (const [name, bucket] of Object.entries({ files, reports }))
    for (const key of await bucket.list(''))
      all.set(`${name}/${key}`, Buffer.from((await bucket.get(key))?.body ?? '').toString('base64'));
  for (const [key, text] of references) all.set(`references/${key}`, text);
  for (const permalink of told) all.set(`told/${permalink}`, 'told');
  return all;
}

export async function copyOf(disk: Disk): Promise<Disk> {
  const copy = { ...emptyDisk(), references: new Map(disk.references), told: new Set(disk.told) };
  for (const bucket of ['files', 'reports'] as const)
    for (const key of await disk[bucket].list(''))
      await copy[bucket].put(key, (await disk[bucket].get(key))?.body ?? '');
  return copy;
}

/** A disk on which every write may be the last: `around` is asked before and after each. */
export function mortalDisk(disk: Disk, around: Around): Disk {
  const write = async <Result>(name: string, effect: () => Promise<Result>): Promise<Result> => {
    await around(`before ${name}`);
    const result = await effect();
    await around(`after ${name}`);
    return result;
  };
  const mortal = (files: Files): Files => ({
    ...files,
    put: (...put) => write(`put ${put[0]}`, () => files.put(...put)),
    swap: (...swap) => write(`swap ${swap[0]}`, () => files.swap(...swap)),
  });
  return { ...disk, files: mortal(disk.files), reports: mortal(disk.reports) };
}

export const references = (disk: Disk, around: Around) => ({
  async putReference(_tenant: string, reference: { readonly recommender: string }): Promise<boolean> {
    await around('before reference');
    disk.references.set(reference.recommender, JSON.stringify(reference));
    await around('after reference');
    return true;
  },
});
