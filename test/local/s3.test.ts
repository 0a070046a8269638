import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import * as fc from 'fast-check';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { withStage } from './with-stage.ts';

const Bucket = 'local-kept-files8e6940b8';

describe('the S3 endpoint', () => {
  const fixture = withStage();
  const client = () => fixture().clients().files;

  it.each([0, 1, 65_535, 65_536, 100_000, 1_000_003])(
    'keeps a streamed upload of %i bytes byte for byte',
    async (bytes) => {
      const body = randomBytes(bytes);
      const chunks = Array.from({ length: Math.ceil(bytes / 7919) }, (_, i) =>
        body.subarray(i * 7919, (i + 1) * 7919),
      );
      const put = new PutObjectCommand({
        Bucket,
        Key: 'streamed',
        Body: Readable.from(chunks),
        ContentLength: bytes,
      });
      await client().send(put);
      expect(Buffer.compare(await bytesOf(client(), 'streamed'), body)).toBe(0);
    },
  );

  it('answers to its own name only', async () => {
    const { endpoint } = fixture().stage;
    for (const [host, status] of [
      [new URL(endpoint).host, 404],
      ['elsewhere.example', 403],
    ] as const) {
      const asked = request(`${endpoint}/no-bucket/key`, { headers: { host } }).end();
      const [answer]: IncomingMessage[] = await once(asked, 'response');
      expect(answer?.statusCode).toBe(status);
      answer?.resume();
    }
  });

  it('refuses a body whose checksum is another', async () => {
    const put = new PutObjectCommand({ Bucket, Key: 'bad', Body: 'text', ChecksumCRC32: 'AAAAAA==' });
    await expect(client().send(put)).rejects.toMatchObject({ name: 'BadDigest' });
    await expect(bytesOf(client(), 'bad')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('lets one of many put what must not be there yet', async () => {
    for (let round = 0; round < 5; round++) {
      const writers = Array.from({ length: 32 }, (_, i) => `writer ${i}`);
      const put = (Body: string) =>
        new PutObjectCommand({ Bucket, Key: `once/${round}`, Body, IfNoneMatch: '*' });
      const outcomes = await Promise.all(writers.map((one) => client().send(put(one)).then(won, lost)));
      expect(outcomes.filter((outcome) => outcome === 'won')).toHaveLength(1);
      expect(new Set(outcomes)).toContain('PreconditionFailed');
      const stored = (await bytesOf(client(), `once/${round}`)).toString();
      expect(stored).toBe(writers[outcomes.indexOf('won')]);
    }
  });

  it('lets one of many replace what they all read', async () => {
    const { ETag: IfMatch } = await client().send(new PutObjectCommand({ Bucket, Key: 'swap', Body: '0' }));
    const put = (Body: string) => new PutObjectCommand({ Bucket, Key: 'swap', Body, IfMatch });
    const outcomes = await Promise.all(
      Array.from({ length: 16 }, (_, i) =>
        client()
          .send(put(`${i + 1}`))
          .then(won, lost),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'won')).toHaveLength(1);
    for (const outcome of outcomes)
      expect(['won', 'PreconditionFailed', 'ConditionalRequestConflict']).toContain(outcome);
    const missing = new PutObjectCommand({ Bucket, Key: 'never there', Body: 'x', IfMatch });
    await expect(client().send(missing)).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('takes any key and gives it back, climbing nowhere', async () => {
    const part = fc.oneof(
      fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' }),
      fc.constantFrom('..', '.', ' ', '%2F', 'a+b', '*'),
    );
    const keys = fc
      .array(part, { minLength: 1, maxLength: 3 })
      .map((parts) => parts.map((one) => one.replaceAll('/', '-')).join('/'));
    let number = 0;
    await fc.assert(
      fc.asyncProperty(keys.filter(isXmlText), async (tail) => {
        const prefix = `keys/${++number}`;
        await client().send(new PutObjectCommand({ Bucket, Key: `${prefix}/${tail}`, Body: tail }));
        expect((await bytesOf(client(), `${prefix}/${tail}`)).toString()).toBe(tail);
        const { Contents } = await client().send(new ListObjectsV2Command({ Bucket, Prefix: `${prefix}/` }));
        expect(Contents?.map(({ Key }) => Key)).toEqual([`${prefix}/${tail}`]);
      }),
      { numRuns: 60, seed: 1 },
    );
  });

  it('lists in order of bytes, page by page, and forgets what is deleted', async () => {
    const keys = ['list/B', 'list/a', 'list/b/c', 'list/b.d', 'list/é'];
    for (const Key of keys) await client().send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    const seen: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = new ListObjectsV2Command({ Bucket, Prefix: 'list/', MaxKeys: 2, ContinuationToken });
      const { Contents = [], NextContinuationToken } = await client().send(page);
      seen.push(...Contents.map(({ Key }) => Key));
      ContinuationToken = NextContinuationToken;
    } while (ContinuationToken !== undefined);
    expect(seen).toEqual(['list/B', 'list/a', 'list/b.d', 'list/b/c', 'list/é']);
    await client().send(new DeleteObjectCommand({ Bucket, Key: 'list/a' }));
    await client().send(new DeleteObjectCommand({ Bucket, Key: 'list/a' }));
    await expect(bytesOf(client(), 'list/a')).rejects.toMatchObject({ name: 'NoSuchKey' });
  });

  it('says so when it is asked for what it does not do', async () => {
    const tagged = new PutObjectCommand({ Bucket, Key: 'x', Body: 'x', Metadata: { a: 'b' } });
    await expect(client().send(tagged)).rejects.toMatchObject({ name: 'NotImplemented' });
    const other = new PutObjectCommand({ Bucket: 'not-there', Key: 'x', Body: 'x' });
    await expect(client().send(other)).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });
});

async function bytesOf(client: S3Client, Key: string): Promise<Buffer> {
  const { Body } = await client.send(new GetObjectCommand({ Bucket, Key }));
  return Buffer.from((await Body?.transformToByteArray()) ?? []);
}

const won = () => 'won';
const lost = (error: Error) => error.name;

/** Keys that a list, which is XML, can carry. */
function isXmlText(text: string): boolean {
  return /^[\p{L}\p{M}\p{N}\p{P}\p{S}\p{Zs}]*$/u.test(text);
}
