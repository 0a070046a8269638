import { type Instant } from '../domain/instant.ts';
import { parseKeyRing } from './key-ring.ts';

/** The link secret with one more key, which signs from an instant on; all keys before still verify. Until that instant
 *  everybody who keeps the ring in memory has read the new key: nobody meets a link, or a hash of the ledger, by a key
 *  that is not known there.
 *  @param root 64 characters or more, of the operating system's randomness
 *  @throws RangeError when a rotation is under way, or the 255 ids of a token are used up */
export function withNewKey(
  text: string,
  { root, now, from }: { readonly root: string; readonly now: Instant; readonly from: Instant },
): { readonly text: string; readonly id: number } {
  const { next, ids, current } = parseKeyRing(text, now);
  if (next !== undefined)
    throw new RangeError(`key ${next.id} takes over at ${next.from}; rotate after that`);
  const id = Math.max(...ids) + 1;
  if (id > 255) throw new RangeError('a link names its key by one byte: after 255 keys there is none');
  return { id, text: edited(text, { [id]: root, current: id, before: current, since: from }) };
}

/** The link secret with a key whose links are dead. Its root stays: the ledger's hashes were made with it.
 *  @throws RangeError for a key that is not there, or that signs or is about to */
export function withoutKey(text: string, id: number, now: Instant): string {
  const { ids, current, next, retired } = parseKeyRing(text, now);
  if (!ids.includes(id)) throw new RangeError(`there is no key ${id}; there are ${ids.join(', ')}`);
  if (id === current || id === next?.id)
    throw new RangeError(`key ${id} signs new links; rotate first, then end it`);
  if (retired.includes(id)) return text;
  return edited(text, { retired: [...retired, id] });
}

function edited(text: string, changes: object): string {
  const changed = JSON.stringify({ ...JSON.parse(text), ...changes });
  parseKeyRing(changed); // what cannot be read is not written
  return changed;
}
