/** What is known of n rows before the exposure: row-major, NaN where a value is missing. */
export interface Covariates {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** Covariates of rows of equal length.
 *  @throws RangeError if a row is of another length */
export function covariatesOf(rows: readonly (readonly number[])[]): Covariates {
  const columns = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== columns))
    throw new RangeError('covariatesOf requires rows of equal length');
  return { rows: rows.length, columns, values: Float64Array.from(rows.flat()) };
}

/** Column j, as it stands. */
export function column({ rows, columns, values }: Covariates, j: number): Float64Array {
  const result = new Float64Array(rows);
  for (let i = 0; i < rows; i++) result[i] = values[i * columns + j] ?? Number.NaN;
  return result;
}

/** The same rows without column j. */
export function withoutColumn(x: Covariates, j: number): Covariates {
  const values = x.values.filter((_, at) => at % x.columns !== j);
  return { rows: x.rows, columns: x.columns - 1, values };
}
