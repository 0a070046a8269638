/** Sequences up to which a panel is searched whole. */
const SMALL = 2000;
const LEAST = 1000;
const MOST = 4000; // the error of its curvature, 1/sqrt(sequences), is small by then
const SHARE = 0.1;

/** About a tenth of a large panel's sequences, 1,000 to 4,000, chosen by a hash of their places: not every n-th, since
 *  those of one seller stand together. Undefined for a small panel. */
export function partOf(sequences: number): Int32Array | undefined {
  const share = shareOf(sequences);
  if (share === 1) return undefined;
  const part = new Int32Array(sequences);
  let members = 0;
  for (let i = 0; i < sequences; i++) if (mixed(i) < share * 2 ** 32) part[members++] = i;
  return part.slice(0, members);
}

/** Share of a panel's sequences that is searched first; 1: the panel is small. */
export function shareOf(sequences: number): number {
  if (sequences <= SMALL) return 1;
  return Math.min(Math.max(SHARE, LEAST / sequences), MOST / sequences);
}

/** The finaliser of MurmurHash3 (Appleby): 32 bits, each of which depends on every bit of i. */
function mixed(i: number): number {
  let h = i + 1;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
