import { binomialTest } from '../../stats/binomial-test.ts';
import { clusteredMean } from '../../stats/clustered-mean.ts';
import { twoSidedP } from '../../stats/normal.ts';
import { poissonBinomialTest } from '../../stats/poisson-binomial.ts';

/** One recommendation against demand: did it cover it, and how often should it? */
export interface FractileRound {
  readonly hit: boolean; // D <= m
  readonly qS: number; // the seller's critical ratio Cu / (Cu + Co), in (0,1)
}

/** Do quantity recommendations stand at the sellers' own critical fractiles of demand? */
export interface FractileTest {
  readonly share: number; // of D <= m; above the target the platform over-recommends, below it under-recommends
  readonly target: number; // mean critical ratio
  readonly z: number | null; // null where it has no variance
  readonly p: number | null; // two-sided
  readonly exactP: number | null; // null where sellers have several recommendations each, or many ratios of their own
  readonly method: 'exact binomial' | 'normal' | 'normal, clustered by seller';
  readonly n: number;
  readonly sellers: number;
}

/** Below this many recommendations the exact test is the one to read. */
const FEW = 50;

/** P(D <= m) = qS for recommendations made in the seller's interest, docs/model.md 6.9.2:
 *      z = sum (hit - qS) / sqrt(sum qS (1 - qS))
 *  which for one common qS is (share - qS) / sqrt(qS (1 - qS) / n); with the variance of sum (hit - qS) clustered by seller
 *  where sellers have several, and the exact (Poisson) binomial for n < 50 where they have one. Undefined for no
 *  recommendation.
 *  @param rounds of each seller
 *  @throws RangeError unless every qS is in (0,1) */
export function fractileTest(rounds: readonly (readonly FractileRound[])[]): FractileTest | undefined {
  const all = rounds.flat();
  if (!all.every(({ qS }) => qS > 0 && qS < 1)) throw new RangeError('fractileTest requires qS in (0,1)');
  const excess = clusteredMean(rounds.map((seller) => seller.map(({ hit, qS }) => Number(hit) - qS)));
  if (!excess) return undefined;
  const { n, clusters: sellers, se } = excess;
  const hits = all.filter(({ hit }) => hit).length;
  const found = { share: hits / n, target: sum(all.map(({ qS }) => qS)) / n, n, sellers };
  if (n > sellers) {
    const z = se !== null && se > 0 ? excess.mean / se : null;
    const p = z === null ? null : twoSidedP(z);
    return { ...found, z, p, exactP: null, method: 'normal, clustered by seller' };
  }
  const z = (n * excess.mean) / Math.sqrt(sum(all.map(({ qS }) => qS * (1 - qS))));
  const exactP = exact(
    hits,
    all.map(({ qS }) => qS),
  );
  return n < FEW
    ? { ...found, z, p: exactP, exactP, method: 'exact binomial' }
    : { ...found, z, p: twoSidedP(z), exactP, method: 'normal' };
}

function exact(hits: number, ratios: readonly number[]): number | null {
  const [qS = 0.5] = ratios;
  if (ratios.every((each) => each === qS)) return binomialTest(hits, ratios.length, qS);
  return ratios.length < FEW ? poissonBinomialTest(hits, ratios) : null;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
