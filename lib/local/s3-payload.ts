import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { type Call, AwsError } from './endpoint.ts';

/** The object's own bytes: streamed uploads come in signed chunks, with their checksum after the last one.
 *  @throws AwsError BadDigest or IncompleteBody when what came is not what was sent */
export function payloadOf({ headers, body }: Call): Buffer {
  const chunked = String(headers['x-amz-content-sha256'] ?? '').startsWith('STREAMING-');
  const { payload, trailers } = chunked ? unchunk(body) : { payload: body, trailers: {} };
  const decoded = headers['x-amz-decoded-content-length'];
  if (chunked && Number(decoded) !== payload.length)
    throw new AwsError(400, 'IncompleteBody', `expected ${decoded} bytes, got ${payload.length}`);
  const sent: Readonly<Record<string, unknown>> = { ...headers, ...trailers };
  for (const [name, digest] of CHECKSUMS)
    if (name in sent && sent[name] !== digest(payload))
      throw new AwsError(400, 'BadDigest', `The ${name} you specified did not match what we received.`);
  return payload;
}

const CHECKSUMS: readonly (readonly [string, (payload: Buffer) => string])[] = [
  [
    'x-amz-checksum-crc32',
    (payload) => {
      const sum = Buffer.alloc(4);
      sum.writeUInt32BE(crc32(payload));
      return sum.toString('base64');
    },
  ],
  ['x-amz-checksum-sha256', (payload) => createHash('sha256').update(payload).digest('base64')],
  ['content-md5', (payload) => createHash('md5').update(payload).digest('base64')],
];

/** `<hex length>[;chunk-signature=...]\r\n<bytes>\r\n` ... `0\r\n<trailer>:<value>\r\n\r\n` */
function unchunk(body: Buffer): { payload: Buffer; trailers: Readonly<Record<string, string>> } {
  const parts: Buffer[] = [];
  for (let at = 0; ;) {
    const lineEnd = body.indexOf('\r\n', at);
    const length = Number.parseInt(body.toString('latin1', at, lineEnd), 16);
    const start = lineEnd + 2;
    if (lineEnd < 0 || Number.isNaN(length) || start + length > body.length)
      throw new AwsError(400, 'IncompleteBody', 'the aws-chunked body ends early');
    if (length === 0) {
      const lines = body
        .toString('latin1', start)
        .split('\r\n')
        .filter((line) => line.includes(':'));
      const pairs = lines.map((line) => [
        line.slice(0, line.indexOf(':')).toLowerCase(),
        line.slice(line.indexOf(':') + 1).trim(),
      ]);
      return { payload: Buffer.concat(parts), trailers: Object.fromEntries(pairs) };
    }
    parts.push(body.subarray(start, start + length));
    at = start + length + 2;
  }
}
