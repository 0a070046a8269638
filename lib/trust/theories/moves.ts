import { decisionsOf, type Sequence } from '../sequence.ts';

/** Moves and gaps of all sellers, in units of the median gap: the data of the static theories. */
export interface Moves {
  readonly unit: number;
  readonly sellers: readonly string[]; // ascending
  readonly sequences: readonly MoveSequence[];
  readonly events: number;
}

/** One sequence with the sums that most theories need. */
export interface MoveSequence {
  readonly seller: number; // index into `sellers`
  readonly index: number; // of the sequence it came from
  readonly recommender: string;
  readonly gaps: Float64Array; // g
  readonly moves: Float64Array; // d
  /** The range of events whose recommendation stood at the upper (or lower) bound, by index; sparse. */
  readonly upperCaps: readonly Cap[];
  readonly lowerCaps: readonly Cap[];
  readonly A: number; // sum g^2
  readonly B: number; // sum g d
  readonly C: number; // sum d^2
  readonly G: number; // sum g
  readonly D: number; // sum d
}

export interface Cap {
  readonly event: number;
  readonly range: number;
}

/** The moves of sequences with a decision; sequences ordered by sellerId. */
export function movesOf(sequences: readonly Sequence[], unit: number): Moves {
  const decided = [...sequences.entries()].filter(([, sequence]) => decisionsOf([sequence]).length > 0);
  const sellers = [...new Set(decided.map(([, { sellerId }]) => sellerId))];
  const indices = new Map(sellers.map((sellerId, i) => [sellerId, i]));
  const built = decided.map(([index, sequence]) =>
    Object.assign(moveSequence(sequence, unit), { index, seller: indices.get(sequence.sellerId) ?? 0 }),
  );
  return {
    unit,
    sellers,
    sequences: built,
    events: built.reduce((sum, { gaps }) => sum + gaps.length, 0),
  };
}

/** The same data with only some sellers, whose indices stay. */
export function restricted(moves: Moves, keep: (seller: number) => boolean): Moves {
  const sequences = moves.sequences.filter(({ seller }) => keep(seller));
  return { ...moves, sequences, events: sequences.reduce((sum, { gaps }) => sum + gaps.length, 0) };
}

function moveSequence(sequence: Sequence, unit: number): Omit<MoveSequence, 'index' | 'seller'> {
  const decisions = decisionsOf([sequence]);
  const gaps = Float64Array.from(decisions, ({ gap }) => gap / unit);
  const moves = Float64Array.from(decisions, ({ move }) => move / unit);
  const caps = (which: 'upper' | 'lower'): Cap[] =>
    decisions.flatMap(({ cap, range }, event) =>
      cap === which && range !== null ? [{ event, range: range / unit }] : [],
    );
  return {
    recommender: sequence.recommender,
    gaps,
    moves,
    upperCaps: caps('upper'),
    lowerCaps: caps('lower'),
    A: dot(gaps, gaps),
    B: dot(gaps, moves),
    C: dot(moves, moves),
    G: gaps.reduce((sum, g) => sum + g, 0),
    D: moves.reduce((sum, d) => sum + d, 0),
  };
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] as number), 0);
}
