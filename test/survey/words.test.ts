import { describe, expect, test } from 'vitest';
import { type HistoryTally, tally } from '../../lib/survey/history.ts';
import { referenceGroup, referenceVerdict } from '../../lib/survey/reference-summary.ts';
import { historySummary, signTest, verdict } from '../../lib/survey/history-summary.ts';
import { readerFor } from '../../lib/survey/reader.ts';
import { maskedName } from '../../lib/survey/sheet.ts';
import { NOW } from './marketplace.ts';

const summary = (recommendation: number, plan: number, equal: number, locale = 'en') => {
  const judged = recommendation + plan + equal;
  const counts = { judged, recommendation, plan, equal, unjudged: 0, miss: undefined };
  return historySummary(counts, readerFor(locale, undefined)).join(' ');
};

describe('the summary of the history', () => {
  test.each([
    [1, 0, 0, /^The one time .*our recommendation was closer/],
    [0, 1, 0, /^The one time .*your own plan was closer/],
    [0, 0, 1, /^The one time .*equally close/],
    [0, 0, 4, /neither was better: both were equally close all 4 times/],
    [
      8,
      0,
      1,
      /our recommendation was better: .* 8 of 9 times, your own plan never\. Both were equally close once\.$/,
    ],
    [
      2,
      13,
      2,
      /your own plan was better: .* 13 of 17 times, our recommendation twice\. Both were equally close twice\.$/,
    ],
    [11, 10, 0, /about as often: of 21 times, our recommendation 11 times, your own plan 10 times\.$/],
    [10, 11, 0, /about as often: of 21 times, our recommendation 10 times, your own plan 11 times\.$/],
    [
      5,
      0,
      0,
      /too early to tell which is better: of 5 times, our recommendation .* 5 times, your own plan never\.$/,
    ],
    [
      7,
      2,
      0,
      /too early to tell which is better: of 9 times, our recommendation .* 7 times, your own plan twice\.$/,
    ],
  ])('%i for us, %i for her, %i equal', (recommendation, plan, equal, expected) => {
    expect(summary(recommendation, plan, equal)).toMatch(expected);
  });

  test('calls one better only where a fair coin would do that less than once in twenty', () => {
    // two-sided binomial tests; p = 2 sum C(n, k) / 2^n in whole numbers
    expect(signTest(11, 10)).toBeCloseTo(1, 12);
    expect(signTest(6, 0)).toBeCloseTo(0.03125, 12);
    expect(signTest(5, 0)).toBeCloseTo(0.0625, 12);
    expect(signTest(17, 4)).toBeCloseTo(0.007197380065917969, 12);
    expect(signTest(7, 2)).toBeCloseTo(0.1796875, 12);
  });

  test('goes on with the normal limit where the exact sum would vanish', () => {
    for (let n = 900; n <= 1000; n += 20)
      for (let ours = n / 2; ours <= n / 2 + 60; ours++) {
        const limit = 2 * ours - n - 1 > 1.959964 * Math.sqrt(n);
        expect([n, ours, signTest(ours, n - ours) < 0.05]).toEqual([n, ours, limit]);
      }
    expect([verdict(2500, 2641), verdict(2500, 2642)]).toEqual(['alike', 'plan']);
  });

  test('never calls that better which was closer less often', () => {
    for (let n = 0; n <= 60; n++)
      for (let ours = 0; ours <= n; ours++)
        expect(['alike', 'early', ours > n / 2 ? 'recommendation' : 'plan']).toContain(
          verdict(ours, n - ours),
        );
  });

  test('mean misses only over one unit; .1 + .2 is as close to .3 as .3', () => {
    const entry = {
      recommendationId: 'r',
      recommender: 'pricing',
      title: undefined,
      at: NOW,
      chosen: undefined,
    };
    const one = { ...entry, unit: 'units', plan: 10, recommended: 14, outcome: 12, closer: 'equal' as const };
    expect(tally([one, { ...one, plan: 8 }]).miss).toEqual({ recommendation: 2, plan: 3, unit: 'units' });
    expect(tally([one, { ...one, unit: 'EUR' }]).miss).toBeUndefined();
    const none: HistoryTally = tally([{ ...one, plan: undefined, closer: undefined }]);
    expect(none).toMatchObject({ judged: 0, unjudged: 1, miss: undefined });
  });
});

const counts = (sellers: number, recommendation = 0, plan = 0) => ({ sellers, recommendation, plan });

describe('the reference point', () => {
  const reference = {
    recommender: 'pricing',
    countedAt: NOW,
    all: counts(40, 20, 18),
    segment: 'size',
    groups: { small: counts(10, 9, 0), large: counts(9, 0, 9) },
  };

  test('is of sellers like her, of all where those are fewer than ten, of nobody where all are', () => {
    expect(referenceGroup(reference, { size: 'small' })).toEqual({ of: 'group', ...counts(10, 9, 0) });
    for (const segments of [{ size: 'large' }, { size: 'toString' }, { region: 'small' }, {}])
      expect(referenceGroup(reference, segments)).toEqual({ of: 'all', ...counts(40, 20, 18) });
    expect(referenceGroup({ ...reference, segment: null }, { size: 'small' })?.of).toBe('all');
    expect(referenceGroup({ ...reference, all: counts(9, 9, 0) }, {})).toBeUndefined();
    expect(referenceGroup(undefined, { size: 'small' })).toBeUndefined();
  });

  test.each([
    [9, 0, 'recommendation'],
    [2, 3, 'early'],
    [20, 18, 'alike'],
    [60, 100, 'plan'],
    [51_000, 49_000, 'alike'],
    [54_000, 46_000, 'recommendation'],
  ])('%i for us and %i for them is %s', (recommendation, plan, said) => {
    expect(referenceVerdict({ sellers: recommendation + plan, recommendation, plan })).toBe(said);
  });
});

test.each([
  ['Kitchen Corner', 'Kit•••'],
  ['Zoë', 'Zo•••'],
  ['A', 'A•••'],
  ['👩‍👩‍👧 Family', '👩‍👩‍👧 F•••'],
])('%s is shown as %s', (name, masked) => {
  expect(maskedName(name)).toBe(masked);
});
