import { describe, expect, it } from 'vitest';
import { attributionSentence, causeSentences } from '../../lib/report/cause-words.ts';
import { digestOf } from '../../lib/report/digest.ts';
import { unanswered } from '../../lib/report/questions/open-questions.ts';
import { renderReport } from '../../lib/report/report.ts';
import { threatSentences } from '../../lib/report/silence-words.ts';
import { sinceSentences } from '../../lib/report/since-words.ts';
import { parseInstant, type Instant } from '../../lib/domain/instant.ts';
import type { Estimates } from '../../lib/trust/estimates.ts';
import type { Parameter } from '../../lib/trust/quantity-schema.ts';
import { estimates, META } from './fixture.ts';
import { afterAReport, analysed, marketplaceRows, repeated, SINCE } from './marketplaces.ts';
import { pageText } from './page-text.ts';

const digest = (of: Estimates) => {
  const { report, digest: mail } = digestOf({
    estimates: of,
    marketplace: 'Shop',
    at: { period: '2026-W47', asOf: parseInstant('2026-11-22T12:00:00Z') as Instant },
    alarm: { states: [], raised: [], cleared: [], ended: [] },
    comparison: null,
  });
  return { ...mail, headline: report.headline };
};

describe('a check that failed', () => {
  const known = estimates();
  const unsound = {
    ...known,
    health: [
      ...known.health,
      { check: 'convergence', status: 'fail' as const, detail: 'it did not converge' },
    ],
  };

  it('is said before every number, and in the mail before the finding', () => {
    const warned =
      'One check failed: convergence. Do not act on the numbers of this page before that is mended.';
    const page = pageText(renderReport(unsound, META));
    expect(page.indexOf(warned)).toBeGreaterThan(0);
    expect(page.indexOf(warned)).toBeLessThan(page.indexOf('Where a recommendation differs'));
    expect(page).toContain('No: one check failed. Do not act');
    const { subject, lines, headline } = digest(unsound);
    expect(subject).toMatch(/^Shop: Do not act on this report\. Whether trust/);
    expect(subject).toBe(`Shop: ${headline}`); // also in the index
    expect(lines[0]).toEqual({ topic: 'Can you trust this report?', text: warned });
  });

  it('of none, neither says a word', () => {
    expect(renderReport(known, META)).not.toContain('Do not act');
    expect(JSON.stringify(digest(known))).not.toContain('Do not act');
  });
});

const parameter = (estimate: number, lower: number | null, upper: number | null): Parameter => ({
  estimate,
  se: 0.01,
  lower,
  upper,
  reason: null,
});

describe('what moved trust', () => {
  const known = estimates();
  const moved = (changed: Partial<Estimates['trust']['attribution'][string]>): string => {
    const { attribution } = known.trust;
    const { pricing } = attribution;
    if (pricing === undefined) throw new RangeError('no pricing');
    const trust = { ...known.trust, attribution: { pricing: { ...pricing, ...changed } } };
    return attributionSentence({ ...known, trust });
  };
  const law = (gain: Parameter, placebo: Partial<Estimates['dynamics'][number]['placebo']> = {}): string => {
    const [all, ...others] = known.dynamics;
    if (all === undefined) throw new RangeError('no dynamics');
    const changed = {
      ...all,
      parameters: { ...all.parameters, gain },
      placebo: { ...all.placebo, ...placebo },
    };
    return causeSentences({ ...known, dynamics: [changed, ...others] }).join(' ');
  };

  it('says what is explained by neither good nor bad outcomes where that is clear, and what is not told apart from nothing', () => {
    const drift = { estimate: -0.32, lower: -0.4, upper: -0.24, se: 0.04, n: 299, reason: null };
    expect(moved({ drift })).toMatch(
      /broke 0\.24 \(.*\); a change of −0\.32 \(−0\.40 to −0\.24\) is explained by neither \(n 299\)\.$/,
    );
    expect(moved({})).not.toContain('neither');
    const builders = { estimate: 0.04, lower: -0.01, upper: 0.09, se: 0.02, n: 299, reason: null };
    expect(moved({ builders })).toContain(
      'good outcomes built what is not told apart from nothing, 0.04 (−0.01 to 0.09) and bad ones broke',
    );
  });

  it('a gain that is small but told has the digits it needs; where none is told, the loss stands for itself', () => {
    expect(law(parameter(0.004, 0.002, 0.006))).toMatch(/closes 0\.4\s% \(0\.2 to 0\.6\s%\)/);
    expect(law(parameter(0.06, 0, 0.14))).toMatch(
      /^Cannot tell that good outcomes build trust: gain 0\.06 .* An outcome that proves the recommendation wrong takes away/,
    );
  });

  it('a placebo too wide to tell anything from is no acquittal', () => {
    const wide = parameter(0.09, 0, 0.21);
    expect(
      law(parameter(0.09, 0.08, 0.11), { gain: wide, gainDifference: parameter(0, -0.12, 0.12) }),
    ).toMatch(
      /The placebo, outcomes nobody was shown, is too uncertain to tell that from it\. Placebo: gain 0\.09 \(0\.00 to 0\.21\)/,
    );
    const none = parameter(0.005, 0, 0.01);
    const clear = {
      gain: none,
      loss: none,
      gainDifference: parameter(0.085, 0.07, 0.1),
      lossDifference: parameter(0.2, 0.18, 0.22),
    };
    expect(law(parameter(0.09, 0.08, 0.11), clear)).toContain('does not move trust, as it should be.');
  });
});

