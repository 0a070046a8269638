import { Texts } from './texts.ts';
import type { RoundRow } from './row.ts';

/** Rounds by seller, recommender, position and number, in a table of open addresses (Knuth, TAOCP 3, section 6.4, algorithm L):
 *  16 bytes a row, where a map of keys takes 150 and ends at 16.7 million. */
export class RowSet {
  readonly #rows: readonly RoundRow[];
  readonly #rounds = new Texts();
  #numbers = new Int32Array(1024); // of the rounds of `#rows`: -1 - n, or of its text in `#rounds`
  #places = new Int32Array(2048); // index into `#rows` + 1; 0: free

  /** @param rows those in the set; one that `find` did not find comes next */
  constructor(rows: readonly RoundRow[]) {
    this.#rows = rows;
  }

  /** The row of the same round, or undefined: then this one is the next of the rows. */
  find(row: RoundRow, round: string): RoundRow | undefined {
    if (2 * this.#rows.length >= this.#places.length) this.#grow();
    const number = /^(?:0|[1-9]\d{0,8})$/.test(round) ? -1 - Number(round) : this.#rounds.indexOf(round);
    for (let place = this.#start(row, number); ; place = (place + 1) & (this.#places.length - 1)) {
      const index = (this.#places[place] as number) - 1;
      if (index < 0) {
        this.#put(place, number);
        return undefined;
      }
      const other = this.#rows[index];
      if (other && this.#numbers[index] === number && isSameRound(row, other)) return other;
    }
  }

  #put(place: number, number: number): void {
    const index = this.#rows.length;
    if (index === this.#numbers.length) this.#numbers = grown(this.#numbers);
    this.#numbers[index] = number;
    this.#places[place] = index + 1;
  }

  #start(row: RoundRow, number: number): number {
    const mixed = mix(mix(mix(hashOf(row.sellerId), hashOf(row.recommender)), row.position), number);
    return mixed & (this.#places.length - 1);
  }

  #grow(): void {
    this.#places = new Int32Array(4 * this.#places.length);
    this.#rows.forEach((row, index) => {
      let place = this.#start(row, this.#numbers[index] as number);
      while (this.#places[place] !== 0) place = (place + 1) & (this.#places.length - 1);
      this.#places[place] = index + 1;
    });
  }
}

const isSameRound = (a: RoundRow, b: RoundRow) =>
  a.position === b.position && a.sellerId === b.sellerId && a.recommender === b.recommender;

function grown(numbers: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * numbers.length);
  larger.set(numbers);
  return larger;
}

/** FNV-1a over the characters (Fowler, Noll & Vo; RFC 9923). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}

/** A number with up to 53 bits, mixed into a hash (finalizer of MurmurHash3, Appleby). */
function mix(hash: number, value: number): number {
  let mixed = hash ^ value ^ Math.imul(Math.floor(value / 0x100000000), 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
