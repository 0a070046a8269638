import { clusteredMean } from '../stats/clustered-mean.ts';
import { compare, type Sequence } from './sequence.ts';
import type { Quantity } from './quantity-schema.ts';
import { meanQuantity } from './quantity.ts';

/** Weights of advice w = d / g of a sequence's decisions, each cut to [0,1]: what the seller shows. */
export function moveShares({ steps }: Sequence): number[] {
  return steps.flatMap(({ decision }) =>
    decision ? [Math.min(Math.max(decision.move / decision.gap, 0), 1)] : [],
  );
}

/** The answers of a sequence to the trust item, 1 to 7: what the seller states. */
export function ratings({ rounds }: Sequence): number[] {
  return rounds.flatMap(({ row }) => row.trustRating ?? []);
}

/** Fidelity of every round with a known outcome, seen or not. */
function fidelities({ rounds }: Sequence): number[] {
  return rounds.flatMap(({ fidelity }) => (typeof fidelity === 'number' ? fidelity : []));
}

const NO_RATING = 'no seller has answered the trust item';
const NO_DECISION = 'no usable decision';
const NO_FIDELITY = 'no round with a known outcome, prior plan and recommendation';

/** Mean over all rounds, with standard errors clustered by seller. */
export function statedTrust(sequences: readonly Sequence[]): Quantity {
  return meanQuantity(clusteredMean(bySeller(sequences, ratings)), [1, 7], NO_RATING);
}

export function shownTrust(sequences: readonly Sequence[]): Quantity {
  return meanQuantity(clusteredMean(bySeller(sequences, moveShares)), [0, 1], NO_DECISION);
}

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
