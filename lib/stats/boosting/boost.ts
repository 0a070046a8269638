import { growTree } from './grow.ts';
import type { Leaf, TreeSettings } from './grow.ts';
import type { Machine } from './kernel.ts';
import { packGradients } from './loss.ts';
import type { LossName } from './loss.ts';

export interface BoostingSettings extends TreeSettings {
  readonly trees: number; // at most
  readonly learningRate: number; // (0, 1]
  /** Trees without a better loss on the tenth that is held out, after which it stops; null: never. */
  readonly patience: number | null;
}

/** scikit-learn's defaults, but for the trees: 200, and no early stop. */
export const BOOSTING: BoostingSettings = {
  trees: 200,
  learningRate: 0.1,
  leaves: 31,
  fewestInLeaf: 20,
  ridge: 0,
  patience: null,
};

const LEAST_GAIN = 1e-7; // of the loss, for a tree to count as better

export interface Given {
  readonly weights?: Float64Array; // of rows, >= 0
  readonly tenths?: Uint8Array; // rows of tenth 0 are held out, where it is to stop early
}

/** Gradient boosting of trees on histograms, learnt from the rows `train`; gives raw predictions f of the rows `test`, in
 *  their order: the mean (squared), the log-odds (logistic).
 *      f_0 = the mean, or its log-odds      f_k = f_{k-1} - rate * G / (H + ridge) in the leaf of a row
 *  Friedman (2001); Ke et al. (2017), section 2, and scikit-learn's HistGradientBoosting for order and defaults. */
export function boost(
  machine: Machine,
  loss: LossName,
  y: Float64Array,
  { train, test }: { readonly train: Uint32Array; readonly test: Uint32Array },
  settings: BoostingSettings = BOOSTING,
  given: Given = {},
): Float64Array {
  const { weights } = given;
  const chosen = (i: number): boolean => settings.patience !== null && given.tenths?.[i] === 0;
  const held = settings.patience === null ? new Uint32Array() : train.filter(chosen);
  const learnt = held.length === 0 ? train : train.filter((i) => !chosen(i));
  const raw = new Float64Array(machine.binned.rows).fill(beginning(loss, y, learnt, weights));
  const lossAt = (i: number): number => (weights?.[i] ?? 1) * lossOf(loss, y[i] ?? 0, raw[i] ?? 0);
  const stop =
    settings.patience === null || held.length === 0 ? () => false : stopping(settings.patience, held, lossAt);
  const order = new Uint32Array(learnt.length + held.length + test.length);
  order.set(learnt);
  order.set(held, learnt.length);
  order.set(test, learnt.length + held.length);
  const rows = { order, count: learnt.length };
  for (let tree = 0; tree < settings.trees && !stop(); tree++) {
    const packed = packGradients(machine, loss, rows, y, raw, weights);
    machine.order.set(order); // rows in their own order: neighbours in memory stay neighbours in a node
    const leaves = growTree(machine, packed, { train: learnt.length, all: order.length }, settings);
    const unit = packed.curvatureUnit / packed.gradientUnit;
    for (const leaf of leaves) {
      const curvature = leaf.curvature + settings.ridge * packed.curvatureUnit;
      if (curvature > 0)
        addLeaf(machine, leaf, raw, (-settings.learningRate * leaf.gradient * unit) / curvature);
    }
  }
  return Float64Array.from(test, (i) => raw[i] ?? Number.NaN);
}

function addLeaf({ order }: Machine, leaf: Leaf, raw: Float64Array, value: number): void {
  add(order, leaf.from, leaf.end, raw, value);
  add(order, leaf.testFrom, leaf.testEnd, raw, value);
}

function add(order: Uint32Array, from: number, end: number, raw: Float64Array, value: number): void {
  for (let k = from; k < end; k++) {
    const i = order[k] as number;
    raw[i] = (raw[i] as number) + value;
  }
}

/** The best constant; the log-odds of a share of 0 or 1 stay finite. */
function beginning(loss: LossName, y: Float64Array, rows: Uint32Array, weights?: Float64Array): number {
  let [sum, total] = [0, 0];
  for (const i of rows) {
    const weight = weights?.[i] ?? 1;
    sum += weight * (y[i] as number);
    total += weight;
  }
  const mean = sum / total;
  if (loss === 'squared') return mean;
  const share = Math.min(1 - 1e-7, Math.max(1e-7, mean));
  return Math.log(share / (1 - share));
}

/** Whether the held-out loss has not fallen for as many trees as patience allows. */
function stopping(patience: number, held: Uint32Array, lossAt: (row: number) => number): () => boolean {
  let best = Number.POSITIVE_INFINITY;
  let since = 0;
  return () => {
    const now = held.reduce((sum, i) => sum + lossAt(i), 0) / held.length;
    since = now < best - LEAST_GAIN ? 0 : since + 1;
    best = Math.min(best, now);
    return since >= patience;
  };
}

function lossOf(loss: LossName, y: number, raw: number): number {
  if (loss === 'squared') return (raw - y) ** 2 / 2;
  return Math.max(raw, 0) - y * raw + Math.log1p(Math.exp(-Math.abs(raw)));
}
