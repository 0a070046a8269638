import { clusteredMean } from '../stats/clustered-mean.ts';
import { compare, type Sequence } from './sequence.ts';
import type { Quantity } from './quantity-schema.ts';
import { meanQuantity } from './quantity.ts';

/** Weights of advice w = d / g of a sequence's decisions, each cut to [0,1]: what the seller shows. */
export function moveShares({ steps }: Sequence): number[] {
  const shares: number[] = [];
  for (const { decision } of steps)
    if (decision) shares.push(Math.min(Math.max(decision.move / decision.gap, 0), 1));
  return shares;
}

/** The answers of a sequence to the trust item, 1 to 7: what the seller states. */
export function ratings({ rounds }: Sequence): number[] {
  const answers: number[] = [];
  for (const { row } of rounds) if (row.trustRating !== null) answers.push(row.trustRating);
  return answers;
}

/** Fidelity of every round with a known outcome, seen or not. */
function fidelities({ rounds }: Sequence): number[] {
  const known: number[] = [];
  for (const { fidelity } of rounds) if (typeof fidelity === 'number') known.push(fidelity);
  return known;
}

const NO_RATING = 'no seller has answered the trust item';
const NO_DECISION = 'no usable decision';
const NO_FIDELITY = 'no round with a known outcome, prior plan and recommendation';

/** Mean answer. Every seller with a recommender counts once, as in inferred trust: weights inverse to how often she was heard,
 *  so that sellers who stay longer, or are asked more often, count no more. Clustered by seller. docs/model.md 6.11. */
export function statedTrust(sequences: readonly Sequence[]): Quantity {
  return meanQuantity(clusteredMean(bySeller(sequences, meanOf(ratings))), [1, 7], NO_RATING);
}

/** Mean weight of advice, each cut to [0,1], with the same weights. */
export function shownTrust(sequences: readonly Sequence[]): Quantity {
  return meanQuantity(clusteredMean(bySeller(sequences, meanOf(moveShares))), [0, 1], NO_DECISION);
}

/** The mean of a sequence's values; nothing of none. */
const meanOf =
  (of: (sequence: Sequence) => number[]) =>
  (sequence: Sequence): number[] => {
    const values = of(sequence);
    return values.length > 0 ? [values.reduce((sum, value) => sum + value, 0) / values.length] : [];
  };

/** Mean over all rounds, clustered by seller. */
export function meanFidelity(sequences: readonly Sequence[]): Quantity {
  return meanQuantity(clusteredMean(bySeller(sequences, fidelities)), [-1, 1], NO_FIDELITY);
}

/** Values of each seller, over all recommenders, in the order of sellerId. */
export function bySeller(sequences: readonly Sequence[], of: (sequence: Sequence) => number[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const sequence of sequences.toSorted((a, b) => compare(a.sellerId, b.sellerId)))
    groups.set(sequence.sellerId, [...(groups.get(sequence.sellerId) ?? []), ...of(sequence)]);
  return [...groups.values()];
}
