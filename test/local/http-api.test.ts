import { SignatureV4 } from '@smithy/signature-v4';
import { createHash, createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { object, parseJson } from '../../lib/local/json.ts';
import { withStage } from './with-stage.ts';

describe('the HTTP front', () => {
  const fixture = withStage();
  const at = (path: string) => `${fixture().stage.site}${path}`;
  const eventOf = async (path: string, init?: RequestInit) =>
    parseJson(await (await fetch(at(path), init)).text());

  it('hands a request on as API Gateway does, payload 2.0', async () => {
    const headers = { 'X-Mixed-Case': 'Kept Value', cookie: 'a=1; b=2' };
    expect(await eventOf('/s/some%20token?x=1&x=2&y=', { headers })).toMatchObject({
      version: '2.0',
      routeKey: 'GET /s/{token}',
      rawPath: '/s/some%20token',
      rawQueryString: 'x=1&x=2&y=',
      pathParameters: { token: 'some token' },
      queryStringParameters: { x: '1,2', y: '' },
      cookies: ['a=1', 'b=2'],
      headers: { 'x-mixed-case': 'Kept Value' },
      requestContext: { http: { method: 'GET', path: '/s/some%20token' }, stage: '$default' },
      isBase64Encoded: false,
    });
  });

  it('gives JSON as text and a plain form in base64', async () => {
    const json = { method: 'POST', body: '{"a":1}', headers: { 'content-type': 'application/json' } };
    expect(await eventOf('/s/t', json)).toMatchObject({ body: '{"a":1}', isBase64Encoded: false });
    const form = { method: 'POST', body: new URLSearchParams({ plan: '12 ü' }) };
    const event = await eventOf('/s/t', form);
    expect(event).toMatchObject({
      isBase64Encoded: true,
      headers: { 'content-type': expect.stringContaining('urlencoded') },
    });
    expect(Buffer.from(String(object(event, 'event')['body']), 'base64').toString()).toBe('plan=12+%C3%BC');
  });

  it('passes on status, headers and each cookie', async () => {
    const answer = await fetch(at('/cookies'), { redirect: 'manual' });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/');
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  });

  it('has no other routes and takes no other methods', async () => {
    expect((await fetch(at('/nothing'))).status).toBe(404);
    expect((await fetch(at('/s/t/more'))).status).toBe(404);
    expect((await fetch(at('/cookies'), { method: 'POST' })).status).toBe(404);
    expect((await fetch(at('/s/%E0%A4%A'))).status).toBe(400);
  });

  it('refuses a body that is too large', async () => {
    expect(await statusOf(at('/s/t'), 10 * 1024 * 1024 + 1)).toBe(413);
    expect(await statusOf(at('/s/t'), 6 * 1024 * 1024)).toBe(413); // more than a Lambda event holds
  });

  describe('where the route wants a signature', () => {
    const body = '[{"id":"1"}]';

    it('lets a signed request in and says who signed', async () => {
      const event = await eventOf('/v1/events', await signed(at('/v1/events'), body));
      expect(event).toMatchObject({ body, requestContext: { authorizer: { iam: { accessKey: 'local' } } } });
    });

    it('lets a signed request with a query in', async () => {
      const path = '/v1/events?b=2&a=1%202';
      expect(await eventOf(path, await signed(at(path), body))).toMatchObject({
        rawQueryString: 'b=2&a=1%202',
      });
    });

    it('answers 403 without, with a wrong secret, with another body, or too late', async () => {
      const status = async (init: RequestInit) => (await fetch(at('/v1/events'), init)).status;
      const url = at('/v1/events');
      expect(await status({ method: 'POST', body })).toBe(403);
      expect(await status(await signed(url, body, { secret: 'wrong' }))).toBe(403);
      expect(await status({ ...(await signed(url, body)), body: '[]' })).toBe(403);
      expect(await status(await signed(url, body, { at: new Date(Date.now() - 10 * 60_000) }))).toBe(403);
      expect(await status(await signed(url, body))).toBe(200);
    });
  });
});

async function statusOf(address: string, bytes: number): Promise<number> {
  const headers = { 'content-type': 'text/plain' };
  return (await fetch(address, { method: 'POST', body: 'x'.repeat(bytes), headers })).status;
}

interface Signing {
  readonly secret?: string;
  readonly at?: Date;
}

/** A POST as an AWS SDK would sign it. */
async function signed(
  address: string,
  body: string,
  { secret = 'local', at = new Date() }: Signing = {},
): Promise<RequestInit> {
  const url = new URL(address);
  const signer = new SignatureV4({
    service: 'execute-api',
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: secret },
    sha256: Sha256,
  });
  const { headers } = await signer.sign(
    {
      method: 'POST',
      protocol: url.protocol,
      hostname: url.hostname,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      headers: { host: url.host, 'content-type': 'application/json' },
      body,
    },
    { signingDate: at },
  );
  const sent = Object.entries(headers).filter(([name]) => name !== 'host'); // fetch sends its own
  return { method: 'POST', headers: sent, body };
}

class Sha256 {
  readonly #hash;

  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash('sha256') : createHmac('sha256', asBytes(secret));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(asBytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {}
}

function asBytes(data: string | ArrayBuffer | ArrayBufferView): Uint8Array {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
