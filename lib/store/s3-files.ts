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
};

const ATTEMPTS = 5; // of a conditional write that meets another under way

/** Files in an S3 bucket. */
export function s3Files(client: S3Client, bucket: string): Files {
  const write = async (key: string, body: string | Uint8Array, condition: Partial<PutObjectCommandInput>) => {
    const ContentType = TYPES[key.slice(key.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
    const input = { Bucket: bucket, Key: checkKey(key), Body: body, ContentType, ...condition };
    return held(() => client.send(new PutObjectCommand(input)));
  };
  const files: Files = {
    async put(key, body, { ifAbsent = false } = {}) {
      return (await write(key, body, ifAbsent ? { IfNoneMatch: '*' } : {})) ? 'written' : 'there';
    },
    get: (key) => get(client, bucket, checkKey(key)),
    async swap(key, body, etag) {
      if (await write(key, body, etag === undefined ? { IfNoneMatch: '*' } : { IfMatch: etag }))
        return 'swapped';
      // the write may have happened, its answer been lost, and the SDK's second try refused by the first
      const stored = await files.get(key);
      return stored !== undefined && Buffer.from(body).equals(stored.body) ? 'swapped' : 'changed';
    },
    list: (prefix) => list(client, bucket, prefix),
  };
  return files;
}

/** @returns false when the write's condition did not hold */
async function held(write: () => Promise<unknown>): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await write();
      return true;
    } catch (error) {
      const name = error instanceof Error ? error.name : '';
      if (name === 'PreconditionFailed' || name === 'NoSuchKey') return false;
      if (name !== 'ConditionalRequestConflict' || attempt === ATTEMPTS) throw error;
      await wait(50 * attempt);
    }
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
