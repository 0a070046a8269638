import { MISSING } from './binned.ts';
import type { Loss } from './loss.ts';
import type { Machine } from './kernel.ts';
import { SLOTS } from './histogram-kernel.ts';
import { SPLIT } from './split-kernel.ts';

export interface TreeSettings {
  readonly leaves: number; // at most
  readonly fewestInLeaf: number; // rows
  readonly ridge: number; // added to the curvature of a leaf
}

/** Rows of a node stand side by side in `order`: those the tree learns from, and those it only sorts. */
export interface Leaf {
  readonly from: number; // places in `order`
  readonly end: number;
  readonly testFrom: number;
  readonly testEnd: number;
  readonly gradient: number; // sums over the rows learnt from, in packed units
  readonly curvature: number;
  readonly histogram: number; // place of its histogram, 0 where it has none
  readonly split: Split | null;
}

interface Split {
  readonly gain: number;
  readonly gradient: number;
  readonly curvature: number;
  readonly column: number;
  readonly bin: number;
  readonly count: number;
  readonly missing: boolean; // left
}

const LEAST_CURVATURE = 1e-3;

/** Grows one tree leaf by leaf, the one with the largest gain first. Rows 0 to `train` of `order` are learnt from, those up
 *  to `all` go along. Of two children the smaller one is added up, the other is what is left of the parent. */
export function growTree(
  machine: Machine,
  loss: Loss,
  { train, all }: { readonly train: number; readonly all: number },
  settings: TreeSettings,
): Leaf[] {
  const tree = new Tree(machine, loss, settings);
  const leaves = [tree.root(train, all)];
  while (leaves.length < settings.leaves) {
    const at = largestGain(leaves);
    const parent = leaves[at];
    if (!parent?.split) break;
    const last = leaves.length + 1 === settings.leaves;
    const [left, right] = tree.divide(parent, parent.split, last);
    leaves[at] = left;
    leaves.push(right);
  }
  return leaves;
}

function largestGain(leaves: readonly Leaf[]): number {
  let best = 0;
  for (let k = 1; k < leaves.length; k++)
    if ((leaves[k]?.split?.gain ?? 0) > (leaves[best]?.split?.gain ?? 0)) best = k;
  return best;
}

class Tree {
  readonly #machine: Machine;
  readonly #loss: Loss;
  readonly #settings: TreeSettings;
  #free: number; // place of the next histogram nobody has

  constructor(machine: Machine, loss: Loss, settings: TreeSettings) {
    this.#machine = machine;
    this.#loss = loss;
    this.#settings = settings;
    this.#free = machine.places.histograms;
  }

  root(train: number, all: number): Leaf {
    const histogram = this.#addUp(0, train);
    const whole = { from: 0, end: train, testFrom: train, testEnd: all, histogram, split: null };
    return this.#searched({ ...whole, ...this.#sums(histogram) });
  }

  /** Of all rows in a histogram: those of its first column. */
  #sums(histogram: number): { gradient: number; curvature: number } {
    const { integers, shift } = this.#machine;
    const { lanes } = this.#loss;
    const first = histogram / 4;
    const sums = { gradient: 0, curvature: 0 };
    for (let at = first; at < first + 2 * lanes * SLOTS; at += 2 * lanes) {
      const low = (k: number): number => (integers[at + k] as number) >>> 0;
      const high = (k: number): number => integers[at + k + 1] as number;
      const counted = 2 * (lanes - 1); // where the count is
      const above = high(counted) * 2 ** (32 - shift) + Math.floor(low(counted) / 2 ** shift);
      sums.gradient += lanes === 1 ? above : high(0) * 2 ** 32 + low(0);
      sums.curvature += lanes === 1 ? low(0) % 2 ** shift : above;
    }
    return sums;
  }

  divide(parent: Leaf, split: Split, last: boolean): [Leaf, Leaf] {
    const middle = this.#partition(parent.from, parent.end, split);
    const testMiddle = this.#partition(parent.testFrom, parent.testEnd, split);
    const { gradient, curvature } = split;
    const found = { histogram: 0, split: null };
    const left = { ...parent, ...found, gradient, curvature, end: middle, testEnd: testMiddle };
    const right = {
      ...parent,
      ...found,
      gradient: parent.gradient - gradient,
      curvature: parent.curvature - curvature,
      from: middle,
      testFrom: testMiddle,
    };
    if (last || !(this.#large(left) || this.#large(right))) return [left, right];
    const [small, other] = rowsOf(left) <= rowsOf(right) ? [left, right] : [right, left];
    const smallDone = this.#searched({ ...small, histogram: this.#addUp(small.from, small.end) });
    this.#subtract(parent.histogram, smallDone.histogram);
    const otherDone = this.#searched({ ...other, histogram: parent.histogram });
    return small === left ? [smallDone, otherDone] : [otherDone, smallDone];
  }

  #large(leaf: Leaf): boolean {
    return rowsOf(leaf) >= 2 * this.#settings.fewestInLeaf;
  }

  #addUp(from: number, end: number): number {
    const { places, floats } = this.#machine;
    const histogram = this.#free;
    const bytes = this.#histogramBytes();
    this.#free += places.histogramBytes;
    floats.fill(0, histogram / 8, (histogram + bytes) / 8);
    const rows = [places.order + 4 * from, places.order + 4 * end];
    this.#machine.kernel(this.#loss.lanes).histogram(...rows, places.byRow, places.gradients, histogram);
    return histogram;
  }

  #histogramBytes(): number {
    return (this.#machine.places.histogramBytes / 2) * this.#loss.lanes;
  }

  #subtract(parent: number, child: number): void {
    this.#machine.kernel(this.#loss.lanes).subtract(parent, parent + this.#histogramBytes(), child);
  }

  #partition(from: number, end: number, split: Split): number {
    const { places, binned, kernel } = this.#machine;
    const column = places.byColumn + split.column * binned.rows;
    const missing = split.missing ? MISSING : MISSING + 1;
    const rows = [places.order + 4 * from, places.order + 4 * end];
    const middle = kernel(this.#loss.lanes).partition(...rows, column, split.bin, missing, places.room);
    return (middle - places.order) / 4;
  }

  #searched(leaf: Leaf): Leaf {
    return this.#large(leaf) ? { ...leaf, split: this.#split(leaf) } : leaf;
  }

  #split({ from, end, gradient, curvature, histogram }: Leaf): Split | null {
    const { places, binned, floats, integers } = this.#machine;
    const ridge = this.#settings.ridge * this.#loss.curvatureUnit;
    const before = gradient ** 2 / (curvature + ridge);
    floats[(places.result + SPLIT.gain) / 8] = before;
    const found = places.result / 4;
    integers[found + SPLIT.column / 4] = -1;
    const node = [end - from, this.#settings.fewestInLeaf, gradient, curvature, ridge];
    const least = LEAST_CURVATURE * this.#loss.curvatureUnit;
    this.#machine
      .kernel(this.#loss.lanes)
      .split(histogram, places.bins, binned.columns, ...node, least, places.result);
    const column = integers[found + SPLIT.column / 4] as number;
    if (column < 0) return null;
    const double = (at: number): number => floats[(places.result + at) / 8] as number;
    const integer = (at: number): number => integers[found + at / 4] as number;
    return {
      gain: double(SPLIT.gain) - before,
      gradient: double(SPLIT.gradient),
      curvature: double(SPLIT.curvature),
      column,
      bin: integer(SPLIT.bin),
      count: integer(SPLIT.count),
      missing: integer(SPLIT.missing) === 1,
    };
  }
}

function rowsOf({ from, end }: Leaf): number {
  return end - from;
}
