import type { Tenant } from '../domain/tenant.ts';
import type { Instant } from '../domain/instant.ts';
import { cookieIn } from '../reader/cookie.ts';
import { claimsOf, tenantsIn } from '../reader/id-token.ts';
import type { Issuer } from '../reader/issuer.ts';
import type { SignInSettings } from '../reader/sign-in-settings.ts';
import { beginSignIn, finishSignIn, SESSION, type Step } from '../reader/sign-in.ts';
import type { Files } from '../store/files.ts';
import { isReportPath, reportAt } from './read-report.ts';
import { NOT_FOUND, refused, redirect, shown, type Answer } from './report-answer.ts';

/** A GET as it arrived. */
export interface ReportRequest {
  readonly path: string; // as sent
  readonly query: URLSearchParams;
  readonly cookies: readonly string[]; // name=value
  readonly authorization: string | undefined;
}

export interface ReportDoorParts {
  readonly files: Pick<Files, 'get'>;
  readonly tenants: readonly Tenant[];
  readonly signIn: SignInSettings;
  readonly issuer: () => Promise<Issuer>;
  /** Where readers see this door: https://..., without a slash at the end. */
  readonly address: string;
  readonly now: Instant;
  /** 32 random bytes as base64url. */
  readonly secret: () => string;
}

const CALLBACK = '/reports/callback';
const PROGRAMS = /^\/v1(?=\/reports\b)/;

/** Reports for whoever the issuer lets in. A browser without a session is sent to sign in and comes back to the very
 *  address; below `/v1` a program shows a bearer token of the same issuer, and is told 401 where it shows none.
 *  @throws the network's error when the issuer cannot be asked */
export async function reportDoor(request: ReportRequest, parts: ReportDoorParts): Promise<Answer> {
  if (PROGRAMS.test(request.path)) return forPrograms(request, parts);
  if (request.path === CALLBACK) return comeBack(request, parts);
  const token = cookieIn(request.cookies, SESSION);
  const tenants = token && (await readable(token, [parts.signIn.clientId], parts));
  if (tenants) return shown(await reportAt(parts.files, tenants, request.path));
  const wanted = isReportPath(request.path) ? request.path : '/reports/';
  return follow(beginSignIn(await signInParts(parts), wanted, parts.secret));
}

async function forPrograms({ path, authorization }: ReportRequest, parts: ReportDoorParts): Promise<Answer> {
  const token = /^Bearer ([\w.-]+)$/i.exec(authorization ?? '')?.[1];
  const tenants = token && (await readable(token, parts.signIn.audience, parts));
  if (!tenants) return refused(401, 'A bearer token of the issuer is required.');
  const page = await reportAt(parts.files, tenants, path.replace(PROGRAMS, ''));
  return shown(page?.kind === 'moved' ? { ...page, to: `/v1${page.to}` } : page);
}

async function comeBack({ query, cookies }: ReportRequest, parts: ReportDoorParts): Promise<Answer> {
  const next = await finishSignIn(await signInParts(parts), query, cookies);
  if (typeof next === 'string') return refused(403, next);
  return isReportPath(next.to) ? follow(next) : NOT_FOUND;
}

/** The tenants a token's reader may read; undefined if the token does not hold. */
async function readable(
  token: string,
  audience: readonly string[],
  { issuer, now, signIn, tenants }: ReportDoorParts,
): Promise<readonly Tenant[] | undefined> {
  const claims = await claimsOf(token, { issuer: await issuer(), audience, now });
  const named = claims && tenantsIn(claims, signIn.tenantsClaim);
  return named && tenants.filter(({ id }) => named.has(id));
}

async function signInParts({ signIn, issuer, address, now }: ReportDoorParts) {
  return { settings: signIn, issuer: await issuer(), redirect: `${address}${CALLBACK}`, now };
}

const follow = ({ to, cookies }: Step): Answer => redirect(to, cookies);
