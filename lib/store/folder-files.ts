import { createHash } from 'node:crypto';
import { link, mkdir, mkdtemp, readFile, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import { checkKey, type Files } from './files.ts';

/** Older than this, a half-done swap is taken for one whose process died in it. */
const ABANDONED = 10_000; // milliseconds

/** Files in a folder. Every file appears whole: it is written beside and then linked (if absent) or renamed. */
export function folderFiles(root: string): Files {
  const place = (key: string) => join(root, ...checkKey(key).split('/'));
  const files: Files = {
    async put(key, body, { ifAbsent = false } = {}) {
      const file = place(key);
      return beside(file, body, async (draft) => {
        if (!ifAbsent) await rename(draft, file);
        return ifAbsent && !(await linked(draft, file)) ? 'there' : 'written';
      });
    },
    async get(key) {
      const body = await contentOf(place(key));
      return body && { body, etag: etagOf(body) };
    },
    async swap(key, body, etag) {
      if (etag === undefined)
        return (await files.put(key, body, { ifAbsent: true })) === 'written' ? 'swapped' : 'changed';
      return replace(place(key), body, etag);
    },
    async list(prefix) {
      const found = await filesUnder(join(root, dirname(`${prefix}x`)));
      const keys = found.map((file) => relative(root, file).split(sep).join('/'));
      return keys.filter((key) => key.startsWith(prefix)).sort();
    },
  };
  return files;
}

/** The successor of one content claims its place under a name made of that content: only one can. While the claim
 *  stands nobody else replaces that content, and the rename that shows the successor also ends the claim. */
async function replace(
  file: string,
  body: string | Uint8Array,
  etag: string,
): Promise<'swapped' | 'changed'> {
  const claim = join(dirname(file), `.next-${basename(file)}-${etag}`);
  return beside(file, body, async (draft) => {
    if (!(await linked(draft, claim))) {
      await dropAbandoned(claim, draft);
      return 'changed';
    }
    const current = await contentOf(file);
    if (current === undefined || etagOf(current) !== etag) {
      await rm(claim, { force: true });
      return 'changed';
    }
    await rename(claim, file);
    return 'swapped';
  });
}

/** Ages are told by the folder's own clock: the draft was written just now. */
async function dropAbandoned(claim: string, draft: string): Promise<void> {
  const claimed = await stat(claim).catch(() => undefined);
  const { mtimeMs: now } = await stat(draft);
  if (claimed !== undefined && now - claimed.mtimeMs > ABANDONED) await rm(claim, { force: true });
}

async function beside<T>(file: string, body: string | Uint8Array, use: (draft: string) => Promise<T>) {
  await mkdir(dirname(file), { recursive: true });
  const folder = await mkdtemp(join(dirname(file), '.draft-'));
  try {
    const draft = join(folder, 'file');
    await writeFile(draft, body);
    return await use(draft);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** @returns false when there is a file of that name */
async function linked(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

async function contentOf(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(String(codeOf(error)))) return undefined;
    throw error;
  }
}

/** Folder by folder: a draft of somebody else's that is gone again ends nothing but itself. */
async function filesUnder(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  });
  const ours = entries.filter(({ name }) => isOurs(name));
  const found = ours.map((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesUnder(path);
    return entry.isFile() ? [path] : [];
  });
  return (await Promise.all(found)).flat();
}

function isOurs(name: string): boolean {
  return !/^\.(draft|next)-/.test(name);
}

function etagOf(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 32);
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
