import * as z from 'zod/mini';

const text = z.string().check(z.minLength(1));

/** How readers of reports sign in: by the company's own OpenID Connect issuer. */
export const signInSchema = z.strictObject({
  /** As it stands in `iss` of its tokens. http is for an issuer on this machine, in tests. */
  issuer: z.url().check(z.regex(/^(https:\/\/|http:\/\/127\.0\.0\.1:)/, 'not https')),
  /** The public client (PKCE, no secret) registered there with the redirect address `<report's address>/reports/callback`. */
  clientId: text,
  /** What is asked for; `openid` and whatever makes the issuer put `tenantsClaim` into the ID token. */
  scope: z.string().check(z.regex(/^openid( \S+)*$/, 'does not begin with openid')),
  /** Whose tokens programs may send to `/v1/reports/`: `aud` or `client_id` of theirs. */
  audience: z.array(text).check(z.minLength(1)),
  /** The claim that names the tenants a reader may read: a list, or names divided by spaces. */
  tenantsClaim: text,
});
export type SignInSettings = z.infer<typeof signInSchema>;
