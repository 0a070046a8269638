import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { threatSentences, worstChange } from '../../lib/report/silence-words.ts';
import { estimates } from './fixture.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const quantity = (estimate: number, n: number) => ({
  estimate,
  lower: null,
  upper: null,
  se: null,
  n,
  reason: null,
});

describe('whether silence threatens a change', () => {
  it('the change of all lies within the bounds, whatever became of those who stopped', () => {
    const seller = fc.tuple(share, share);
    fc.assert(
      fc.property(
        fc.array(seller, { minLength: 1, maxLength: 9 }),
        fc.array(seller, { minLength: 1, maxLength: 9 }),
        (stayed, stopped) => {
          const moved = mean(stayed.map(([from, to]) => to - from));
          const bounds = worstChange({
            ...quantity(moved, stayed.length),
            anytime: { lower: moved, upper: moved, reason: null },
            from: null,
            to: null,
            start: quantity(0.5, stayed.length),
            exits: {
              sellers: stopped.length,
              trust: quantity(mean(stopped.map(([from]) => from)), stopped.length),
            },
          });
          const all = mean([...stayed, ...stopped].map(([from, to]) => to - from));
          expect(all).toBeGreaterThanOrEqual((bounds?.lower ?? Infinity) - 1e-12);
          expect(all).toBeLessThanOrEqual((bounds?.upper ?? -Infinity) + 1e-12);
        },
      ),
      { seed: 6, numRuns: 200 },
    );
  });

  it('says that it may where many stopped, and between what the change of all then lies', () => {
    const known = estimates();
    const { change } = known.trust;
    const { pricing } = change.byRecommender;
    if (pricing === undefined) throw new RangeError('no pricing in the golden estimates');
    const left = { ...pricing, exits: { sellers: 300, trust: quantity(0.5, 300) } };
    const trust = { ...known.trust, change: { ...change, byRecommender: { pricing: left } } };
    const [sentence] = threatSentences({ ...known, trust });
    expect(sentence).toMatch(
      /^Does silence threaten the finding\? It may threaten the fall in pricing, which rests on the 300 sellers who stopped being like the others: .* between −0\.35 and \+0\.18\.$/,
    );
  });

  it('tells changes that nothing could undo in one sentence, after those it may threaten', () => {
    const known = estimates();
    const { change } = known.trust;
    const { pricing, replenishment } = change.byRecommender;
    if (pricing === undefined || replenishment === undefined) throw new RangeError('no recommenders');
    const stopped = (of: typeof pricing, sellers: number) => ({
      ...of,
      exits: { sellers, trust: quantity(0.5, sellers) },
    });
    const told = (byRecommender: Readonly<Record<string, typeof pricing>>) =>
      threatSentences({ ...known, trust: { ...known.trust, change: { ...change, byRecommender } } });
    expect(told({ pricing: stopped(pricing, 1), replenishment: stopped(replenishment, 0) })[0]).toBe(
      'Does silence threaten the finding? Not the fall in pricing (1 stopped) or the rise in replenishment (none stopped): they stand whatever became of the trust of those who stopped.',
    );
    expect(told({ pricing: stopped(pricing, 0) })[0]).toMatch(
      /\? Not the fall in pricing: no seller who decided at first has stopped\.$/,
    );
    const [first, second] = told({
      pricing: stopped(pricing, 300),
      replenishment: stopped(replenishment, 1),
    });
    expect(first).toMatch(/^Does silence threaten the finding\? It may threaten the fall in pricing/);
    expect(second).toBe(
      'Not the rise in replenishment: it stands whatever became of the trust of the 1 seller who stopped.',
    );
  });
});
