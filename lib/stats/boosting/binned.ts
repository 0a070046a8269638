import { column } from '../covariates.ts';
import type { Covariates } from '../covariates.ts';

export const BINS = 255; // of values that are present, 0 to 254
export const MISSING = 255; // the bin of those that are not
const SAMPLE = 200_000; // values a column's quantiles are taken from

/** Every value by the number of its bin, a byte each. */
export interface Binned {
  readonly rows: number;
  readonly columns: number;
  readonly byRow: Uint8Array;
  readonly byColumn: Uint8Array;
  readonly bins: readonly number[]; // in use, by column, without the one for missing values
}

/** Bins a column by its quantiles, or by its values where it has no more than 255 of them: value <= threshold b is bin b.
 *  As scikit-learn's HistGradientBoosting does (percentiles 1/255 to 254/255 between neighbours' midpoints). */
export function binCovariates(x: Covariates): Binned {
  const byRow = new Uint8Array(x.rows * x.columns);
  const byColumn = new Uint8Array(x.rows * x.columns);
  const bins: number[] = [];
  for (let j = 0; j < x.columns; j++) {
    const values = column(x, j);
    const thresholds = thresholdsOf(values);
    bins.push(thresholds.length + 1);
    for (let i = 0; i < x.rows; i++) {
      const bin = binOf(values[i] ?? Number.NaN, thresholds);
      byColumn[j * x.rows + i] = bin;
      byRow[i * x.columns + j] = bin;
    }
  }
  return { rows: x.rows, columns: x.columns, byRow, byColumn, bins };
}

/** Upper ends of all bins but the last, ascending; of finite and infinite values alike. */
export function thresholdsOf(values: Float64Array): Float64Array {
  const step = Math.ceil(values.length / SAMPLE);
  const sorted = values.filter((value, i) => i % step === 0 && !Number.isNaN(value)).sort();
  const distinct = sorted.filter((value, i) => i === 0 || value !== sorted[i - 1]);
  const many = distinct.length > BINS;
  const ends = many
    ? Float64Array.from({ length: BINS - 1 }, (_, b) => quantile(sorted, (b + 1) / BINS))
    : distinct.slice(1).map((value, i) => middle(distinct[i] ?? value, value));
  return ends.filter((value, i) => i === 0 || value !== ends[i - 1]);
}

function quantile(sorted: Float64Array, share: number): number {
  const at = share * (sorted.length - 1);
  return middle(sorted[Math.floor(at)] ?? 0, sorted[Math.ceil(at)] ?? 0);
}

function middle(a: number, b: number): number {
  return a === b ? a : a / 2 + b / 2;
}

function binOf(value: number, thresholds: Float64Array): number {
  if (Number.isNaN(value)) return MISSING;
  let low = 0;
  let high = thresholds.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (value <= (thresholds[mid] ?? 0)) high = mid;
    else low = mid + 1;
  }
  return low;
}
