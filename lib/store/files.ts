/** Files by key, in S3 or in a folder: snapshots, runs, reports, dropped events. */
export interface Files {
  /** Writes a file, over what was there unless `ifAbsent`. @returns `there` when it was and stays as it was */
  put(
    key: string,
    body: string | Uint8Array,
    options?: { readonly ifAbsent?: boolean },
  ): Promise<'written' | 'there'>;
  get(key: string): Promise<StoredFile | undefined>;
  /** Replaces exactly the file that was read, or makes it where there was none (`etag` undefined). Of several at once
   *  one wins. */
  swap(key: string, body: string | Uint8Array, etag: string | undefined): Promise<'swapped' | 'changed'>;
  /** The keys that begin with a prefix, in order. */
  list(prefix: string): Promise<string[]>;
}

export interface StoredFile {
  readonly body: Uint8Array;
  readonly etag: string; // opaque; changes with the content
}

// no empty or dotted step: a key can never leave the folder, nor meet the folder's own files
const KEY = /^(?![./])(?!.*\/[./])(?!.*\/$)[^\p{C}\\]{1,512}$/u;

/** Whether a key can be a file's name everywhere. */
export function isKey(key: string): boolean {
  return KEY.test(key);
}

/** @throws RangeError for a key that could not be a file's name everywhere */
export function checkKey(key: string): string {
  if (!isKey(key)) throw new RangeError(`files require a plain key, found ${JSON.stringify(key)}`);
  return key;
}
