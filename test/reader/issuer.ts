import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWTPayload } from 'jose';
import { close, listen } from '../../lib/local/server.ts';

export interface TestIssuer {
  readonly address: string;
  readonly requests: readonly string[]; // paths with query
  /** What the next ID tokens claim beside the ordinary. */
  claims: JWTPayload;
  sign(claims: JWTPayload, key?: CryptoKey | Uint8Array, algorithm?: string): Promise<string>;
  stop(): Promise<void>;
}

interface Begun {
  readonly challenge: string;
  readonly nonce: string;
  readonly redirect: string;
  readonly client: string;
}

export const CLIENT = 'reports';

/** An OpenID Connect issuer on this machine that lets everybody in, with PKCE, and each code once. */
export async function startIssuer(): Promise<TestIssuer> {
  const { privateKey, publicKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', use: 'sig' };
  const codes = new Map<string, Begun>();
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(request.url ?? '');
    void answer(request).then(([status, headers, body]) => response.writeHead(status, headers).end(body));
  });
  const address = `http://127.0.0.1:${await listen(server)}`;
  const issuer: TestIssuer = {
    address,
    requests,
    claims: {},
    sign: (claims, key = privateKey, alg = 'RS256') =>
      new SignJWT({ iss: address, aud: CLIENT, sub: 'reader', ...claims })
        .setProtectedHeader({ alg, kid: 'one' })
        .setIssuedAt(claims.iat)
        .setExpirationTime(claims.exp ?? '1h')
        .sign(key),
    stop: () => close(server),
  };

  async function answer(request: IncomingMessage): Promise<[number, Record<string, string>, string]> {
    const url = new URL(request.url ?? '/', address);
    const json = { 'content-type': 'application/json' };
    if (url.pathname === '/.well-known/openid-configuration')
      return [200, json, JSON.stringify(discovery(address))];
    if (url.pathname === '/keys') return [200, json, JSON.stringify({ keys: [jwk] })];
    if (url.pathname === '/authorize') return [302, { location: authorize(url.searchParams) }, ''];
    if (url.pathname !== '/token' || request.method !== 'POST') return [404, {}, ''];
    const token = await exchange(await formOf(request));
    return token === undefined
      ? [400, json, JSON.stringify({ error: 'invalid_grant' })]
      : [200, json, JSON.stringify({ token_type: 'Bearer', access_token: 'opaque', id_token: token })];
  }

  function authorize(query: URLSearchParams): string {
    const asked = (name: string) => query.get(name) ?? '';
    const back = new URL(asked('redirect_uri'));
    back.searchParams.set('state', asked('state'));
    if (asked('client_id') !== CLIENT || asked('code_challenge_method') !== 'S256') {
      back.searchParams.set('error', 'invalid_request');
      return back.href;
    }
    const code = randomUUID();
    codes.set(code, {
      challenge: asked('code_challenge'),
      nonce: asked('nonce'),
      redirect: asked('redirect_uri'),
      client: asked('client_id'),
    });
    back.searchParams.set('code', code);
    return back.href;
  }

  async function exchange(form: URLSearchParams): Promise<string | undefined> {
    const begun = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const right =
      begun?.challenge === challenge &&
      begun.redirect === form.get('redirect_uri') &&
      begun.client === form.get('client_id') &&
      form.get('grant_type') === 'authorization_code';
    return right ? issuer.sign({ nonce: begun.nonce, ...issuer.claims }) : undefined;
  }

  return issuer;
}

const discovery = (address: string) => ({
  issuer: address,
  authorization_endpoint: `${address}/authorize`,
  token_endpoint: `${address}/token`,
  jwks_uri: `${address}/keys`,
});

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
