import * as z from 'zod/mini';
import { slug } from '../domain/identifier.ts';
import { addDays, type Instant } from '../domain/instant.ts';
import { keyedHashes } from '../link/keyed-hash.ts';
import type { KeyRing } from '../link/key-ring.ts';
import type { SellerEraser } from '../store/erase.ts';
import type { Erasures } from '../store/erasures.ts';
import { certificateOf, type Certificate } from './certificate.ts';
import { forgetFiles, type Buckets } from './forget-files.ts';

export interface EraseParts {
  readonly eraser: SellerEraser;
  readonly buckets: Buckets;
  readonly now: Instant;
}

/** Erases a seller: her ledger row first, so that nothing comes back while the rest goes; then links and rows; then her
 *  lines in files. Interrupted anywhere and begun again it completes, and what it did is told once.
 *  @returns the certificate; the same one for a seller who is erased already */
export async function eraseSeller(
  { eraser, buckets, now }: EraseParts,
  tenant: string,
  sellerId: string,
): Promise<Certificate> {
  const { hash } = await eraser.erase(tenant, sellerId, now);
  const erased = (id: string) => (id === sellerId ? hash : undefined);
  await forgetFiles(buckets, tenant, erased, (_, file) => eraser.erasures.begin(tenant, hash, file));
  // what was being written when her row entered the ledger is there by now
  await eraser.erase(tenant, sellerId, now);
  return certificateOf(tenant, await eraser.erasures.finish(tenant, hash, now));
}

export const forgetOrderSchema = z.strictObject({ tenant: slug });

/** A run that was under way when a seller was erased may have written files about her after they were looked through. */
const LOOKED_THROUGH_AGAIN = 2; // days

export interface ForgetParts {
  readonly erasures: Pick<Erasures, 'open' | 'begin' | 'finish'>;
  readonly buckets: Buckets;
  readonly ring: KeyRing;
  readonly now: Instant;
}

export interface Forgotten {
  readonly done: number; // erasures
  /** Erasures that were broken off before all rows were gone: send the event again, or run `trust seller erase`. */
  readonly unfinished: number;
  readonly files: number; // changed
}

/** Takes the lines of every seller whose erasure is not done out of the files, by the keyed hash of each id that is met
 *  there: the ledger does not know who they are. */
export async function forget(
  { erasures, buckets, ring, now }: ForgetParts,
  tenant: string,
): Promise<Forgotten> {
  const open = await erasures.open(tenant, addDays(now, -LOOKED_THROUGH_AGAIN));
  if (open.length === 0) return { done: 0, unfinished: 0, files: 0 };
  const hashes = new Set(open.map(({ hash }) => hash));
  const erased = remembered((id) => keyedHashes(ring, tenant, id).find((hash) => hashes.has(hash)));
  const files = await forgetFiles(buckets, tenant, erased, (hash, file) =>
    erasures.begin(tenant, hash, file),
  );
  const done = open.filter(({ rowsGoneAt }) => rowsGoneAt !== undefined);
  for (const { hash } of done) await erasures.finish(tenant, hash, now);
  return { done: done.length, unfinished: open.length - done.length, files };
}

const REMEMBERED = 1_000_000; // ids

/** Hashing is the work here: each id is hashed once. */
function remembered(find: (id: string) => string | undefined): (id: string) => string | undefined {
  const known = new Map<string, string | undefined>();
  return (id) => {
    if (known.has(id)) return known.get(id);
    if (known.size >= REMEMBERED) known.clear();
    const found = find(id);
    known.set(id, found);
    return found;
  };
}
