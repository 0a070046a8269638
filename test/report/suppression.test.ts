import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SMALLEST_GROUP, suppressSmallGroups } from '../../lib/report/suppression.ts';
import type { Estimates } from '../../lib/trust/estimates.ts';
import type { Quantity } from '../../lib/trust/quantity-schema.ts';
import { estimates } from './fixture.ts';

const of = (n: number): Quantity => ({ estimate: 0.5, lower: 0.4, upper: 0.6, se: 0.05, n, reason: null });

/** A marketplace whose recommenders reach so many sellers. */
function market(sizes: readonly number[]): Estimates {
  const known = estimates();
  const total = of(sizes.reduce((sum, each) => sum + each, 0));
  const byRecommender = Object.fromEntries(sizes.map((n, index) => [`r${index}`, of(n)]));
  const evolution = sizes.map((sellers, index) => ({
    period: '1',
    recommender: `r${index}`,
    sellers,
    mean: 0.5,
    lower: 0.4,
    upper: 0.6,
  }));
  return {
    ...known,
    evolution,
    dynamics: [],
    trust: { ...known.trust, overall: total, inferred: total, byRecommender },
  };
}

const hidden = (sizes: readonly number[]) => {
  const shown = suppressSmallGroups(market(sizes));
  const trust = Object.values(shown.trust.byRecommender).map(({ estimate }) => estimate === null);
  expect(shown.evolution.map(({ mean }) => mean === null)).toEqual(trust);
  return { trust, overall: shown.trust.overall.estimate === null };
};

describe('small groups', () => {
  it.each([
    [
      [50, 60],
      [false, false],
    ],
    [
      [4, 60, 70],
      [true, true, false],
    ],
    [
      [4, 60],
      [true, true],
    ],
    [
      [1, 1, 60, 70],
      [true, true, true, false],
    ],
    [
      [2, 3, 60],
      [true, true, false],
    ],
    [
      [5, 5],
      [false, false],
    ],
  ])('of sizes %j are withheld: %j', (sizes, expected) => {
    expect(hidden(sizes).trust).toEqual(expected);
  });

  it('a marketplace of four sellers shows no total either', () => {
    expect(hidden([4, 4]).overall).toBe(true);
  });

  it('says why, and of whom', () => {
    const { byRecommender } = suppressSmallGroups(market([4, 60, 70])).trust;
    expect(byRecommender['r0']?.reason).toMatch(/fewer than 5 sellers/);
    expect(byRecommender['r1']?.reason).toMatch(/by subtraction/);
  });

  it('nobody is found by subtraction: what a published total leaves is no group, or five sellers and two groups', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 8 }), (sizes) => {
        const { trust, overall } = hidden(sizes);
        const left = sizes.filter((_, index) => trust[index]);
        sizes.forEach((n, index) => expect(trust[index] === true || n >= SMALLEST_GROUP).toBe(true));
        if (overall || left.length === 0) return;
        const isWhole = left.length === sizes.length;
        expect(isWhole || (left.length > 1 && left.reduce((sum, n) => sum + n, 0) >= SMALLEST_GROUP)).toBe(
          true,
        );
      }),
      { seed: 3, numRuns: 2000 },
    );
  });
});

const changes = (stayed: readonly number[], left: readonly number[]) => {
  const known = market([60, 70]);
  const { overall } = known.trust.change;
  const one = (n: number, sellers: number) => ({
    ...overall,
    n,
    start: of(n),
    exits: { sellers, trust: of(sellers) },
  });
  const byRecommender = Object.fromEntries(stayed.map((n, i) => [`r${i}`, one(n, left[i] ?? 0)]));
  return suppressSmallGroups({ ...known, trust: { ...known.trust, change: { overall, byRecommender } } })
    .trust.change.byRecommender;
};

describe('small groups of those who stayed and of those who stopped', () => {
  it('of three who stayed with one recommender the other’s change would give them away: neither is shown', () => {
    const shown = changes([3, 40], [30, 30]);
    for (const each of Object.values(shown)) {
      expect(each).toMatchObject({ estimate: null, start: { estimate: null }, anytime: { lower: null } });
      expect(each.exits.trust.estimate).toBe(0.5);
    }
  });

  it('of two who stopped nothing is shown but that they were two', () => {
    const shown = changes([40, 40], [2, 30]);
    for (const each of Object.values(shown)) {
      expect(each.estimate).not.toBeNull();
      expect(each.exits.trust.estimate).toBeNull();
    }
    expect(shown['r0']?.exits.sellers).toBe(2);
  });
});

const across = (sizes: readonly number[]): Quantity => {
  const known = market(sizes);
  const calibration = { ...known.trust.calibration, acrossRecommenders: of(sizes.length) };
  const shown = suppressSmallGroups({ ...known, trust: { ...known.trust, calibration } });
  return shown.trust.calibration.acrossRecommenders;
};

describe('what is told across recommenders', () => {
  it('counts the sellers behind it, not the few recommenders there are', () => {
    expect(across([60, 70, 80, 90])).toEqual(of(4));
    expect(across([4, 4, 4, 4])).toMatchObject({ estimate: null, lower: null, se: null, n: 4 });
    expect(across([4, 4, 4, 4]).reason).toMatch(/fewer than 5 sellers/);
  });
});
