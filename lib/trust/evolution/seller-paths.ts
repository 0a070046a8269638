import type { RoundRow } from '../../rounds/row.ts';
import { deltaVariance } from '../../stats/delta-method.ts';
import { Z95 } from '../../stats/normal.ts';
import { clip } from '../cells.ts';
import type { TrustPath } from '../estimator.ts';
import { ESTIMATORS } from '../estimators.ts';
import { sequencesOf, type Sequence } from '../sequence.ts';
import { scaleOfFit, segmentOf, type SegmentFit, type TrustFit } from '../trust-fit.ts';
import { gradientAt, ownVariance } from './seller-change.ts';

/** Trust at one round, with its 95 % band; in [0,1]. */
export interface TrustAt {
  readonly trust: number;
  readonly lower: number;
  readonly upper: number;
}

/** A decision of a seller: her trust in the recommender at it. */
export interface PathRow {
  readonly sellerId: string;
  readonly recommender: string;
  readonly row: RoundRow;
  readonly filtered: TrustAt; // from this decision and what came before it
  readonly smoothed: TrustAt; // from all of her rounds
}

/** Steps of all beginnings that are filtered at once. */
const BATCH = 50_000;

/** Trust of every seller at every decision of hers, as it could be known then and in hindsight, by sellerId and recommender.
 *  Bands hold the uncertainty of the parameters, which are those of the whole run. The filtered state at step k is the
 *  smoothed state at k of the sequence that ends there. Sequences without a decision, or without a fit, have none. */
export function* sellerPaths(rows: readonly RoundRow[], fit: TrustFit): Generator<PathRow> {
  const sequences = sequencesOf(rows, {
    scale: scaleOfFit(fit),
    dropOutcomeOfUnusedRows: fit.settings.dropOutcomeOfUnusedRows === true,
  });
  for (const sequence of sequences) {
    const segment = fit.segments[segmentOf(fit, sequence.recommender) ?? ''];
    if (segment && sequence.steps.some(({ decision }) => decision !== null)) yield* pathOf(sequence, segment);
  }
}

function* pathOf(sequence: Sequence, segment: SegmentFit): Generator<PathRow> {
  const { sellerId, recommender, rounds, steps } = sequence;
  const { paths } = ESTIMATORS[segment.estimator];
  const [whole] = paths([sequence], segment);
  const size = Math.max(1, Math.floor(BATCH / steps.length));
  for (let from = 0; from < steps.length; from += size) {
    const ends = steps.slice(from, from + size).map((_, i) => from + i);
    const begun = paths(
      ends.map((k) => ({ ...sequence, steps: steps.slice(0, k + 1) })),
      segment,
    );
    for (const [i, k] of ends.entries()) {
      const [use, known] = [rounds[steps[k]?.round ?? -1], begun[i]];
      if (!use || !known || !whole) continue;
      const filtered = trustAt(known, k, segment);
      yield { sellerId, recommender, row: use.row, filtered, smoothed: trustAt(whole, k, segment) };
    }
  }
}

function trustAt(path: TrustPath, k: number, { covariance }: SegmentFit): TrustAt {
  const mean = path.mean[k] as number;
  const sd = Math.sqrt(ownVariance(path, k) + deltaVariance(gradientAt(path, k), covariance));
  return { trust: clip(mean), lower: clip(mean - Z95 * sd), upper: clip(mean + Z95 * sd) };
}
