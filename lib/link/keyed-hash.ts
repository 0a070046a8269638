import { createHmac } from 'node:crypto';
import type { KeyRing } from './key-ring.ts';

/** What the ledger keeps instead of a sellerId, hex, under the current key. */
export function keyedHash(ring: KeyRing, tenant: string, sellerId: string): string {
  return hashWith(ring, ring.current, tenant, sellerId);
}

/** The same under every key of the ring, retired ones too: what the ledger may hold of her since before a rotation. */
export function keyedHashes(ring: KeyRing, tenant: string, sellerId: string): string[] {
  return ring.ids.map((keyId) => hashWith(ring, keyId, tenant, sellerId));
}

function hashWith(ring: KeyRing, keyId: number, tenant: string, sellerId: string): string {
  return createHmac('sha256', ring.key(keyId, 'ledger', tenant))
    .update(sellerId)
    .digest('hex');
}
