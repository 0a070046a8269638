import { column } from '../covariates.ts';
import type { Covariates } from '../covariates.ts';

/** Columns of mean 0 and variance 1 behind a column of ones, row-major. */
export interface Design {
  readonly rows: number;
  readonly width: number; // with the ones
  readonly values: Float64Array;
}

/** Makes a design of covariates. A missing value becomes the mean and gets a column that says so; degree 2 adds squares and
 *  products of pairs. Columns that do not vary, or repeat an earlier one, are left out. Uses nothing of the outcome. */
export function designOf(x: Covariates, degree: 1 | 2): Design {
  const first = Array.from({ length: x.columns }, (_, j) => column(x, j));
  const missing = first.filter((values) => values.some(Number.isNaN)).map(isMissing);
  const linear = [...first.map(standardised), ...missing.map(standardised)].filter(varies);
  const terms = degree === 1 ? linear : [...linear, ...products(linear)];
  const kept = terms.filter((values, j) => !terms.slice(0, j).some((other) => sameAs(values, other)));
  const width = kept.length + 1;
  const values = new Float64Array(x.rows * width).fill(1);
  kept.forEach((term, j) => {
    for (let i = 0; i < x.rows; i++) values[i * width + j + 1] = term[i] as number;
  });
  return { rows: x.rows, width, values };
}

function isMissing(values: Float64Array): Float64Array {
  return values.map((value) => (Number.isNaN(value) ? 1 : 0));
}

function standardised(values: Float64Array): Float64Array {
  const present = values.filter((value) => !Number.isNaN(value));
  const mean = present.reduce((sum, value) => sum + value, 0) / present.length;
  const variance = present.reduce((sum, value) => sum + (value - mean) ** 2, 0) / present.length;
  const scale = variance > 1e-24 * (1 + mean * mean) ? 1 / Math.sqrt(variance) : 0;
  return values.map((value) => (Number.isNaN(value) ? 0 : (value - mean) * scale));
}

function varies(values: Float64Array): boolean {
  return values.some((value) => value !== 0);
}

function products(columns: readonly Float64Array[]): Float64Array[] {
  return columns
    .flatMap((a, j) => columns.slice(j).map((b) => a.map((value, i) => value * (b[i] as number))))
    .map(standardised)
    .filter(varies);
}

/** Both are standardised, so equal up to sign and rounding means that one follows from the other. */
function sameAs(a: Float64Array, b: Float64Array): boolean {
  const sign = Math.sign((a[0] as number) * (b[0] as number)) || 1;
  return a.every((value, i) => Math.abs(value - sign * (b[i] as number)) < 1e-9);
}
