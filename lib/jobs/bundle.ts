import { createHash } from 'node:crypto';
import { crc32, deflateRawSync, gunzipSync, gzipSync, inflateRawSync } from 'node:zlib';
import { shardOf } from '../store/key.ts';

/** The lines of a few sellers of a snapshot as a gzip member of their own: such members one after another are a gzip file,
 *  and one whose sellers have nothing new is copied as it is. Its header names it (RFC 1952, extra field `ST`). */
export interface Bundle {
  readonly shard: number;
  readonly first: string; // seller
  readonly sha256: string; // of the text
  readonly length: number; // of the text
  readonly sellers: number;
  readonly rows: number;
  readonly bytes: Uint8Array;
}

/** A seller's lines, each with its end. */
export interface SellerLines {
  readonly sellerId: string;
  readonly text: string;
}

const FIXED = 16; // bytes of a header up to the field's content: ten, the length of extra fields, the field's name and length
const OWN = 46; // bytes of its content before the first seller: size of the member, shard, hash, sellers, rows
const ABOUT = 4; // sellers in a bundle

/** Whether a bundle begins with a seller: by her id alone, so that who comes and goes moves no other bundle. */
export function beginsBundle(sellerId: string): boolean {
  return createHash('sha256').update(sellerId).digest().readUInt8(31) < 256 / ABOUT;
}

/** @param sellers of one shard, at least one */
export function bundleOf(shard: number, sellers: readonly SellerLines[]): Bundle {
  const first = sellers[0]?.sellerId ?? '';
  const text = Buffer.from(sellers.map((seller) => seller.text).join(''));
  const [name, packed, hash] = [
    Buffer.from(first),
    deflateRawSync(text),
    createHash('sha256').update(text).digest(),
  ];
  const start = FIXED + OWN + name.length;
  const bytes = Buffer.alloc(start + packed.length + 8);
  bytes.set([0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255]);
  bytes.writeUInt16LE(4 + OWN + name.length, 10);
  bytes.write('ST', 12, 'latin1');
  bytes.writeUInt16LE(OWN + name.length, 14);
  bytes.writeUInt32LE(bytes.length, FIXED);
  bytes.writeUInt16LE(shard, FIXED + 4);
  bytes.set(hash, FIXED + 6);
  const rows = rowsIn(text);
  bytes.writeUInt32LE(sellers.length, FIXED + 38);
  bytes.writeUInt32LE(rows, FIXED + 42);
  bytes.set(name, FIXED + OWN);
  bytes.set(packed, start);
  bytes.writeUInt32LE(crc32(text), start + packed.length);
  bytes.writeUInt32LE(text.length, start + packed.length + 4);
  const sha256 = hash.toString('hex');
  return { shard, first, sha256, length: text.length, sellers: sellers.length, rows, bytes };
}

const LINE_END = 10;

function rowsIn(text: Buffer): number {
  let rows = 0;
  for (let at = text.indexOf(LINE_END); at >= 0; at = text.indexOf(LINE_END, at + 1)) rows += 1;
  return rows;
}

/** The bundles of a file, not inflated; undefined where it has none or is cut short. */
export function bundlesIn(file: Uint8Array): Bundle[] | undefined {
  const all = Buffer.from(file.buffer, file.byteOffset, file.length);
  if (all.equals(NOTHING)) return [];
  const found: Bundle[] = [];
  for (let at = 0; at < all.length;) {
    const bundle = bundleAt(all, at);
    if (bundle === undefined) return undefined;
    found.push(bundle);
    at += bundle.bytes.length;
  }
  return found;
}

const NOTHING = gzipSync('');

