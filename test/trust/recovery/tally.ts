/** Numbers of many replications of one design. */
export const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Standard deviation between replications; 0 for one. */
export function sd(values: readonly number[]): number {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, values.length - 1));
}

export const rootMeanSquare = (errors: readonly number[]): number =>
  Math.sqrt(mean(errors.map((error) => error ** 2)));

/** The rule of docs/model.md 6.12: |mean error| may be 2.5 RMSE / sqrt(runs) + .005. */
export const allowed = (rmse: number, runs: number): number => (2.5 * rmse) / Math.sqrt(runs) + 0.005;

/** Standard error of the mean of replications: what a seller's band holds hangs together within one. */
export const errorOfMean = (values: readonly number[]): number => sd(values) / Math.sqrt(values.length);
