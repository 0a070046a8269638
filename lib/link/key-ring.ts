import { hkdfSync } from 'node:crypto';
import * as z from 'zod/mini';
import { type Instant, parseInstant } from '../domain/instant.ts';

/** What a key is for; part of its derivation, so that no key ever serves two ends. */
export type Purpose = 'link-id' | 'link-tag' | 'ledger';

/** The root secrets of links and of the ledger, by key id. */
export interface KeyRing {
  readonly current: number; // signs new links
  readonly ids: readonly number[]; // every key there is, ascending
  /** Keys whose links are no longer honoured. Their roots stay: the ledger's hashes were made with them. */
  readonly retired: readonly number[];
  /** Since when the current key signs; absent where the secret does not say. */
  readonly since?: Instant;
  /** The key that will sign from an instant on. It verifies already, so that whoever read the ring before knows it by then. */
  readonly next?: { readonly id: number; readonly from: Instant };
  /** HKDF-SHA-256(root, info = 'seller-trust/<purpose>/<tenant>'), 32 bytes (RFC 5869).
   *  @throws RangeError for a key id that is not in the ring */
  key(keyId: number, purpose: Purpose, tenant: string): Buffer;
}

const root = z.string().check(z.minLength(64, 'a root must have at least 64 characters; generate a new one'));
const keyId = z.int().check(z.minimum(1), z.maximum(255)); // one byte of the token
const ringSchema = z.object({
  current: keyId,
  retired: z.optional(z.array(keyId)),
  since: z.optional(z.string().check(z.refine((text) => parseInstant(text) !== undefined))),
  before: z.optional(keyId),
});

/** Reads the link secret: `{"current":1,"1":"<root, 64 characters or more>"}`, after a rotation also `"before":1,
 *  "since":"<instant>"`: until then the key before signs; after an end `"retired":[...]`.
 *  @param now absent: after every announced change
 *  @throws RangeError saying what is wrong with it, never what it holds */
export function parseKeyRing(text: string, now?: Instant): KeyRing {
  const found = parsed(text);
  const { retired = [], before, ...ring } = checked(ringSchema, found, 'current');
  const since = parseInstant(ring.since ?? '');
  const isAnnounced = now !== undefined && before !== undefined && since !== undefined && now < since;
  const current = isAnnounced ? before : ring.current;
  const roots = new Map<number, string>();
  for (const [name, value] of Object.entries(found))
    if (/^[1-9]\d*$/.test(name)) roots.set(checked(keyId, Number(name), name), checked(root, value, name));
  if (!roots.has(current)) throw new RangeError(`link secret requires the current key ${current}`);
  if (retired.includes(current))
    throw new RangeError('link secret requires a current key that is not retired');
  const signs = isAnnounced ? { next: { id: ring.current, from: since } } : since && { since };
  return keyRing(roots, { current, retired, ...signs });
}

function keyRing(roots: ReadonlyMap<number, string>, ring: Omit<KeyRing, 'ids' | 'key'>): KeyRing {
  const derived = new Map<string, Buffer>();
  return {
    ...ring,
    ids: [...roots.keys()].sort((a, b) => a - b),
    key(id, purpose, tenant) {
      const secret = roots.get(id);
      if (secret === undefined) throw new RangeError(`key ring requires key ${id}`);
      const name = `${id}/${purpose}/${tenant}`;
      const key = derived.get(name) ?? derive(secret, `seller-trust/${purpose}/${tenant}`);
      derived.set(name, key);
      return key;
    },
  };
}

function derive(secret: string, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', info, 32));
}

function parsed(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) return value;
  } catch {
    // falls through to the one error below: a parser's message would quote the secret
  }
  throw new RangeError('link secret requires a JSON object');
}

function checked<T>(schema: z.ZodMiniType<T>, value: unknown, field: string): T {
  const result = z.safeParse(schema, value);
  if (result.success) return result.data;
  throw new RangeError(`link secret requires a valid ${field}`);
}
