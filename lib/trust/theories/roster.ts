import type { Measure } from '../kalman/trust-panel.ts';
import { decisionsOf, type Sequence } from '../sequence.ts';

/** Who decided what, by sequence: what every kit's panel and the comparison share. */
export interface Roster {
  readonly measure: Measure;
  readonly sellers: readonly string[]; // in the order of their sequences: ascending
  readonly recommenders: readonly string[]; // in order of appearance
  readonly sequences: readonly Sequence[]; // ordered by sellerId
  readonly seller: Int32Array; // index into `sellers`, by sequence
  readonly recommender: Int32Array; // index into `recommenders`, by sequence
  readonly starts: Int32Array; // decisions of sequence i are those from starts[i] to starts[i + 1]
  readonly gaps: Float64Array; // g of each decision, in the measure's units
}

/** The roster of these sequences, all of them; ordered by sellerId as `sequencesOf` gives them. */
export function rosterOf(sequences: readonly Sequence[], measure: Measure): Roster {
  const sellers = [...new Set(sequences.map(({ sellerId }) => sellerId))];
  const recommenders = [...new Set(sequences.map(({ recommender }) => recommender))];
  const sellerAt = new Map(sellers.map((id, i) => [id, i]));
  const recommenderAt = new Map(recommenders.map((name, i) => [name, i]));
  const decisions = sequences.map((sequence) => decisionsOf([sequence]));
  const starts = startsOf(decisions.map(({ length }) => length));
  const gaps = new Float64Array(starts.at(-1) ?? 0);
  let at = 0;
  for (const each of decisions) for (const { gap } of each) gaps[at++] = gap / measure.unit;
  return {
    measure,
    sellers,
    recommenders,
    sequences,
    seller: Int32Array.from(sequences, ({ sellerId }) => sellerAt.get(sellerId) ?? 0),
    recommender: Int32Array.from(sequences, ({ recommender }) => recommenderAt.get(recommender) ?? 0),
    starts,
    gaps,
  };
}

/** The sequences of some sellers, by index, ascending. */
export function keptSequences({ seller }: Roster, keep: (seller: number) => boolean): Int32Array {
  const kept = new Int32Array(seller.length);
  let count = 0;
  seller.forEach((of, i) => {
    if (keep(of)) kept[count++] = i;
  });
  return kept.slice(0, count);
}

/** The same roster with only some sequences; the indices of sellers and recommenders stay. */
export function restrictedRoster(roster: Roster, kept: Int32Array): Roster {
  const { starts } = roster;
  const lengths = Array.from(kept, (i) => (starts[i + 1] as number) - (starts[i] as number));
  return {
    ...roster,
    sequences: Array.from(kept, (i) => roster.sequences[i]).filter((sequence) => sequence !== undefined),
    seller: kept.map((i) => roster.seller[i] as number),
    recommender: kept.map((i) => roster.recommender[i] as number),
    starts: startsOf(lengths),
    gaps: restrictedEvents(roster, kept, roster.gaps),
  };
}

/** One number per decision, of some sequences only. */
export function restrictedEvents({ starts }: Roster, kept: Int32Array, values: Float64Array): Float64Array {
  const total = kept.reduce((sum, i) => sum + (starts[i + 1] as number) - (starts[i] as number), 0);
  const result = new Float64Array(total);
  let at = 0;
  for (const i of kept) {
    const part = values.subarray(starts[i], starts[i + 1]);
    result.set(part, at);
    at += part.length;
  }
  return result;
}

/** Decisions of the roster. */
export const eventsIn = ({ gaps }: Roster): number => gaps.length;

function startsOf(lengths: readonly number[]): Int32Array {
  const starts = new Int32Array(lengths.length + 1);
  lengths.forEach((length, i) => (starts[i + 1] = (starts[i] as number) + length));
  return starts;
}
