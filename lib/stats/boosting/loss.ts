import type { Machine } from './kernel.ts';
import { logistic } from './logistic.ts';

/** A loss of the raw prediction f, its first and second derivatives packed as integers:
 *      squared    l = (f - y)^2 / 2             g = f - y             h = 1
 *      logistic   l = ln(1 + e^f) - y f         g = p - y             h = p (1 - p)      p = 1 / (1 + e^-f)
 *  both times the weight of a row, where there are weights. An entry holds g in steps of 1 / gradientUnit, less its fraction
 *  (`| 0`: five times as fast here as rounding), and the count 1 in its low bits: sums of entries are exact, whatever their order.
 *  Two lanes: g in one integer, h with the count in another. */
export interface Loss {
  readonly lanes: 1 | 2;
  readonly gradientUnit: number; // entries are g * gradientUnit
  readonly curvatureUnit: number;
}

export type LossName = 'squared' | 'logistic';

/** Writes the entries of the rows in `order[0..count)`; the units are those of this tree. */
export function packGradients(
  machine: Machine,
  name: LossName,
  rows: { readonly order: Uint32Array; readonly count: number },
  y: Float64Array,
  raw: Float64Array,
  weights?: Float64Array,
): Loss {
  if (weights) return packWeighted(machine, name, rows, { y, raw, weights });
  return name === 'squared' ? packSquared(machine, rows, y, raw) : packLogistic(machine, rows, y, raw);
}

type Rows = { readonly order: Uint32Array; readonly count: number };

/** g keeps 63 - 2 shift bits (80,000 rows: 29), as n of them and n counts fit 64 bits together; 30 at most. */
function bitsBeside(shift: number): number {
  return Math.min(30, 62 - 2 * shift);
}

function packSquared(
  { packed, shift }: Machine,
  { order, count }: Rows,
  y: Float64Array,
  raw: Float64Array,
): Loss {
  let largest = 0;
  for (let k = 0; k < count; k++) {
    const i = order[k] as number;
    const g = Math.abs((raw[i] as number) - (y[i] as number));
    if (g > largest) largest = g;
  }
  const unit = largest > 0 ? (2 ** bitsBeside(shift) - 1) / largest : 1;
  for (let k = 0; k < count; k++) {
    const i = order[k] as number;
    const q = (((raw[i] as number) - (y[i] as number)) * unit) | 0;
    packed[2 * i] = (q << shift) | 1;
    packed[2 * i + 1] = q >> (32 - shift);
  }
  return { lanes: 1, gradientUnit: unit, curvatureUnit: 1 };
}

function packLogistic(
  { packed, shift }: Machine,
  { order, count }: Rows,
  y: Float64Array,
  raw: Float64Array,
): Loss {
  const gradientUnit = 2 ** 30 - 1;
  const curvatureUnit = 2 ** (bitsBeside(shift) + 1); // p (1 - p) <= 1/4
  for (let k = 0; k < count; k++) {
    const i = order[k] as number;
    const p = logistic(raw[i] as number);
    const g = ((p - (y[i] as number)) * gradientUnit) | 0;
    const h = (p * (1 - p) * curvatureUnit) | 0;
    packed[4 * i] = g;
    packed[4 * i + 1] = g >> 31;
    packed[4 * i + 2] = (h << shift) | 1;
    packed[4 * i + 3] = h >> (32 - shift);
  }
  return { lanes: 2, gradientUnit, curvatureUnit };
}

interface Weighted {
  readonly y: Float64Array;
  readonly raw: Float64Array;
  readonly weights: Float64Array;
}

function packWeighted(
  { packed, shift }: Machine,
  name: LossName,
  { order, count }: Rows,
  row: Weighted,
): Loss {
  const { y, raw, weights } = row;
  const mean = name === 'squared' ? (f: number): number => f : logistic;
  const bend = name === 'squared' ? (): number => 1 : (p: number): number => p * (1 - p);
  let largest = 0;
  let heaviest = 0;
  for (let k = 0; k < count; k++) {
    const i = order[k] as number;
    const weight = weights[i] as number;
    largest = Math.max(largest, Math.abs(weight * (mean(raw[i] as number) - (y[i] as number))));
    heaviest = Math.max(heaviest, weight);
  }
  const gradientUnit = largest > 0 ? (2 ** 30 - 1) / largest : 1;
  const curvatureUnit = heaviest > 0 ? 2 ** (bitsBeside(shift) - 1) / heaviest : 1;
  for (let k = 0; k < count; k++) {
    const i = order[k] as number;
    const p = mean(raw[i] as number);
    const g = ((weights[i] as number) * (p - (y[i] as number)) * gradientUnit) | 0;
    const h = ((weights[i] as number) * bend(p) * curvatureUnit) | 0;
    packed[4 * i] = g;
    packed[4 * i + 1] = g >> 31;
    packed[4 * i + 2] = (h << shift) | 1;
    packed[4 * i + 3] = h >> (32 - shift);
  }
  return { lanes: 2, gradientUnit, curvatureUnit };
}
