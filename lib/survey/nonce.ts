import { createHmac, timingSafeEqual } from 'node:crypto';
import { DAY, type Instant, milliseconds } from '../domain/instant.ts';

/** Proof that a form came from a page we made for this link, without keeping any state:
 *      nonce = HMAC-SHA-256(key, linkHash \0 page \0 day)[0..18)      day: whole UTC days since 1970
 *  Today's and yesterday's are good, so a page can stay open for at least 24 and less than 48 hours. */
export function pageNonce(key: Uint8Array, subject: NonceSubject, now: Instant): string {
  return nonceOfDay(key, subject, dayOf(now));
}

/** A key of its own, so that no nonce can ever pass for a link's tag: those are made of bytes that begin with 1. */
export function nonceKeyFrom(linkTagKey: Uint8Array): Buffer {
  return createHmac('sha256', linkTagKey).update('seller-trust/page-nonce').digest();
}

export interface NonceSubject {
  readonly linkHash: string;
  readonly page: string; // name and version of the form
}

export function isPageNonce(text: string, key: Uint8Array, subject: NonceSubject, now: Instant): boolean {
  const day = dayOf(now);
  // Both are always computed and compared, so that time tells nothing.
  return [day, day - 1].map((d) => equal(text, nonceOfDay(key, subject, d))).includes(true);
}

function nonceOfDay(key: Uint8Array, { linkHash, page }: NonceSubject, day: number): string {
  return createHmac('sha256', key)
    .update(`${linkHash}\0${page}\0${day}`)
    .digest()
    .subarray(0, 18)
    .toString('base64url');
}

function dayOf(now: Instant): number {
  return Math.floor(milliseconds(now) / DAY);
}

function equal(text: string, expected: string): boolean {
  const [a, b] = [Buffer.from(text), Buffer.from(expected)];
  // `timingSafeEqual` throws on different lengths.
  return a.length === b.length && timingSafeEqual(a, b);
}
