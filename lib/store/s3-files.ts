import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type PutObjectCommandInput,
  type S3Client,
} from '@aws-sdk/client-s3';
import { setTimeout as wait } from 'node:timers/promises';
import { checkKey, type Files, type StoredFile } from './files.ts';

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  json: 'application/json',
  jsonl: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8',
  gz: 'application/gzip',
  md: 'text/markdown; charset=utf-8',
  parquet: 'application/vnd.apache.parquet',
};

const ATTEMPTS = 10; // of a conditional write that meets another under way

/** Files in an S3 bucket. */
export function s3Files(client: S3Client, bucket: string): Files {
  const write = (key: string, body: string | Uint8Array, condition: Partial<PutObjectCommandInput>) => {
    const ContentType = TYPES[key.slice(key.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
    const input = { Bucket: bucket, Key: checkKey(key), Body: body, ContentType, ...condition };
    return outcomeOf(() => client.send(new PutObjectCommand(input)));
  };
  const files: Files = {
    async put(key, body, { ifAbsent = false } = {}) {
      for (let attempt = 1; ; attempt += 1) {
        const outcome = await write(key, body, ifAbsent ? { IfNoneMatch: '*' } : {});
        if (outcome === 'written') return 'written';
        if (outcome === 'refused') return 'there';
        if (attempt === ATTEMPTS) throw new Error(`${key} was being written by others all the time`);
        await wait(20 * attempt);
      }
    },
    get: (key) => get(client, bucket, checkKey(key)),
    async swap(key, body, etag) {
      const outcome = await write(key, body, etag === undefined ? { IfNoneMatch: '*' } : { IfMatch: etag });
      if (outcome === 'written') return 'swapped';
      if (outcome === 'under way') return 'changed'; // another is first, or will be
      // the write may have happened, its answer been lost, and the SDK's second try refused by the first
      const stored = await files.get(key);
      return stored !== undefined && Buffer.from(body).equals(stored.body) ? 'swapped' : 'changed';
    },
    list: (prefix) => list(client, bucket, prefix),
  };
  return files;
}

/** `refused`: the write's condition did not hold. `under way`: S3 lets one of several at the same moment pass and tells
 *  the others to come back. */
async function outcomeOf(write: () => Promise<unknown>): Promise<'written' | 'refused' | 'under way'> {
  try {
    await write();
    return 'written';
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    if (name === 'PreconditionFailed' || name === 'NoSuchKey') return 'refused';
    if (name === 'ConditionalRequestConflict') return 'under way';
    throw error;
  }
}

async function get(client: S3Client, Bucket: string, Key: string): Promise<StoredFile | undefined> {
  try {
    const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket, Key }));
    if (Body === undefined || ETag === undefined) throw new RangeError(`S3 gave ${Key} without body or ETag`);
    return { body: await Body.transformToByteArray(), etag: ETag };
  } catch (error) {
    if (error instanceof Error && error.name === 'NoSuchKey') return undefined;
    throw error;
  }
}

async function list(client: S3Client, Bucket: string, Prefix: string): Promise<string[]> {
  const keys: string[] = [];
  let from: string | undefined;
  do {
    const page = await client.send(
      new ListObjectsV2Command({ Bucket, Prefix, ...(from && { ContinuationToken: from }) }),
    );
    keys.push(...(page.Contents ?? []).flatMap(({ Key }) => (Key === undefined ? [] : [Key])));
    from = page.NextContinuationToken;
  } while (from !== undefined);
  return keys.sort();
}
