import type { Sequence, Step } from '../sequence.ts';

const EARLY = 0.7; // share of a seller's decisions

/** Each seller's sequences up to the decision that completes 70 % of all her decisions, in time over all recommenders. As
 *  many sequences as given, in the same order; some may be left without a decision. */
export function earlyPart(sequences: readonly Sequence[]): Sequence[] {
  const positions = new Map<string, number[]>();
  for (const sequence of sequences) {
    const own = positions.get(sequence.sellerId) ?? [];
    own.push(...sequence.steps.flatMap((step) => positionOf(sequence, step) ?? []));
    positions.set(sequence.sellerId, own);
  }
  const ends = new Map([...positions].map(([sellerId, own]) => [sellerId, endOf(own)]));
  return sequences.map((sequence) => until(sequence, ends.get(sequence.sellerId) ?? -Infinity));
}

/** When a step decided; undefined where it did not. */
function positionOf({ rounds }: Sequence, { decision, round }: Step): number | undefined {
  return decision === null || round === null ? undefined : rounds[round]?.row.position;
}

function endOf(positions: readonly number[]): number {
  const sorted = positions.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(EARLY * sorted.length) - 1)] ?? -Infinity;
}

/** The steps before the first decision after `end`. */
function until(sequence: Sequence, end: number): Sequence {
  const later = sequence.steps.findIndex((step) => (positionOf(sequence, step) ?? -Infinity) > end);
  return later < 0 ? sequence : { ...sequence, steps: sequence.steps.slice(0, later) };
}
