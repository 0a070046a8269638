import { linkSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { folderFiles } from '../../lib/store/folder-files.ts';
import { filesContract } from './files-contract.ts';

const folder = mkdtempSync(join(tmpdir(), 'files-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const files = folderFiles(folder);

describe('files in a folder', () => {
  filesContract(() => files);

  it('are all listed while others are being written beside them', async () => {
    await files.put('listed/x', '1');
    const times = Array.from({ length: 15 }, (_, n) => n);
    const writers = Array.from({ length: 20 }, async (_, writer) => {
      for (const n of times) await files.put(`listed/${writer}`, String(n));
    });
    const readers = Array.from({ length: 5 }, async () => {
      for (const n of times) expect([n, ...(await files.list('listed/'))]).toContain('listed/x');
    });
    await Promise.all([...writers, ...readers]);
  });

  it('leave nothing beside themselves', async () => {
    await files.put('tidy/x', '1');
    await files.put('tidy/x', '2', { ifAbsent: true });
    await files.swap('tidy/x', '3', (await files.get('tidy/x'))?.etag);
    await files.swap('tidy/x', '4', 'another');
    expect(readdirSync(join(folder, 'tidy'))).toEqual(['x']);
  });

  it('can be swapped again after a process died in the middle of it', async () => {
    await files.put('died/p', 'before');
    const etag = (await files.get('died/p'))?.etag;
    // what is left of a swap between its claim and its rename
    writeFileSync(join(folder, 'died', 'draft'), 'half done');
    const claim = join(folder, 'died', `.next-p-${etag}`);
    linkSync(join(folder, 'died', 'draft'), claim);
    expect(await files.swap('died/p', 'after', etag)).toBe('changed'); // may still be under way
    utimesSync(claim, new Date(0), new Date(0));
    expect(await files.swap('died/p', 'after', etag)).toBe('changed'); // abandoned: cleared away
    expect(await files.swap('died/p', 'after', etag)).toBe('swapped');
    expect(readdirSync(join(folder, 'died')).toSorted()).toEqual(['draft', 'p']);
  });
});
