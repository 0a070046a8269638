import { allowed, errorOfMean, mean, rootMeanSquare, sd } from '../../test/trust/recovery/tally.ts';

export interface Seeds {
  readonly runs: number;
  readonly first: number;
}

/** One replication after another, from the first seed on. */
export const replicate = <Run>({ runs, first }: Seeds, run: (seed: number) => Run): Run[] =>
  Array.from({ length: runs }, (_, n) => run(first + n));

const format = (value: number): string => value.toFixed(4).padStart(8);
const verdict = (held: boolean): string => (held ? 'held' : 'NOT HELD');

/** A parameter against its truth: RMSE as tabled and ours, mean error and what the rule of 6.12 allows. */
export function parameterRow(name: string, errors: readonly number[], rmse: number): void {
  const [off, limit] = [mean(errors), allowed(rmse, errors.length)];
  const ours = rootMeanSquare(errors);
  console.log(
    `  ${name.padEnd(12)} RMSE tabled ${format(rmse)} ours ${format(ours)}   mean error ${format(off)} of ${format(limit)} allowed: ${verdict(Math.abs(off) <= limit)}`,
  );
}

/** Where a figure may lie on the better side of the tabled one: towards the truth, or up, or down. */
type Better = number | 'higher' | 'lower' | 'neither';

/** A number that is not an error, against the tabled one: both are means over about as many runs. Held too where it is
 *  better. */
export function figureRow(
  name: string,
  values: readonly number[],
  tabled: number,
  better: Better = 'neither',
): void {
  const limit = allowed(Math.SQRT2 * sd(values), values.length);
  const ours = mean(values);
  const near = Math.abs(ours - tabled) <= limit;
  const end = near ? verdict(true) : isBetter(ours, tabled, better) ? 'held, better' : verdict(false);
  console.log(
    `  ${name.padEnd(12)} tabled ${format(tabled)} ours ${format(ours)} (${format(errorOfMean(values)).trim()})   off ${format(ours - tabled)} of ${format(limit)} allowed: ${end}`,
  );
}

function isBetter(ours: number, tabled: number, better: Better): boolean {
  if (typeof better === 'number') return Math.abs(ours - better) < Math.abs(tabled - better);
  if (better === 'neither') return false;
  return better === 'higher' ? ours > tabled : ours < tabled;
}

/** A number that has no bar. */
export function plainRow(name: string, values: readonly number[]): void {
  console.log(
    `  ${name.padEnd(12)} ours ${format(mean(values))} (${format(errorOfMean(values)).trim()}), no bar`,
  );
}

/** A test statistic, which may be clearer than tabled: held where it is on the same side and not nearer to zero. */
export function atLeastRow(name: string, values: readonly number[], tabled: number): void {
  const limit = allowed(Math.SQRT2 * sd(values), values.length);
  const ours = mean(values);
  const held = ours * Math.sign(tabled) >= Math.abs(tabled) - limit;
  console.log(
    `  ${name.padEnd(12)} tabled ${format(tabled)} ours ${format(ours)} (${format(errorOfMean(values)).trim()})   as clear, or clearer: ${verdict(held)}`,
  );
}

/** A share of runs, against the tabled one, of which `times` were run there. */
export function shareRow(name: string, hits: readonly boolean[], tabled: number, times: number): void {
  const n = hits.length;
  const ours = hits.filter(Boolean).length / n;
  const p = Math.min(Math.max((ours * n + tabled * times) / (n + times), 0.01), 0.99);
  const limit = 2.5 * Math.sqrt(p * (1 - p) * (1 / n + 1 / times)) + 0.005;
  console.log(
    `  ${name.padEnd(34)} tabled ${format(tabled)} ours ${format(ours)} of ${n} runs   off ${format(ours - tabled)} of ${format(limit)} allowed: ${verdict(Math.abs(ours - tabled) <= limit)}`,
  );
}
