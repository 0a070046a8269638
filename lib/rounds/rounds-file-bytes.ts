import { pipeline, Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';

/** The first bytes of a stream, and the stream with those bytes still in it. */
export interface Peeked {
  readonly start: Uint8Array;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** Bytes as they come, each chunk shown to `see` once; gunzipped if they begin as gzip does. */
export async function openBytes(
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
  see: (chunk: Uint8Array) => void,
): Promise<Peeked> {
  const opened = await peek(seen(bytes instanceof Uint8Array ? [bytes] : bytes, see));
  if (!isGzip(opened.start)) return opened;
  return peek(pipeline(Readable.from(opened.chunks), createGunzip(), () => {}));
}

const isGzip = (start: Uint8Array) => start[0] === 0x1f && start[1] === 0x8b;

async function* seen(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  see: (chunk: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    see(chunk);
    yield chunk;
  }
}

async function peek(chunks: AsyncIterable<Uint8Array>): Promise<Peeked> {
  const iterator = chunks[Symbol.asyncIterator]();
  const first: Uint8Array[] = [];
  let length = 0;
  while (length < 4) {
    const { done, value } = await iterator.next();
    if (done === true) break;
    first.push(value);
    length += value.length;
  }
  const start = Buffer.concat(first);
  return { start, chunks: rejoined(start, iterator) };
}

async function* rejoined(start: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield start;
  for (;;) {
    const { done, value } = await rest.next();
    if (done === true) return;
    yield value;
  }
}

/** All of a stream: only for formats that are read from their end. */
export async function whole(chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

/** A gzip file that is cut short or damaged, as against a disk or network that failed. */
export function isDamagedGzip(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && String(cause.code).startsWith('Z_');
}
