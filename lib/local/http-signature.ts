import { SignatureV4 } from '@smithy/signature-v4';
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The only user of the local stage, for doors that want an IAM signature: access key id and secret. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' };

/** What the IAM authorizer tells the function about a signed request. */
export type Signer = Readonly<{ accessKey: string; callerId: string; userArn: string; userId: string }>;

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([\w-]+)\/execute-api\/aws4_request, ?SignedHeaders=([\w;-]+), ?Signature=([0-9a-f]{64})$/;
const SKEW = 5 * 60 * 1000; // milliseconds that a signature's clock may be off

/** Who signed a request (SigV4, service execute-api), or undefined if nobody known did. */
export async function signerOf(
  request: IncomingMessage,
  url: URL,
  body: Buffer,
  region: string,
): Promise<Signer | undefined> {
  const [, key, , scope, names = '', signature = ''] =
    AUTHORIZATION.exec(request.headers.authorization ?? '') ?? [];
  const at = dateOf(String(request.headers['x-amz-date'] ?? ''));
  if (
    key !== LOCAL_CREDENTIALS.accessKeyId ||
    scope !== region ||
    Math.abs(at - Date.now()) > SKEW ||
    Number.isNaN(at)
  )
    return undefined;
  const hash = request.headers['x-amz-content-sha256'];
  if (hash !== undefined && hash !== createHash('sha256').update(body).digest('hex')) return undefined;
  const signed = names.split(';');
  if (!signed.includes('host')) return undefined;
  const headers = Object.fromEntries(signed.map((name) => [name, String(request.headers[name] ?? '')]));
  const expected = await new SignatureV4({
    service: 'execute-api',
    region,
    credentials: LOCAL_CREDENTIALS,
    sha256: Sha256,
    applyChecksum: false,
  }).sign(
    {
      method: request.method ?? 'GET',
      protocol: 'http:',
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(
        [...new Set(url.searchParams.keys())].map((name) => [name, url.searchParams.getAll(name)]),
      ),
      headers: { ...headers, ...(hash === undefined ? {} : { 'x-amz-content-sha256': String(hash) }) },
      body,
    },
    {
      signingDate: new Date(at),
      signableHeaders: new Set(signed),
      unsignableHeaders: new Set(['x-amz-content-sha256'].filter((name) => !signed.includes(name))),
    },
  );
  const right = AUTHORIZATION.exec(expected.headers['authorization'] ?? '')?.[5] ?? '';
  if (right.length !== signature.length || !timingSafeEqual(Buffer.from(right), Buffer.from(signature)))
    return undefined;
  return { accessKey: key, callerId: key, userArn: `arn:aws:iam::000000000000:user/${key}`, userId: key };
}

/** Milliseconds since 1970 of `20261122T020000Z`; NaN if it is none. */
function dateOf(stamp: string): number {
  return Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
}

/** node's SHA-256 in the shape the signer asks for. */
class Sha256 {
  readonly #hash;

  constructor(secret?: Bytes) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', bytes(secret));
  }

  update(data: Bytes): void {
    this.#hash.update(bytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {}
}

type Bytes = string | ArrayBuffer | ArrayBufferView;

function bytes(data: Bytes): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
