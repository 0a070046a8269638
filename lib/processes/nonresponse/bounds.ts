import { normalCdf, normalQuantile } from '../../stats/normal.ts';
import { clusteredError, requireSample } from './sample.ts';
import type { AskedSample } from './sample.ts';

/** Where a quantity lies, whatever those who did not answer would have said. */
export interface WorstCase {
  readonly lowest: number;
  readonly highest: number;
  readonly lower: number; // 95 % interval of the quantity, wherever it lies between
  readonly upper: number;
}

/** Bounds of the mean over everybody asked: silence counted as the least, then as the most possible answer,
 *      [E[R y] + (1 - P(R)) y_least,  E[R y] + (1 - P(R)) y_most]
 *  Horowitz & Manski (2000), JASA 95; the interval holds the mean itself with 95 %: Imbens & Manski (2004), Econometrica 72.
 *  @throws RangeError as `requireSample`, or without two sellers */
export function meanBounds(sample: AskedSample): WorstCase {
  requireSample(sample);
  const [least, most] = sample.range;
  return between(
    sample,
    filled(sample, () => least),
    filled(sample, () => most),
  );
}

/** Bounds of the difference between those with the process and those without, over everybody asked: silence counted against,
 *  then for it. Horowitz & Manski (2000). Of the difference itself; it is an effect where the exposure was as good as drawn.
 *  @throws RangeError without exposure, or as `meanBounds` */
export function differenceBounds(sample: AskedSample): WorstCase {
  requireSample(sample);
  const { exposure, range } = sample;
  if (!exposure) throw new RangeError('differenceBounds requires an exposure');
  const against = contrasts(
    sample,
    exposure,
    filled(sample, (i) => (exposure[i] === 1 ? range[0] : range[1])),
  );
  const towards = contrasts(
    sample,
    exposure,
    filled(sample, (i) => (exposure[i] === 1 ? range[1] : range[0])),
  );
  return between(sample, against, towards);
}

/** Values with silence filled in. */
export function filled({ answered, value }: AskedSample, silent: (row: number) => number): Float64Array {
  return value.map((y, i) => (answered[i] === 1 ? y : silent(i)));
}

/** Rows whose mean is the difference of two arms' means, and whose deviations from it are its influence function. */
export function contrasts({ answered }: AskedSample, exposure: Float64Array, y: Float64Array): Float64Array {
  const n = answered.length;
  const treated = exposure.reduce((sum, D) => sum + D, 0);
  const meanOf = (arm: number, size: number): number =>
    y.reduce((sum, value, i) => sum + (exposure[i] === arm ? value : 0), 0) / size;
  const [m1, m0] = [meanOf(1, treated), meanOf(0, n - treated)];
  return y.map((value, i) => {
    const psi = exposure[i] === 1 ? ((value - m1) * n) / treated : (-(value - m0) * n) / (n - treated);
    return m1 - m0 + psi;
  });
}

function between({ cluster }: AskedSample, low: Float64Array, high: Float64Array): WorstCase {
  const [least, most] = [meanWithError(cluster, low), meanWithError(cluster, high)];
  const c = criticalValue(most.mean - least.mean, Math.max(least.se, most.se));
  return {
    lowest: least.mean,
    highest: most.mean,
    lower: least.mean - c * least.se,
    upper: most.mean + c * most.se,
  };
}

function meanWithError(cluster: Int32Array, values: Float64Array): { mean: number; se: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    mean,
    se: clusteredError(
      cluster,
      values.map((value) => value - mean),
    ),
  };
}

/** c with  Phi(c + width / se) - Phi(-c) = .95:  1.96 where the bounds meet, 1.645 where they are far apart. */
export function criticalValue(width: number, se: number): number {
  let [low, high] = [normalQuantile(0.95), normalQuantile(0.975)];
  for (let step = 0; step < 50; step++) {
    const middle = (low + high) / 2;
    if (normalCdf(middle + (se > 0 ? width / se : Infinity)) - normalCdf(-middle) < 0.95) low = middle;
    else high = middle;
  }
  return high;
}
