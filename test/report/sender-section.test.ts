import { describe, expect, it } from 'vitest';
import { unanswered } from '../../lib/report/questions/open-questions.ts';
import { sender } from '../../lib/report/sender-section.ts';
import { difference, differenceBand, senderSentences } from '../../lib/report/sender-words.ts';
import { renderReport } from '../../lib/report/report.ts';
import { suppressSmallGroups } from '../../lib/report/suppression.ts';
import type { Estimates, Sender } from '../../lib/trust/estimates.ts';
import { quantity, unknownQuantity } from '../../lib/trust/quantity.ts';
import { repeated } from '../../lib/trust/repeated.ts';
import { estimates, META } from './fixture.ts';

const [pricing, replenishment] = estimates().sender as [Sender, Sender];
const text = (html: { toString(): string }): string =>
  html
    .toString()
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&lt;', '<');
const sentences = (change: Partial<Sender> = {}, scale: 'log' | 'level' = 'log'): string =>
  text(senderSentences({ ...replenishment, ...change }, scale).join(' '));
const leaning = (by: number, se = 0.01): Sender['bias'] => repeated(quantity(by, se, 300), 0.02);
const page = (change: Partial<Estimates>): string => text(sender(estimates(change)));

const tested = (share: number, p: number): Sender['fractile'] => ({
  share: quantity(share, 0.01, 300, [0, 1]),
  target: 0.8,
  z: 1,
  p,
  method: 'normal',
  reason: null,
});

describe('in words', () => {
  it('tells a lean only where the interval for all looks bears it out, and on whose side', () => {
    expect(sentences({ bias: leaning(0.077) })).toMatch(
      /^It leans by \+8\.0 % \(at all looks \+4\.5 to \+12 %\), to the side on which the marketplace gains\./,
    );
    expect(sentences({ bias: leaning(-0.077) })).toMatch(/the side on which the marketplace loses\./);
    expect(sentences({ bias: leaning(0.077), direction: null })).toMatch(/: above what came out\./);
    expect(sentences({ bias: leaning(0.022) })).toMatch(
      /^It leans neither way as far as can be told: \+2\.2 %/,
    );
    const few = repeated(quantity(0.077, 0.01, 12), 0.02);
    expect(sentences({ bias: few })).toMatch(/^It leans by \+8\.0 % \(\+5\.9 to \+10 %\)/);
    const one = repeated(quantity(0.077, null, 1, undefined, 'one seller only: no standard error'), 0.02);
    expect(sentences({ bias: one })).toMatch(/^Whether it leans cannot be told, \+8\.0 %: one seller only/);
  });

  it('holds recommendations against the sellers’ own plans', () => {
    expect(sentences()).toMatch(/better than the sellers’ own plans in 70 % of rounds \(69 to 72 %\)/);
    expect(sentences()).toMatch(/its squared error is 73 % smaller than theirs/);
    expect(text(senderSentences(pricing, 'log').join(' '))).toMatch(/71 % larger than theirs/);
    expect(sentences({ skill: quantity(0.01, 0.05, 300) })).toContain('about that of the plans');
  });

  it('says whether it covers what costs ask for', () => {
    expect(sentences({ fractile: tested(0.86, 0.168) })).toMatch(
      /in 86 % of rounds, where the sellers’ costs ask for 80 %: no difference that could be told \(p 0\.168\)/,
    );
    expect(sentences({ fractile: tested(0.9, 0.0001) })).toMatch(/it asks for too much \(p < 0\.001\)/);
    expect(sentences({ fractile: tested(0.6, 0.01) })).toMatch(/it asks for too little/);
  });

  it('shows a distance from the forecast as the value’s, not as the marketplace’s gain', () => {
    expect(text(senderSentences(pricing, 'log').join(' '))).toMatch(/was off it by −22 % on average/);
  });

  it('writes levels in their unit and logs in percent', () => {
    expect(difference(0.0769610411, 'log')).toBe('+8.0\u00a0%');
    expect(difference(-0.5, 'log')).toBe('\u221239\u00a0%');
    expect(difference(0, 'log')).toBe('0.0\u00a0%');
    expect(difference(800, 'log')).toBe('more than +1\u202f000\u202f000\u00a0%');
    expect(difference(-12.345, 'level')).toBe('\u221212.35');
    expect(differenceBand({ lower: -0.01, upper: 0.02 }, 'log')).toBe('\u22121.0 to +2.0\u00a0%');
    expect(differenceBand({ lower: null, upper: 1 }, 'log')).toBeUndefined();
  });
});

