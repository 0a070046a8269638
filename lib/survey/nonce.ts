import { createHmac, timingSafeEqual } from 'node:crypto';
import { DAY, type Instant, milliseconds, toInstant } from '../domain/instant.ts';

/** Proof that a form came from a page we made for this link, and when, without keeping any state:
 *      nonce = opened . HMAC-SHA-256(key, linkHash \0 page \0 opened)[0..18)      opened: milliseconds since 1970, base 36 */
export function pageNonce(key: Uint8Array, subject: NonceSubject, opened: Instant): string {
  return signed(key, subject, milliseconds(opened).toString(36));
}

/** A key of its own, so that no nonce can ever pass for a link's tag: those are made of bytes that begin with 1. */
export function nonceKeyFrom(linkTagKey: Uint8Array): Buffer {
  return createHmac('sha256', linkTagKey).update('seller-trust/page-nonce').digest();
}

export interface NonceSubject {
  readonly linkHash: string;
  readonly page: string; // name and version of the form
}

const LIFETIME = 2 * DAY; // milliseconds that a page may stay open
const SKEW = 300_000; // by which the clock of the machine that made the page may be ahead

/** When the page was opened that a form came from; undefined where we did not make it for this link, or too long ago. */
export function openedAt(
  text: string,
  key: Uint8Array,
  subject: NonceSubject,
  now: Instant,
): Instant | undefined {
  const opened = /^([0-9a-z]{1,9})\./.exec(text)?.[1] ?? '0';
  const genuine = equal(text, signed(key, subject, opened));
  const age = milliseconds(now) - Number.parseInt(opened, 36);
  return genuine && age > -SKEW && age < LIFETIME ? toInstant(Number.parseInt(opened, 36)) : undefined;
}

function signed(key: Uint8Array, { linkHash, page }: NonceSubject, opened: string): string {
  const mac = createHmac('sha256', key).update(`${linkHash}\0${page}\0${opened}`).digest();
  return `${opened}.${mac.subarray(0, 18).toString('base64url')}`;
}

function equal(text: string, expected: string): boolean {
  const [a, b] = [Buffer.from(text), Buffer.from(expected)];
  // `timingSafeEqual` throws on different lengths.
  return a.length === b.length && timingSafeEqual(a, b);
}
