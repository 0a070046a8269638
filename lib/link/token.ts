import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Tenant } from '../domain/tenant.ts';
import type { KeyRing } from './key-ring.ts';

/** A link's token is 36 bytes, exactly 48 base64url characters without spare bits:
 *      version 1 | key id 1 | tenant number 2 | linkId 14 | tag 18
 *      linkId = HMAC-SHA-256(K_id,  invitationId \0 issueNo)[0..14)    re-derivable for reminders, never stored
 *      tag    = HMAC-SHA-256(K_tag, all bytes before it)[0..18)
 *  Both keys are the tenant's own. A forged or mistyped link is refused before anything is read. */
const VERSION = 1;
const BYTES = { head: 4, linkId: 14, tag: 18 } as const;
const SIGNED = BYTES.head + BYTES.linkId; // bytes under the tag
// before decoding: Node also decodes '=', line breaks and '+/', and then many texts would be one token
const TOKEN = /^[A-Za-z0-9_-]{48}$/;

export interface Minted {
  readonly token: string;
  readonly linkHash: string; // hex SHA-256 of the link id
  readonly keyId: number;
}

/** What a genuine token says. */
export interface LinkClaim {
  readonly tenant: Tenant;
  readonly linkHash: string;
  readonly keyId: number;
}

/** Names one question to one seller in one wave. */
export function invitationId(tenant: string, sellerId: string, recommendationId: string, waveId: string) {
  return [tenant, sellerId, recommendationId, waveId].join('\0');
}

/** The token of an invitation; the same one every time for the same key and issue number.
 *  @param issueNo 1 for the first link, one more for each re-issue
 *  @param keyId the key it was first signed with; the current key if absent */
export function mintToken(
  ring: KeyRing,
  tenant: Pick<Tenant, 'id' | 'number'>,
  invitation: string,
  issueNo: number,
  keyId: number = ring.current,
): Minted {
  if (!Number.isSafeInteger(issueNo) || issueNo < 1)
    throw new RangeError('mintToken requires an issueNo >= 1');
  const head = Buffer.from([VERSION, keyId, tenant.number >> 8, tenant.number & 0xff]);
  const idKey = ring.key(keyId, 'link-id', tenant.id);
  const linkId = hmac(idKey, `${invitation}\0${issueNo}`).subarray(0, BYTES.linkId);
  const signed = Buffer.concat([head, linkId]);
  const token = Buffer.concat([signed, tagOf(ring, keyId, tenant.id, signed)]).toString('base64url');
  return { token, linkHash: hashOf(linkId), keyId };
}

/** Whose link a text is; undefined for anything that is not one of ours. Compares in constant time, reads nothing.
 *  @param tenants by number, see `tenantsByNumber` */
export function readToken(
  ring: KeyRing,
  tenants: ReadonlyMap<number, Tenant>,
  text: string,
): LinkClaim | undefined {
  if (!TOKEN.test(text)) return undefined;
  const bytes = Buffer.from(text, 'base64url');
  const [version, keyId = 0] = bytes;
  const tenant = tenants.get(bytes.readUInt16BE(2));
  if (version !== VERSION || tenant === undefined) return undefined;
  if (!ring.ids.includes(keyId) || ring.retired.includes(keyId)) return undefined;
  const expected = tagOf(ring, keyId, tenant.id, bytes.subarray(0, SIGNED));
  if (!timingSafeEqual(expected, bytes.subarray(SIGNED))) return undefined;
  return { tenant, keyId, linkHash: hashOf(bytes.subarray(BYTES.head, SIGNED)) };
}

/** Tenants by the number that stands for them in links.
 *  @throws RangeError when two share a number */
export function tenantsByNumber(tenants: readonly Tenant[]): ReadonlyMap<number, Tenant> {
  const byNumber = new Map(tenants.map((tenant) => [tenant.number, tenant]));
  if (byNumber.size < tenants.length) throw new RangeError('tenantsByNumber requires different numbers');
  return byNumber;
}

function tagOf(ring: KeyRing, keyId: number, tenant: string, signed: Buffer): Buffer {
  return hmac(ring.key(keyId, 'link-tag', tenant), signed).subarray(0, BYTES.tag);
}

function hmac(key: Buffer, data: string | Buffer): Buffer {
  return createHmac('sha256', key).update(data).digest();
}

function hashOf(linkId: Buffer): string {
  return createHash('sha256').update(linkId).digest('hex');
}
