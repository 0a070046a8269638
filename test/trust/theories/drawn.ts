import * as fc from 'fast-check';
import type { Decision } from '../../../lib/trust/decision.ts';
import type { Sequence } from '../../../lib/trust/sequence.ts';
import type { Signs } from '../../../lib/trust/theories/kit.ts';
import { roundRow } from '../row.ts';

/** Decisions of moves, on any scale, some at a bound of their range. */
const decisions: fc.Arbitrary<Decision> = fc
  .record({
    gap: fc.oneof(
      fc.double({ min: 0.02, max: 2, noNaN: true }),
      fc.double({ min: -2, max: -0.02, noNaN: true }),
    ),
    move: fc.double({ min: -2, max: 2, noNaN: true }),
    cap: fc.constantFrom('upper' as const, 'lower' as const, null),
    range: fc.double({ min: 0.05, max: 2, noNaN: true }),
  })
  .map(({ gap, move, cap, range }) => ({
    gap,
    move,
    button: null,
    cap,
    range: cap === null ? null : range,
  }));

/** What a seller decided with a recommender, decision k in round k + 1. */
export function sequenceOf(
  sellerId: string,
  recommender: string,
  decided: readonly Decision[],
  first = 1,
): Sequence {
  return {
    sellerId,
    recommender,
    rounds: decided.map((decision, k) => ({
      row: roundRow({ sellerId, recommender, position: first + k }),
      decision,
      fidelity: 'outcome not known',
    })),
    steps: decided.map((decision, round) => ({ round, decision, outcomeRound: null, fidelity: null })),
  };
}

/** Up to four sequences of two sellers with two recommenders. */
export const panels: fc.Arbitrary<Sequence[]> = fc
  .array(fc.array(decisions, { minLength: 0, maxLength: 12 }), { minLength: 1, maxLength: 4 })
  .map((each) => each.map((drawn, i) => sequenceOf(i < 2 ? 'a' : 'b', i % 2 === 0 ? 'up' : 'down', drawn)));

export const SIGNS: Signs = new Map([
  ['up', 1],
  ['down', -1],
]);

/** mu0, tau0, delta, ln s. */
export const thetas: fc.Arbitrary<Float64Array> = fc
  .tuple(
    fc.double({ min: -0.5, max: 1.5, noNaN: true }),
    fc.double({ min: -0.8, max: 0.8, noNaN: true }),
    fc.double({ min: 0.01, max: 1.5, noNaN: true }),
    fc.double({ min: -2, max: 1, noNaN: true }),
  )
  .map((values) => Float64Array.from(values));
