import type { IncomingMessage } from 'node:http';
import { toInstant } from '../domain/instant.ts';
import { claimsOf } from '../reader/id-token.ts';
import { issuerAt } from '../reader/issuer.ts';
import type { Resource } from './assembly.ts';
import type { Resolve } from './intrinsics.ts';
import { type JsonObject, object, text, texts } from './json.ts';

/** What the authorizer tells the function about a request with a good token; undefined: it has none. */
export type JwtAuthorizer = (request: IncomingMessage) => Promise<JsonObject | undefined>;

/** A JWT authorizer as the template describes it: the issuer's signature, its audience, its time.
 *  @throws RangeError for another kind of authorizer, or a token elsewhere than in `Authorization` */
export function jwtAuthorizer(resource: Resource, resolve: Resolve): JwtAuthorizer {
  const found = object(resolve(resource.stack, resource.properties), resource.id);
  const sources = texts(found['IdentitySource'], 'IdentitySource');
  if (found['AuthorizerType'] !== 'JWT' || sources.join() !== '$request.header.Authorization')
    throw new RangeError(`the local stage does not know the authorizer ${resource.id}`);
  const settings = object(found['JwtConfiguration'], 'JwtConfiguration');
  const issuer = issuerAt(text(settings['Issuer'], 'Issuer'));
  const audience = texts(settings['Audience'], 'Audience');
  return async ({ headers }) => {
    const token = (headers.authorization ?? '').replace(/^Bearer /i, '');
    if (token === '') return undefined;
    const claims = await claimsOf(token, { issuer: await issuer(), audience, now: toInstant(Date.now()) });
    if (claims === undefined) return undefined;
    const told = Object.entries(claims).map(([name, value]) => [name, String(value)]);
    return { jwt: { claims: Object.fromEntries(told), scopes: null } };
  };
}
