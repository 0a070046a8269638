import { describe, expect, test } from 'vitest';
import { type HistoryTally, tally } from '../../lib/survey/history.ts';
import { maskedName } from '../../lib/survey/sheet.ts';
import { en } from '../../lib/survey/words/en.ts';
import { NOW } from './marketplace.ts';

const summary = (recommendation: number, plan: number, equal: number) =>
  en.history.summary({ judged: recommendation + plan + equal, recommendation, plan, equal });

describe('the summary of the history', () => {
  test.each([
    [1, 0, 0, /^The one time .*our recommendation was closer/],
    [0, 1, 0, /^The one time .*your own plan was closer/],
    [0, 0, 1, /^The one time .*equally close/],
    [7, 2, 0, /our recommendation was better: .* 7 of 9 times, your own plan twice\.$/],
    [0, 5, 0, /your own plan was better: .* 5 of 5 times, our recommendation never\.$/],
    [
      1,
      3,
      2,
      /your own plan was better: .* 3 of 6 times, our recommendation once\. Both were equally close twice\.$/,
    ],
    [
      3,
      3,
      1,
      /neither was better: .* 3 times, your own plan just as often\. Both were equally close once\.$/,
    ],
    [0, 0, 4, /neither was better: both were equally close all 4 times/],
  ])('%i for us, %i for her, %i equal', (recommendation, plan, equal, expected) => {
    expect(summary(recommendation, plan, equal)).toMatch(expected);
  });

  test('never praises us when her own plan was closer more often', () => {
    for (let plan = 1; plan < 12; plan++)
      for (let ours = 0; ours < plan; ours++)
        expect(summary(ours, plan, 0)).not.toMatch(/our recommendation was (?:better|closer)/);
  });

  test('mean misses only over one unit; .1 + .2 is as close to .3 as .3', () => {
    const entry = { recommendationId: 'r', title: undefined, at: NOW, chosen: undefined };
    const one = { ...entry, unit: 'units', plan: 10, recommended: 14, outcome: 12, closer: 'equal' as const };
    expect(tally([one, { ...one, plan: 8 }]).miss).toEqual({ recommendation: 2, plan: 3, unit: 'units' });
    expect(tally([one, { ...one, unit: 'EUR' }]).miss).toBeUndefined();
    const none: HistoryTally = tally([{ ...one, plan: undefined, closer: undefined }]);
    expect(none).toMatchObject({ judged: 0, unjudged: 1, miss: undefined });
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
