import { binomialTest } from '../../stats/binomial-test.ts';
import { clusteredMean } from '../../stats/clustered-mean.ts';
import { twoSidedP } from '../../stats/normal.ts';

/** Do quantity recommendations stand at the seller's own critical fractile of demand? */
export interface FractileTest {
  readonly share: number; // of D <= m; above qS the platform over-recommends, below it under-recommends
  readonly z: number | null; // null where it has no variance
  readonly p: number | null; // two-sided
  readonly exactP: number | null; // exact binomial; null where sellers have several recommendations each
  readonly method: 'exact binomial' | 'normal' | 'normal, clustered by seller';
  readonly n: number;
  readonly sellers: number;
}

/** Below this many recommendations the exact binomial test is the one to read. */
const FEW = 50;

/** P(D <= m) = qS for recommendations made in the seller's interest, docs/model.md 6.9.2:
 *      z = (share - qS) / sqrt(qS (1 - qS) / n)
 *  with the variance clustered by seller where sellers have several, and the exact binomial for n < 50 where they have one.
 *  Undefined for no recommendation.
 *  @param hits of each seller: was demand at most the recommendation?
 *  @param qS the sellers' critical ratio Cu / (Cu + Co), in (0,1)
 *  @throws RangeError unless qS is in (0,1) */
export function fractileTest(hits: readonly (readonly boolean[])[], qS: number): FractileTest | undefined {
  if (!(qS > 0 && qS < 1)) throw new RangeError('fractileTest requires qS in (0,1)');
  const mean = clusteredMean(hits.map((seller) => seller.map(Number)));
  if (!mean) return undefined;
  const { mean: share, n, clusters: sellers, se } = mean;
  const found = { share, n, sellers };
  if (n > sellers) {
    const z = se !== null && se > 0 ? (share - qS) / se : null;
    const p = z === null ? null : twoSidedP(z);
    return { ...found, z, p, exactP: null, method: 'normal, clustered by seller' };
  }
  const z = (share - qS) / Math.sqrt((qS * (1 - qS)) / n);
  const exactP = binomialTest(Math.round(share * n), n, qS);
  return n < FEW
    ? { ...found, z, p: exactP, exactP, method: 'exact binomial' }
    : { ...found, z, p: twoSidedP(z), exactP, method: 'normal' };
}
