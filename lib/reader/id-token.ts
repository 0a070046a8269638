import { errors, jwtVerify, type JWTPayload } from 'jose';
import { milliseconds, type Instant } from '../domain/instant.ts';
import type { Issuer } from './issuer.ts';

export interface Expected {
  readonly issuer: Issuer;
  /** One of these is the token's `aud` or `client_id`. */
  readonly audience: readonly string[];
  readonly now: Instant;
}

/** Signatures of a key pair only: with a shared secret whoever checks could also sign. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];
const OLDEST = '12h'; // since it was issued, however long the issuer lets it live
const SKEW = 30; // seconds

/** What a token claims, if its issuer signed it, for one of `audience`, and it has not run out; undefined otherwise.
 *  @throws the network's error when the issuer's keys cannot be had */
export async function claimsOf(
  token: string,
  { issuer, audience, now }: Expected,
): Promise<JWTPayload | undefined> {
  const currentDate = new Date(milliseconds(now));
  try {
    const { payload } = await jwtVerify(token, issuer.keys, {
      issuer: issuer.address,
      algorithms: ALGORITHMS,
      requiredClaims: ['exp', 'iat'],
      maxTokenAge: OLDEST,
      clockTolerance: SKEW,
      currentDate,
    });
    const meant = [payload.aud ?? [], payload['client_id']].flat();
    return meant.some((one) => typeof one === 'string' && audience.includes(one)) ? payload : undefined;
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/** The token's fault, not the network's. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError &&
    !(error instanceof errors.JWKSTimeout) &&
    error.code !== errors.JOSEError.code
  );
}

/** The tenants a claim names: a list, or names divided by spaces; anything else names none. */
export function tenantsIn(claims: JWTPayload, claim: string): ReadonlySet<string> {
  const value = Object.hasOwn(claims, claim) ? claims[claim] : undefined;
  const names: unknown[] = typeof value === 'string' ? value.split(' ') : Array.isArray(value) ? value : [];
  return new Set(names.filter((name): name is string => typeof name === 'string' && name !== ''));
}
