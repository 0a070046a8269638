import { createRemoteJWKSet, type JWTVerifyGetKey } from 'jose';
import * as z from 'zod/mini';

/** An OpenID Connect issuer as it describes itself. */
export interface Issuer {
  readonly address: string;
  readonly authorization: string;
  readonly token: string;
  readonly keys: JWTVerifyGetKey;
}

const discoverySchema = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  jwks_uri: z.url(),
});

export const PATIENCE = 5000; // milliseconds that the issuer has for an answer

/** An issuer, asked once for its addresses and, when it has changed them, for its keys (OpenID Connect Discovery 1.0, section
 *  4). A failure is not kept: the next call asks again.
 *  @throws RangeError when what is found there speaks for another issuer, or leaves https */
export function issuerAt(address: string): () => Promise<Issuer> {
  let asked: Promise<Issuer> | undefined;
  return () => {
    asked ??= discover(address).catch((cause: unknown) => {
      asked = undefined;
      throw cause;
    });
    return asked;
  };
}

async function discover(address: string): Promise<Issuer> {
  const place = `${address.replace(/\/$/, '')}/.well-known/openid-configuration`;
  const response = await fetch(place, { redirect: 'error', signal: AbortSignal.timeout(PATIENCE) });
  if (!response.ok) throw new RangeError(`the issuer's discovery answered ${response.status}`);
  const found = discoverySchema.parse(await response.json());
  if (found.issuer !== address) throw new RangeError(`discovery of ${address} speaks for ${found.issuer}`);
  const scheme = new URL(address).protocol;
  const places = [found.authorization_endpoint, found.token_endpoint, found.jwks_uri];
  const weaker = places.find((one) => new URL(one).protocol !== scheme);
  if (weaker !== undefined) throw new RangeError(`discovery of ${address} leads to ${weaker}`);
  return {
    address,
    authorization: found.authorization_endpoint,
    token: found.token_endpoint,
    keys: createRemoteJWKSet(new URL(found.jwks_uri), { timeoutDuration: PATIENCE }),
  };
}
