import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** Critical value of the largest |t| of several estimates at once, by the multiplier bootstrap on the influences of clusters:
 *      t*_j = sum_c xi_c psi_jc / se_j      xi = -1 or 1, each half of the time      the level-quantile of max_j |t*_j|
 *  Never below the pointwise one. Chernozhukov, Chetverikov & Kato (2013), Annals of Statistics 41(6); signs: Liu (1988).
 *  @param influences by estimate, each by cluster; they sum to the estimate's error
 *  @param seed a whole number */
export function jointCritical(
  influences: readonly Float64Array[],
  ses: readonly number[],
  { level, pointwise, draws, seed }: JointSettings,
): number {
  const generator = xoroshiro128plus(seed);
  const clusters = influences[0]?.length ?? 0;
  const largest = new Float64Array(draws);
  const signs = new Float64Array(clusters);
  for (let draw = 0; draw < draws; draw++) {
    for (let c = 0; c < clusters; c++) signs[c] = uniformFloat64(generator) < 0.5 ? -1 : 1;
    for (const [j, psi] of influences.entries()) {
      let sum = 0;
      for (let c = 0; c < clusters; c++) sum += (signs[c] as number) * (psi[c] as number);
      largest[draw] = Math.max(largest[draw] as number, Math.abs(sum) / (ses[j] ?? Number.NaN));
    }
  }
  const sorted = largest.sort();
  return Math.max(pointwise, sorted[Math.ceil(level * draws) - 1] ?? pointwise);
}

export interface JointSettings {
  readonly level: number; // 0.95
  readonly pointwise: number; // critical value of one estimate
  readonly draws: number;
  readonly seed: number;
}