function bundleAt(all: Buffer, at: number): Bundle | undefined {
  if (all.length - at < FIXED + OWN + 8 || all.readUInt32BE(at) !== 0x1f8b0804) return undefined;
  if (all.toString('latin1', at + 12, at + 14) !== 'ST') return undefined;
  const size = all.readUInt32LE(at + FIXED);
  const start = at + FIXED + all.readUInt16LE(at + 14);
  if (size < FIXED + OWN + 8 || at + size > all.length || start > at + size - 8) return undefined;
  return {
    shard: all.readUInt16LE(at + FIXED + 4),
    first: all.toString('utf8', at + FIXED + OWN, start),
    sha256: all.toString('hex', at + FIXED + 6, at + FIXED + 38),
    sellers: all.readUInt32LE(at + FIXED + 38),
    rows: all.readUInt32LE(at + FIXED + 42),
    length: all.readUInt32LE(at + size - 4),
    bytes: all.subarray(at, at + size),
  };
}

/** The sellers of a bundle with their lines.
 *  @throws RangeError where it does not hold what its header says */
export function sellersIn({ bytes, sha256, first }: Bundle): SellerLines[] {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const text = inflateRawSync(all.subarray(FIXED + all.readUInt16LE(14), -8));
  if (createHash('sha256').update(text).digest('hex') !== sha256)
    throw new RangeError(`the bundle of ${first} does not hold what its header says`);
  return sellersOfText(text.toString());
}

const SELLER = /^\{"seller_id":("(?:[^"\\]|\\.)*")/;

/** The lines of a rounds file by seller, in its order. */
export function sellersOfText(text: string): SellerLines[] {
  const sellers: { sellerId: string; text: string }[] = [];
  let head = '';
  for (let from = 0; from < text.length;) {
    const end = text.indexOf('\n', from) + 1 || text.length;
    const last = sellers.at(-1);
    if (last !== undefined && text.startsWith(head, from)) last.text += text.slice(from, end);
    else {
      const line = text.slice(from, end);
      head = SELLER.exec(line)?.[0] ?? line;
      const sellerId: unknown = JSON.parse(SELLER.exec(line)?.[1] ?? '""');
      sellers.push({ sellerId: String(sellerId), text: line });
    }
    from = end;
  }
  return sellers;
}

/** The bundles of a shard.
 *  @param sellers in the order of ids */
export function bundlesOfSellers(shard: number, sellers: readonly SellerLines[]): Bundle[] {
  const bundles: Bundle[] = [];
  let open: SellerLines[] = [];
  for (const seller of sellers) {
    if (open.length > 0 && beginsBundle(seller.sellerId)) {
      bundles.push(bundleOf(shard, open));
      open = [];
    }
    open.push(seller);
  }
  return open.length > 0 ? [...bundles, bundleOf(shard, open)] : bundles;
}

/** A rounds file in bundles.
 *  @param text ordered by shard, then seller */
export function bundlesOfText(text: string): Bundle[] {
  const byShard: [number, SellerLines[]][] = [];
  for (const seller of sellersOfText(text)) {
    const shard = shardOf(seller.sellerId);
    const last = byShard.at(-1);
    if (last?.[0] === shard) last[1].push(seller);
    else byShard.push([shard, [seller]]);
  }
  return byShard.flatMap(([shard, sellers]) => bundlesOfSellers(shard, sellers));
}

/** Bundles as a file. */
export function fileOf(bundles: readonly Bundle[]): Uint8Array {
  return bundles.length === 0 ? NOTHING : Buffer.concat(bundles.map(({ bytes }) => bytes));
}

/** The hash of a snapshot: of the hashes of its bundles' texts, so that what is copied need not be inflated. */
export function hashOfBundles(bundles: readonly Pick<Bundle, 'sha256'>[]): string {
  const hash = createHash('sha256');
  for (const { sha256 } of bundles) hash.update(sha256);
  return hash.digest('hex');
}

/** A snapshot's text and its hash as it is; that of a file without bundles is the hash of its text. */
export function unbundled(file: Uint8Array): { readonly bytes: Uint8Array; readonly sha256: string } {
  const bytes = gunzipSync(file);
  const bundles = bundlesIn(file);
  if (bundles === undefined) return { bytes, sha256: createHash('sha256').update(bytes).digest('hex') };
  let from = 0;
  const found = bundles.map(({ length }) => {
    const text = bytes.subarray(from, from + length);
    from += length;
    return { sha256: createHash('sha256').update(text).digest('hex') };
  });
  return { bytes, sha256: hashOfBundles(found) };
}
