import { inverseOf } from '../../../stats/cholesky.ts';
import { studentWidth } from '../../../stats/incomplete-beta.ts';

/** A regression by least squares, as far as its sensitivity is concerned. Columns are of equal length. */
export interface LeastSquares {
  readonly y: Float64Array;
  readonly exposure: Float64Array;
  readonly controls: Readonly<Record<string, Float64Array>>; // with a constant, unless groups are absorbed
  readonly absorbed?: Int32Array; // a group of each row, whose means are taken out (fixed effects)
}

export interface LeastSquaresFit {
  readonly estimate: number;
  readonly se: number; // homoscedastic, as partial R2 needs it
  readonly df: number;
  readonly partialR2: number; // of the exposure with the outcome
}

/** The coefficient of `name` (the exposure, where it is none of the controls) of y, or of the exposure, on all the rest. */
function coefficient(
  y: Float64Array,
  columns: readonly Float64Array[],
  absorbedGroups: number,
): LeastSquaresFit {
  const n = y.length;
  const inverse = inverseOf(columns.map((a) => columns.map((b) => dot(a, b))));
  if (!inverse) throw new RangeError('leastSquares requires columns that do not follow from each other');
  const xy = columns.map((column) => dot(column, y));
  const b = inverse.map((row) => row.reduce((sum, value, j) => sum + value * (xy[j] ?? 0), 0));
  const residual = y.map((value, i) =>
    columns.reduce((rest, column, j) => rest - (b[j] ?? 0) * (column[i] as number), value),
  );
  const df = n - columns.length - absorbedGroups;
  const se = Math.sqrt((dot(residual, residual) / df) * (inverse[0]?.[0] ?? Number.NaN));
  const estimate = b[0] ?? Number.NaN;
  const t2 = (estimate / se) ** 2;
  return { estimate, se, df, partialR2: t2 / (t2 + df) };
}

/** @throws RangeError if a column follows from the others */
export function leastSquares(regression: LeastSquares): LeastSquaresFit {
  const { y, columns, groups } = within(regression);
  return coefficient(y, columns, groups);
}

/** What the benchmark covariate explains of the exposure and, beside the exposure, of the outcome: partial R2. */
function partialR2Of(regression: LeastSquares, benchmark: string): { ofExposure: number; ofOutcome: number } {
  const { y, columns, groups } = within(regression);
  const at = 1 + Object.keys(regression.controls).indexOf(benchmark);
  const [exposure, column] = [columns[0], columns[at]];
  if (at === 0 || !exposure || !column)
    throw new RangeError(`sensitivity requires a control named ${benchmark}`);
  const others = columns.filter((_, j) => j !== 0 && j !== at);
  return {
    ofExposure: coefficient(exposure, [column, ...others], groups).partialR2,
    ofOutcome: coefficient(y, [column, exposure, ...others], groups).partialR2,
  };
}

function within({ y, exposure, controls, absorbed }: LeastSquares) {
  const columns = [exposure, ...Object.values(controls)];
  if (!absorbed) return { y, columns, groups: 0 };
  const groups = new Set(absorbed).size;
  return { y: centred(y, absorbed), columns: columns.map((column) => centred(column, absorbed)), groups };
}

function centred(values: Float64Array, group: Int32Array): Float64Array {
  const sums = new Map<number, [sum: number, n: number]>();
  for (const [i, value] of values.entries()) {
    const [sum, n] = sums.get(group[i] as number) ?? [0, 0];
    sums.set(group[i] as number, [sum + value, n + 1]);
  }
  return values.map((value, i) => {
    const [sum, n] = sums.get(group[i] as number) ?? [0, 1];
    return value - sum / n;
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number);
  return sum;
}

/** Robustness of a regression coefficient: the share of what is left of both exposure and outcome that an omitted
 *  confounder would have to explain to bring the estimate (RV), or its 95 % interval (RVa), to 0:
 *      f = |t| / sqrt(df)      RV = (sqrt(f^4 + 4 f^2) - f^2) / 2      RVa: f less t*_{.975, df-1} / sqrt(df - 1)
 *  Cinelli & Hazlett (2020), JRSS B 82(1), section 4. */
export function leastSquaresRobustness({ estimate, se, df }: LeastSquaresFit): { RV: number; RVa: number } {
  const f = Math.abs(estimate / se) / Math.sqrt(df);
  const fa = Math.max(0, f - studentWidth(0.95, df - 1) / Math.sqrt(df - 1));
  return { RV: robustnessOf(f), RVa: robustnessOf(fa) };
}

function robustnessOf(f: number): number {
  return (Math.sqrt(f ** 4 + 4 * f * f) - f * f) / 2;
}

/** The estimate, were there a confounder as strong as `times` a named control, with exposure and with outcome:
 *      R2dz = k R2dx / (1 - R2dx)      bias = se sqrt(df R2yz R2dz / (1 - R2dz)), towards 0
 *  Cinelli & Hazlett (2020), section 4.4 (strength relative to an observed covariate).
 *  @throws RangeError for a control that is not there */
export function asStrongAs(
  regression: LeastSquares,
  benchmark: string,
  times: number,
): LeastSquaresFit & { lower: number; upper: number } {
  const fit = leastSquares(regression);
  const { ofExposure: r2dx, ofOutcome: r2yx } = partialR2Of(regression, benchmark);
  const R2dz = (times * r2dx) / (1 - r2dx);
  const shared = (times * r2dx * r2dx) / ((1 - times * r2dx) * (1 - r2dx));
  const reach = (Math.sqrt(times) + Math.sqrt(shared)) / Math.sqrt(1 - shared);
  const R2yz = Math.min(1, (reach * reach * r2yx) / (1 - r2yx));
  const bias = fit.se * Math.sqrt((fit.df * R2yz * R2dz) / (1 - R2dz));
  const estimate = Math.sign(fit.estimate) * (Math.abs(fit.estimate) - bias);
  const se = fit.se * Math.sqrt(((1 - R2yz) / (1 - R2dz)) * (fit.df / (fit.df - 1)));
  const width = studentWidth(0.95, fit.df - 1) * se;
  return { ...fit, estimate, se, lower: estimate - width, upper: estimate + width };
}
