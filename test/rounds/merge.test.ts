import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toInstant } from '../../lib/domain/instant.ts';
import { isLater, mergeFacts, mergeRounds, type RoundFacts } from '../../lib/rounds/merge.ts';

const instant = fc.integer({ min: 0, max: 3 }).map((n) => toInstant(n * 1000));
// few instants and ids, so that ties are the rule; a fact's content follows from its id, as its digest does
const fact = fc
  .record({ at: instant, id: fc.constantFrom('a', 'b', 'c'), ingestedAt: instant })
  .map((known) => Object.assign(known, { value: known.id.charCodeAt(0) }));
const facts: fc.Arbitrary<RoundFacts> = fc
  .record(
    {
      recommendationId: fc.constantFrom('r1', 'r2'),
      outcome: fact,
      outcomeShown: fact,
      action: fact.map((known) => Object.assign(known, { response: 'adjust' as const, chosen: known.value })),
    },
    { requiredKeys: ['recommendationId'] },
  )
  .map((told): RoundFacts => Object.assign(told, { sellerId: 's1' }));

const at = (n: number, id: string, heard: number) => ({
  at: toInstant(n),
  id,
  ingestedAt: toInstant(heard),
});

const sorted = (rounds: readonly RoundFacts[]) =>
  rounds.toSorted((a, b) => (a.recommendationId < b.recommendationId ? -1 : 1));

describe('facts of a round', () => {
  it('merge to one state in any order and any number of deliveries', () => {
    const deliveries = fc.array(facts, { maxLength: 12 }).chain((told) =>
      fc.record({
        told: fc.constant(told),
        again: fc.shuffledSubarray([...told, ...told, ...told], { minLength: 3 * told.length }),
      }),
    );
    fc.assert(
      fc.property(deliveries, ({ told, again }) => {
        expect(sorted(mergeRounds(again))).toEqual(sorted(mergeRounds(told)));
      }),
      { seed: 3, numRuns: 500 },
    );
  });

  it('merge in parts as they merge at once', () => {
    fc.assert(
      fc.property(facts, facts, facts, (a, b, c) => {
        const r1 = { recommendationId: 'r1' };
        const [x, y, z] = [
          { ...a, ...r1 },
          { ...b, ...r1 },
          { ...c, ...r1 },
        ];
        expect(mergeFacts(mergeFacts(x, y), z)).toEqual(mergeFacts(x, mergeFacts(y, z)));
        expect(mergeFacts(x, x)).toEqual(x);
      }),
      { seed: 4, numRuns: 500 },
    );
  });

  it('go by when it happened, then by the id of the event, never by when we heard', () => {
    expect(isLater(at(2, 'a', 0), at(1, 'b', 9))).toBe(true);
    expect(isLater(at(1, 'b', 0), at(1, 'a', 9))).toBe(true);
    expect(isLater(at(1, 'a', 9), at(1, 'a', 0))).toBe(false);
  });

  it('of different rounds do not merge', () => {
    const round = { sellerId: 's1', recommendationId: 'r1' };
    expect(() => mergeFacts(round, { ...round, recommendationId: 'r2' })).toThrow(RangeError);
  });
});
