import { assemble } from '../wasm/assemble.ts';
import type { Binned } from './binned.ts';
import { histogramFunction, partitionFunction, SLOTS, subtractFunction } from './histogram-kernel.ts';
import { splitFunction } from './split-kernel.ts';

type Call = (...values: readonly number[]) => number;

/** The inner loops of boosting over one memory: all places in it are bytes from its beginning. */
export interface Kernel {
  readonly histogram: Call;
  readonly subtract: Call;
  readonly partition: Call;
  readonly split: Call;
}

export interface Places {
  readonly byRow: number;
  readonly byColumn: number;
  readonly bins: number;
  readonly order: number; // row numbers, 4 bytes each
  readonly room: number; // as large
  readonly gradients: number; // packed, 16 bytes each at most
  readonly result: number;
  readonly histograms: number;
  readonly histogramBytes: number; // of one node, with two lanes
}

export interface Machine {
  readonly binned: Binned;
  readonly shift: number; // bits of a packed entry that hold the count
  readonly places: Places;
  readonly order: Uint32Array;
  readonly packed: Int32Array;
  readonly floats: Float64Array; // the whole memory, as doubles
  readonly integers: Int32Array; // and as integers
  kernel(lanes: 1 | 2): Kernel;
}

/** A memory that holds the bins of all rows and has room for one tree at a time, with the code written for just this
 *  number of columns and rows. Nothing is allocated after this.
 *  @throws RangeError from 16,777,216 rows or 2 GB on: a packed sum would have too few bits, an address a sign */
export function boostingMachine(binned: Binned, leaves: number): Machine {
  const { rows, columns } = binned;
  const shift = Math.max(1, Math.ceil(Math.log2(rows + 1)));
  const { places, bytes } = layOut(rows, columns, leaves);
  if (rows >= 2 ** 24 || bytes >= 2 ** 31)
    throw new RangeError(
      `boostingMachine requires fewer than 16,777,216 rows and 2 GB, not ${rows} rows and ${bytes} bytes`,
    );
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / 65_536) });
  const { buffer } = memory;
  new Uint8Array(buffer).set(binned.byRow, places.byRow);
  new Uint8Array(buffer).set(binned.byColumn, places.byColumn);
  new Int32Array(buffer, places.bins, columns).set(binned.bins);
  const kernels = new Map<1 | 2, Kernel>();
  return {
    binned,
    shift,
    places,
    order: new Uint32Array(buffer, places.order, rows),
    packed: new Int32Array(buffer, places.gradients, 4 * rows),
    floats: new Float64Array(buffer),
    integers: new Int32Array(buffer),
    kernel(lanes) {
      const kernel = kernels.get(lanes) ?? compile(memory, columns, lanes, shift);
      kernels.set(lanes, kernel);
      return kernel;
    },
  };
}

function layOut(rows: number, columns: number, leaves: number): { places: Places; bytes: number } {
  let bytes = 0;
  const take = (size: number): number => {
    const place = bytes;
    bytes = Math.ceil((bytes + size) / 64) * 64;
    return place;
  };
  const histogramBytes = columns * SLOTS * 16;
  const places = {
    byRow: take(rows * columns),
    byColumn: take(rows * columns),
    bins: take(4 * columns),
    order: take(4 * rows + 64), // both arms of a partition are written one place too far
    room: take(4 * rows + 64),
    gradients: take(16 * rows),
    result: take(64),
    histograms: take(histogramBytes * (leaves + 1)),
    histogramBytes,
  };
  return { places, bytes };
}

function compile(memory: WebAssembly.Memory, columns: number, lanes: 1 | 2, shift: number): Kernel {
  const module = new WebAssembly.Module(
    assemble({
      histogram: histogramFunction(columns, lanes),
      subtract: subtractFunction(),
      partition: partitionFunction(),
      split: splitFunction(lanes, shift),
    }),
  );
  const { histogram, subtract, partition, split } = new WebAssembly.Instance(module, { env: { memory } })
    .exports;
  if (!histogram || !subtract || !partition || !split)
    throw new RangeError('compile requires the four functions of the kernel');
  return { histogram, subtract, partition, split };
}
