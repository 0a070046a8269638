import { createHash } from 'node:crypto';
import { checkKey, type Files } from './files.ts';

/** Files that are gone with the process. */
export function memoryFiles(): Files {
  const kept = new Map<string, Uint8Array>();
  const files: Files = {
    async put(key, body, { ifAbsent = false } = {}) {
      if (ifAbsent && kept.has(checkKey(key))) return 'there';
      kept.set(checkKey(key), Buffer.from(body));
      return 'written';
    },
    async get(key) {
      const body = kept.get(checkKey(key));
      return body && { body, etag: etagOf(body) };
    },
    async swap(key, body, etag) {
      const there = kept.get(checkKey(key));
      if ((there && etagOf(there)) !== etag) return 'changed';
      kept.set(key, Buffer.from(body));
      return 'swapped';
    },
    async list(prefix) {
      return [...kept.keys()].filter((key) => key.startsWith(prefix)).sort();
    },
  };
  return files;
}

function etagOf(body: Uint8Array): string {
  return createHash('sha256').update(body).digest('hex').slice(0, 32);
}
