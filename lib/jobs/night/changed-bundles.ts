import { shardOf } from '../../store/key.ts';
import { beginsBundle, bundleOf, sellersIn, type Bundle, type SellerLines } from '../bundle.ts';

/** The bundles of a snapshot with some sellers' lines replaced: what bundling all lines anew gives. Bundles without any of
 *  them stay as they are, and are not inflated.
 *  @param changed lines by seller; '' for one who is gone */
export function changedBundles(bundles: readonly Bundle[], changed: ReadonlyMap<string, string>): Bundle[] {
  const byShard = new Map<number, { before: Bundle[]; changed: [string, string][] }>();
  const of = (shard: number) => {
    const found = byShard.get(shard) ?? { before: [], changed: [] };
    byShard.set(shard, found);
    return found;
  };
  for (const bundle of bundles) of(bundle.shard).before.push(bundle);
  for (const entry of changed) of(shardOf(entry[0])).changed.push(entry);
  return [...byShard]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([shard, { before, changed: those }]) =>
      those.length === 0 ? before : changedShard(shard, before, those),
    );
}

/** Whether bundles stand in the order in which a snapshot has them. */
export function areInOrder(bundles: readonly Bundle[]): boolean {
  return bundles.every((bundle, k) => {
    const before = bundles[k - 1];
    if (before === undefined) return true;
    return before.shard < bundle.shard || (before.shard === bundle.shard && before.first < bundle.first);
  });
}

function changedShard(
  shard: number,
  before: readonly Bundle[],
  changed: readonly (readonly [string, string])[],
): Bundle[] {
  const dirty = new Map<number, Map<string, string>>();
  for (const [sellerId, text] of changed) {
    const at = Math.max(0, placeOf(before, sellerId));
    dirty.set(at, (dirty.get(at) ?? new Map<string, string>()).set(sellerId, text));
  }
  const made = new Bundling(shard);
  for (let at = 0; at < Math.max(1, before.length); at += 1) {
    const bundle = before[at];
    const changes = dirty.get(at);
    if (changes === undefined) {
      if (bundle !== undefined) made.keep(bundle);
    } else for (const seller of merged(bundle ? sellersIn(bundle) : [], changes)) made.add(seller);
  }
  return made.end();
}

/** The last bundle that begins with the seller or before her; -1: none does. */
function placeOf(bundles: readonly Bundle[], sellerId: string): number {
  let [low, high] = [0, bundles.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bundles[middle] as Bundle).first <= sellerId) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function merged(sellers: readonly SellerLines[], changes: ReadonlyMap<string, string>): SellerLines[] {
  const texts = new Map(sellers.map(({ sellerId, text }) => [sellerId, text]));
  for (const [sellerId, text] of changes) texts.set(sellerId, text);
  return [...texts]
    .filter(([, text]) => text !== '')
    .map(([sellerId, text]) => ({ sellerId, text }))
    .toSorted((a, b) => (a.sellerId < b.sellerId ? -1 : 1));
}

/** The bundles of a shard, put together from sellers and from whole ones. */
class Bundling {
  readonly #made: Bundle[] = [];
  readonly #shard: number;
  #open: SellerLines[] = [];

  constructor(shard: number) {
    this.#shard = shard;
  }

  keep(bundle: Bundle): void {
    // one that was the first of its shard may not be it any more
    if (!beginsBundle(bundle.first) && (this.#open.length > 0 || this.#made.length > 0))
      for (const seller of sellersIn(bundle)) this.add(seller);
    else {
      this.#close();
      this.#made.push(bundle);
    }
  }

  add(seller: SellerLines): void {
    if (beginsBundle(seller.sellerId)) this.#close();
    else if (this.#open.length === 0) this.#open = [...(this.#reopened() ?? [])];
    this.#open.push(seller);
  }

  end(): Bundle[] {
    this.#close();
    return this.#made;
  }

  /** Who began this bundle is gone: the rest belongs to the one before. */
  #reopened(): SellerLines[] | undefined {
    const last = this.#made.pop();
    return last && sellersIn(last);
  }

  #close(): void {
    if (this.#open.length > 0) this.#made.push(bundleOf(this.#shard, this.#open));
    this.#open = [];
  }
}
