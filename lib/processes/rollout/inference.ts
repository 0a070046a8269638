import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { chiSquareBeyond } from '../../stats/chi-square.ts';
import { cholesky, semidefiniteFactor } from '../../stats/cholesky.ts';
import { normalQuantile, Z95 } from '../../stats/normal.ts';
import { inner } from '../../stats/orthonormal.ts';
import type { Aggregate } from './aggregate.ts';

/** sqrt( sum psi^2 ) / n: the standard error of an effect from its influence by seller. */
export function seOf({ psi }: Pick<Aggregate, 'psi'>): number {
  return Math.sqrt(inner(psi, psi)) / psi.length;
}

/** Degrees of freedom of an effect whose variance is a sum over cohorts of unlike spread and size, after Welch and Satterthwaite:
 *      V^2 / sum_g V_g^2/(n_g - 1)      V_g = sum_{i in g} psi_i^2,  n_g sellers with psi not 0 */
export function degreesOfFreedom({ psi }: Pick<Aggregate, 'psi'>, cohort: Int32Array): number {
  const most = cohort.reduce((latest, g) => Math.max(latest, g), -1) + 2;
  const [spread, size] = [new Float64Array(most), new Float64Array(most)]; // NEVER, -1, comes first
  for (let i = 0; i < psi.length; i++) {
    const [value, g] = [psi[i] ?? 0, (cohort[i] ?? -1) + 1];
    if (value === 0) continue;
    spread[g] = (spread[g] ?? 0) + value * value;
    size[g] = (size[g] ?? 0) + 1;
  }
  const V = spread.reduce((sum, value) => sum + value, 0);
  const below = spread.reduce((sum, value, g) => sum + value ** 2 / Math.max(1, (size[g] ?? 0) - 1), 0);
  return V ** 2 / below;
}

/** Half-width, in standard errors, of a band that holds all of several effects at once with probability .95: the .95 quantile of
 *      max_k | sum_i w_i psi_ki | / (n se_k)       w_i ~ N(0,1) by seller
 *  the multiplier bootstrap. Given the data that maximum is one of normals with the covariance of the psi, and so it is drawn:
 *  K numbers a draw instead of n. Callaway & Sant'Anna (2021), algorithm 1; Chernozhukov, Chetverikov & Kato (2013), Annals
 *  of Statistics 41(6). Never below the width of one. */
export function bandWidth(
  effects: readonly Aggregate[],
  { draws, seed }: { readonly draws: number; readonly seed: number },
): number {
  const free = effects.filter((effect) => seOf(effect) > 0);
  const lengths = free.map(({ psi }) => Math.sqrt(inner(psi, psi)));
  const correlation = free.map((a, j) =>
    free.map((b, k) => (j === k ? 1 : inner(a.psi, b.psi) / ((lengths[j] ?? 1) * (lengths[k] ?? 1)))),
  );
  const factor = semidefiniteFactor(correlation);
  const generator = xoroshiro128plus(seed);
  const normal = (): number => normalQuantile(uniformFloat64(generator) || 2 ** -54);
  const most = Float64Array.from({ length: draws }, () => {
    const z = factor.map(normal);
    return factor.reduce((max, row) => Math.max(max, Math.abs(dot(row, z))), 0);
  }).toSorted();
  return Math.max(Z95, most[Math.ceil(0.95 * draws) - 1] ?? Infinity);
}

/** Whether effects that should be 0 are: W = n a'V^-1 a against chi-square. */
export interface PreTrend {
  readonly statistic: number; // W
  readonly df: number;
  readonly p: number;
}

/** The joint Wald test of several effects; undefined for none, or where they are not independent. */
export function waldTest(effects: readonly Aggregate[]): PreTrend | undefined {
  const V = effects.map((a) => effects.map((b) => inner(a.psi, b.psi) / a.psi.length ** 2));
  const factor = effects.length > 0 ? cholesky(V) : undefined;
  if (!factor) return undefined;
  const z: number[] = []; // L^-1 a
  for (const [j, row] of factor.entries())
    z.push(((effects[j]?.estimate ?? 0) - dot(row.slice(0, j), z)) / (row[j] ?? 1));
  const statistic = dot(z, z);
  return { statistic, df: effects.length, p: chiSquareBeyond(statistic, effects.length) };
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, k) => sum + value * (b[k] ?? 0), 0);
}