describe('the section', () => {
  it('has a portrait a recommender and a table of each question that anybody’s data answer', () => {
    const shown = page({});
    expect(shown).toMatch(/pricing\. It leans by .* replenishment\. It leans by/);
    expect(shown).toContain('Does it say what the marketplace believes?');
    expect(shown).not.toContain('Does it cover what sellers’ costs ask for?');
    expect(shown).toContain('Trust by the shift');
    expect(shown).toMatch(/Trust without the error of plans: 0\.45/);
  });

  it('stands where nothing is logged, and where nobody is left', () => {
    const bare = unknownQuantity(
      'the marketplace’s own forecast is not in the data (column platform_forecast)',
    );
    const { trust } = estimates();
    const planError = { variance: unknownQuantity('once'), corrected: unknownQuantity('asked for once') };
    const nothing = {
      ...pricing,
      distortion: { mean: bare, truthfulShare: bare, slope: bare, cappedShare: bare },
      jitterTrust: unknownQuantity('no random shift (column recommended_before_jitter)'),
    };
    const shown = page({ sender: [nothing], trust: { ...trust, planError } });
    expect(shown).not.toContain('Does it say what the marketplace believes?');
    expect(shown).toMatch(
      /By a random shift: cannot tell : no random shift \(column recommended_before_jitter\)/,
    );
    expect(shown).toMatch(/Trust without the error of plans: cannot tell : asked for once\s?\./);
    expect(page({ sender: [] })).toContain('no recommender has five sellers with a known outcome');
  });

  it('hands what it cannot tell to the list of open questions, with the column that would tell', () => {
    const questions = unanswered(estimates());
    expect(questions).toContainEqual({
      what: 'what distortion costs the marketplace (pricing)',
      why: expect.stringContaining('platform_margin'),
    });
    expect(questions).toContainEqual({
      what: 'whether it covers what the sellers’ costs ask for',
      why: expect.stringContaining('underage_cost'),
    });
  });

  it('withholds recommenders and corrections of few sellers', () => {
    const { trust } = estimates();
    const few = { variance: quantity(0.1, 0.01, 4), corrected: quantity(0.4, 0.01, 4) };
    const shown = suppressSmallGroups(
      estimates({ sender: [{ ...pricing, sellers: 4 }, replenishment], trust: { ...trust, planError: few } }),
    );
    expect(shown.sender.map(({ recommender }) => recommender)).toEqual(['replenishment']);
    expect(shown.trust.planError.corrected).toMatchObject({
      estimate: null,
      reason: expect.stringContaining('withheld'),
    });
  });

  it('withholds what rests on few sellers within a recommender of many', () => {
    const few = quantity(0.5, 0.1, 3);
    const { fractile, disutility, distortion } = replenishment;
    const row: Sender = {
      ...replenishment,
      jitterTrust: few,
      fractile: { ...fractile, share: few, target: 0.8, z: 1, p: 0.3, method: 'normal' },
      disutility: { ...disutility, logMean: few, logSd: few, median: 2 },
      distortion: { ...distortion, mean: few },
      line: { ...replenishment.line, slope: few },
    };
    const [shown] = suppressSmallGroups(estimates({ sender: [row] })).sender;
    const { estimate, target, z, p, median } = {
      ...shown?.fractile,
      ...shown?.disutility,
      ...shown?.jitterTrust,
    };
    expect([estimate, target, z, p, median]).toEqual([null, null, null, null, null]);
    expect([shown?.distortion.mean.estimate, shown?.line.slope.estimate, shown?.line.p]).toEqual([
      null,
      null,
      null,
    ]);
    expect(shown?.bias).toEqual(replenishment.bias);
  });

  it('comes after calibration and before what builds trust', () => {
    const headings = [...renderReport(estimates(), META).matchAll(/<h2 id="([^"]+)"/g)].map(([, id]) => id);
    expect(headings.slice(headings.indexOf('calibration'), headings.indexOf('builders') + 1)).toEqual([
      'calibration',
      'sender',
      'builders',
    ]);
  });
});