const since = (byRecommender: NonNullable<Estimates['since']>['byRecommender']) =>
  sinceSentences(afterAReport({ ...SINCE, byRecommender }))[1];

describe('since the last report', () => {
  const unknown = {
    ...repeated(0, 1),
    estimate: null,
    reason: 'too few',
    anytime: { lower: null, upper: null, reason: 'too few' },
  };

  it('the most is held against every other recommender, and who cannot be told is named', () => {
    expect(
      since({ a: repeated(-0.05, 0.01), b: repeated(-0.004, 0.19), c: repeated(0.03, 0.03), d: unknown }),
    ).toMatch(/^Most in a: −0\.05 \(.*\), not told apart from c and b\. Of d it cannot be told\.$/);
  });

  it('a recommender whose move is told comes before one that may have moved further', () => {
    expect(since({ wide: repeated(0.04, 0.12), told: repeated(-0.02, 0.01) })).toMatch(
      /^Most in told: −0\.02/,
    );
    expect(since({ wide: repeated(0.04, 0.12), still: repeated(0, 0.02) })).toMatch(
      /^In no recommender alone is a move told; the largest is in wide: \+0\.04/,
    );
  });

  it('is said to rest on everybody who had decided, also where no change in the long run is told', () => {
    const of = afterAReport();
    const still = Object.fromEntries(
      Object.entries(of.trust.change.byRecommender).map(([name, change]) => [
        name,
        { ...change, anytime: { lower: -0.1, upper: 0.1, reason: null } },
      ]),
    );
    const trust = { ...of.trust, change: { ...of.trust.change, byRecommender: still } };
    expect(threatSentences({ ...of, trust })[0]).toMatch(
      /^Does silence threaten the finding\? The fall since the last report is of all who had decided by then; .* unchecked\.$/,
    );
    expect(threatSentences({ ...estimates(), trust })[0]).toContain('No change of trust is told here');
  });
});

describe('how sure the first sentence is', () => {
  it('few sellers are counted, and what their interval leans on is said', () => {
    const page = pageText(renderReport(analysed(marketplaceRows(8)), META));
    expect(page).toMatch(
      /trust is 0\.\d\d \(0\.\d\d to 0\.\d\d; n 8\), on a scale .* entirely\. The interval takes parameters as known/,
    );
  });

  it('what is not told apart is among the open questions', () => {
    const of = afterAReport();
    const gap = repeated(0.02, 0.08);
    const trust = { ...of.trust, calibration: { ...of.trust.calibration, gap } };
    expect(unanswered({ ...of, trust })).toContainEqual({
      what: 'whether trust is as high as the record deserves',
      why: 'the difference lies in −0.06 to 0.10',
    });
    expect(unanswered(of)).toContainEqual({
      what: 'whether feedback or reasons moves trust',
      why: 'an effect of zero is not ruled out: feedback −0.05 to 0.02 and reasons −0.04 to 0.03',
    });
  });
});
