import { byKey } from './by-key.ts';
import type { Quantity } from '../quantity-schema.ts';
import { moveShares, ratings } from '../observed.ts';
import type { Sequence } from '../sequence.ts';
import { agreement, type Agreement, type Pair } from './correlation.ts';
import { inferredTrust, type Inferred, type Segments } from './rated.ts';
import { ratingScale, type RatingScale } from './rating-scale.ts';
import { retestReliability } from './retest.ts';
import { repeated, type Score } from './score.ts';

export interface StatedTrust {
  /** How far the three views agree, over sellers: correlations. */
  readonly agreement: {
    readonly statedShown: Agreement;
    readonly statedInferred: Agreement;
    readonly shownInferred: Agreement;
  };
  /** The trust item as a measurement of inferred trust. */
  readonly ratings: RatingScale & { readonly retest: Quantity };
}

const SAME_DECISIONS = 'both come from the same decisions, so their errors are one';

/** What sellers say about their trust, held against what they do and what is inferred from it. */
export function statedTrustOf(sequences: readonly Sequence[], segments: Segments): StatedTrust {
  const { rated, inferred } = inferredTrust(sequences, segments);
  const stated = scores(sequences, ratings);
  const shown = scores(sequences, moveShares);
  const posterior = posteriors(inferred);
  const covariances = Object.fromEntries(
    Object.entries(segments).map(([name, { covariance }]) => [name, covariance]),
  );
  const { slope, reliability, thresholds } = ratingScale(rated, covariances);
  return {
    agreement: {
      statedShown: agreement(pairs(stated, shown)),
      statedInferred: agreement(pairs(stated, posterior)),
      shownInferred: agreement(pairs(shown, posterior), SAME_DECISIONS),
    },
    ratings: {
      slope,
      reliability,
      retest: retestReliability(
        sequences.map((sequence) => ({ sellerId: sequence.sellerId, ratings: ratings(sequence) })),
      ),
      thresholds,
    },
  };
}

type Scores = ReadonlyMap<string, Score>;

function scores(sequences: readonly Sequence[], looks: (sequence: Sequence) => number[]): Scores {
  return new Map(
    [...byKey(sequences, ({ sellerId }) => sellerId)].flatMap(([sellerId, own]) => {
      const score = repeated(own.map(looks));
      return score ? [[sellerId, score] as const] : [];
    }),
  );
}

/** Mean over a seller's recommenders; their errors are independent given the parameters. */
function posteriors(inferred: readonly Inferred[]): Scores {
  return new Map(
    [...byKey(inferred, ({ sellerId }) => sellerId)].map(([sellerId, of]) => [
      sellerId,
      {
        kind: 'posterior',
        mean: of.reduce((sum, { mean }) => sum + mean, 0) / of.length,
        variance: of.reduce((sum, { variance }) => sum + variance, 0) / of.length ** 2,
      },
    ]),
  );
}

function pairs(one: Scores, other: Scores): Pair[] {
  return [...one].flatMap(([sellerId, score]) => {
    const second = other.get(sellerId);
    return second ? [[score, second] as const] : [];
  });
}
