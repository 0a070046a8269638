import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { milliseconds, type Instant } from '../domain/instant.ts';
import { cookie, cookieIn, LONGEST_COOKIE } from './cookie.ts';
import { claimsOf } from './id-token.ts';
import { PATIENCE, type Issuer } from './issuer.ts';
import type { SignInSettings } from './sign-in-settings.ts';

export interface SignInParts {
  readonly settings: SignInSettings;
  readonly issuer: Issuer;
  /** Where the issuer sends the reader back to. */
  readonly redirect: string;
  readonly now: Instant;
}

/** Where the browser goes next, and what it shall remember. */
export interface Step {
  readonly to: string;
  readonly cookies: readonly string[];
}

/** The issuer's own ID token is the session: nothing is signed here, so there is no key to keep. */
export const SESSION = 'reader';
const MINUTES = 10; // that a sign-in may take
const UNCONFIRMED = 'The sign-in was not confirmed.';
const LONGEST_SESSION = 12 * 60 * 60; // seconds

/** What one sign-in remembers in the browser that began it. */
const begunSchema = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  to: z.string(),
});

/** Named by its state, so that several reports opened at once sign in side by side. */
const nameOf = (state: string) => `sign-in-${state.slice(0, 12)}`;

/** Sends a reader to the issuer (OpenID Connect Core 1.0, section 3.1; PKCE, RFC 7636).
 *  @param to the path she wanted, already found to be one of ours
 *  @param secret makes 32 random bytes as base64url */
export function beginSignIn(
  { settings, issuer, redirect }: SignInParts,
  to: string,
  secret: () => string,
): Step {
  const begun = { state: secret(), nonce: secret(), verifier: secret(), to };
  const address = new URL(issuer.authorization);
  const query = {
    response_type: 'code',
    client_id: settings.clientId,
    redirect_uri: redirect,
    scope: settings.scope,
    state: begun.state,
    nonce: begun.nonce,
    code_challenge: createHash('sha256').update(begun.verifier).digest('base64url'),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  const remembered = Buffer.from(JSON.stringify(begun)).toString('base64url');
  return { to: address.href, cookies: [cookie(nameOf(begun.state), remembered, MINUTES * 60)] };
}

/** Takes what the issuer sent back: only a browser that began this sign-in has its cookie, so nobody can be signed in as
 *  somebody else by a link.
 *  @returns why it cannot be taken, as a sentence, or the next step */
export async function finishSignIn(
  parts: SignInParts,
  query: URLSearchParams,
  cookies: readonly string[],
): Promise<Step | string> {
  const state = query.get('state') ?? '';
  const begun = begunIn(cookieIn(cookies, nameOf(state)), state);
  if (begun === undefined)
    return `This browser did not begin this sign-in, or more than ${MINUTES} minutes ago. It must keep cookies.`;
  const code = query.get('code');
  if (code === null) return 'The sign-in was refused.';
  const token = await exchange(parts, code, begun.verifier);
  if (token === undefined) return UNCONFIRMED;
  const { issuer, settings, now } = parts;
  const claims = await claimsOf(token, { issuer, audience: [settings.clientId], now });
  if (claims === undefined || claims['nonce'] !== begun.nonce) return UNCONFIRMED;
  if ((claims['azp'] ?? settings.clientId) !== settings.clientId) return UNCONFIRMED;
  if (`__Host-${SESSION}=${token}`.length > LONGEST_COOKIE)
    return 'The sign-in is too long for a cookie: the ID token must carry fewer claims.';
  const left = (claims.exp ?? 0) - milliseconds(now) / 1000;
  const seconds = Math.max(1, Math.min(left, LONGEST_SESSION));
  return { to: begun.to, cookies: [cookie(SESSION, token, seconds), cookie(nameOf(state), '', 0)] };
}

function begunIn(value: string | undefined, state: string): z.infer<typeof begunSchema> | undefined {
  if (value === undefined) return undefined;
  try {
    const read = begunSchema.safeParse(JSON.parse(Buffer.from(value, 'base64url').toString('utf8')));
    return read.success && read.data.state === state ? read.data : undefined;
  } catch {
    return undefined;
  }
}

const tokenSchema = z.object({ id_token: z.string() });

/** The ID token for a code; undefined if the issuer does not give one (RFC 6749, section 4.1.3).
 *  @throws the network's error when the issuer cannot be reached or is out of order */
async function exchange(parts: SignInParts, code: string, verifier: string): Promise<string | undefined> {
  const response = await fetch(parts.issuer.token, {
    method: 'POST',
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE),
    headers: { accept: 'application/json' },
    body: new URLSearchParams({
      grant_type: 'authorization_code',
      code,
      redirect_uri: parts.redirect,
      client_id: parts.settings.clientId,
      code_verifier: verifier,
    }),
  });
  if (response.status >= 500) throw new RangeError(`the issuer's token endpoint answered ${response.status}`);
  const read = tokenSchema.safeParse(await response.json().catch(() => undefined));
  return response.ok && read.success ? read.data.id_token : undefined;
}
