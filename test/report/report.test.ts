import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { renderReport } from '../../lib/report/report.ts';
import { estimates, META } from './fixture.ts';
import { comparedWithLastWeek, large, withProcesses } from './marketplaces.ts';

const page = renderReport(estimates(), META);
/** What a reader sees, without markup. */
const words = (html: string) =>
  html
    .replaceAll(/<style>[\s\S]*?<\/style>|<svg[\s\S]*?<\/svg>|<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>');

describe('the report', () => {
  it('is the page in test/golden', async () => {
    await expect(page).toMatchFileSnapshot('../golden/report.html');
  });

  it('says in words what moved, whether it is deserved, what moved it, which theory, and what cannot be told', () => {
    const text = words(page);
    expect(text).toContain('In the long run, trust rose in replenishment and fell in pricing');
    expect(text).toMatch(
      /In pricing the trust of the same 299 sellers fell from 0\.59 to 0\.42 since weeks 2026-W36 to 2026-W38: −0\.17 \(−0\.20 to −0\.14\)\. In replenishment/,
    );
    expect(text).toMatch(/In replenishment the trust of the same 299 sellers rose from 0\.44 to 0\.49/);
    expect(text).toMatch(/Is it deserved\? Trust is lower than deserved: −0\.11 \(−0\.13 to −0\.09; n 480\)/);
    expect(text).toMatch(/closes 9 % \(8 to 11 %\) of the distance to full trust/);
    expect(text).toMatch(
      /Trust is lost faster than it is gained\. The placebo, outcomes nobody was shown, does not move trust/,
    );
    expect(text).toMatch(/Trust: sellers weigh the recommendation against their own plan\./);
    expect(text).toMatch(
      /What to fund next\? Cannot tell: no process is shown to build trust\. The risk of funding one all the same: even the best guess, reasons, .* The experiment that would teach most/i,
    );
    expect(text).toMatch(/What we cannot tell .*Whether better recommenders are trusted more/);
  });

  it('holds the three views against each other, raw and corrected for error', () => {
    const text = words(page);
    expect(text).toMatch(/Stated with shown: correlation over sellers 0\.57 0\.43 to 0\.68 121/);
    expect(text).toMatch(/Stated with inferred, corrected for error 0\.90 0\.82 to 0\.98 121/);
    expect(text).toMatch(/Share of the variance of answers that inferred trust explains: 0\.49/);
  });

  it('says what built and what broke trust, beside what the placebo leaves of gain and loss', () => {
    const text = words(page);
    expect(text).toMatch(
      /Beyond the placebo: gain 0\.09 \(no interval; placebo: at its bound, zero\) and loss 0\.22 \(/,
    );
    expect(text).toMatch(
      /pricing −0\.17 \+0\.07 0\.05 to 0\.09 \+0\.24 0\.22 to 0\.26 0\.00 −0\.01 to 0\.01 2\s?129 299/,
    );
  });

  it('compares recommenders over the sellers of both, and says what it cannot of few recommenders', () => {
    const text = words(page);
    expect(text).toMatch(/pricing less replenishment −0\.07 −0\.09 to −0\.05 300 −0\.11 to −0\.03/);
    expect(text).toMatch(/Whether better recommenders are trusted more\. Fewer than 3 recommenders/);
  });

  it('opens with the checks that need care', () => {
    const text = words(page);
    expect(text).toMatch(/Can you trust this page\? With care: one check needs attention\./);
    expect(text).toMatch(/take care Rows read\. 3 of 6\s?603 rows could not be read/);
  });

  it('says what rows were used for and lists those that could not be read', () => {
    const text = words(page);
    expect(text).toMatch(/never answered \(response none\): 817/);
    expect(text).toMatch(/17 prior_plan <b>ten<\/b> text where a number belongs; write/);
  });

  it('needs nothing else: no script, no address, one style sheet known by its hash', () => {
    expect(page).not.toMatch(/<script|<link|<img|<iframe|@import|url\(|https?:|\son\w+=|\sstyle=/i);
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
    expect(page).toContain(
      `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`.replaceAll("'", '&#39;'),
    );
    expect(page).toContain('default-src &#39;none&#39;');
  });

  it('draws the charts in test/golden/charts', async () => {
    for (const [figure, id = ''] of page.matchAll(/<figure id="([^"]+)"[\s\S]*?<\/figure>/g)) {
      const [drawing = ''] = /<svg[\s\S]*?<\/svg>/.exec(figure) ?? [];
      const marks = drawing.replaceAll('><', '>\n<');
      await expect(`${marks}\n`).toMatchFileSnapshot(`../golden/charts/${id}.svg`);
    }
  });

  it('gives every chart a title, a description and a table, and every id once', () => {
    const figures = page.match(/<figure[\s\S]*?<\/figure>/g) ?? [];
    expect(figures).toHaveLength(8);
    for (const figure of figures)
      expect(figure).toMatch(
        /<title id=[\s\S]*<desc id=[\s\S]*<details>[\s\S]*<table>[\s\S]*<th scope="row">/,
      );
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const wanted = [...page.matchAll(/(?:href="#|aria-labelledby=")([^" ]+)/g)].map(([, id]) => id);
    expect(wanted.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it('stays below 400 KB with four recommenders, fifty segments, a year of weeks, eight processes and a report before', () => {
    const known = withProcesses(large(52), 8);
    const whole = renderReport(known, { ...META, comparison: comparedWithLastWeek() });
    for (const part of ['Process number 8', 'segment value 50', '2024-W52', 'Compared with the report of'])
      expect(whole).toContain(part);
    expect(Buffer.byteLength(whole)).toBeLessThanOrEqual(400_000);
  });
});

describe('what a page may have to bear', () => {
  it('markup in names from outside is shown, never run', () => {
    const name = `"><script>alert(1)</script><svg onload=alert(2)>`;
    const { trust, evolution } = estimates();
    const hostile = renderReport(
      estimates({
        trust: { ...trust, byRecommender: { [name]: trust.overall } },
        evolution: evolution.map((cell) => Object.assign({}, cell, { recommender: name })),
      }),
      { ...META, tenantName: name },
    );
    expect(hostile).not.toMatch(/<script|<svg onload/);
    expect(hostile).toContain('&lt;script&gt;');
  });

  it('nothing known: every part says that it cannot be told, and why', () => {
    const none = {
      estimate: null,
      lower: null,
      upper: null,
      se: null,
      n: 0,
      reason: 'no round is a decision',
    };
    const repeated = { ...none, anytime: { lower: null, upper: null, reason: none.reason } };
    const both = { raw: none, disattenuated: none };
    const known = estimates();
    const text = words(
      renderReport(
        {
          ...known,
          evolution: [],
          dynamics: [],
          theories: [],
          trust: {
            overall: none,
            byRecommender: {},
            stated: none,
            shown: none,
            inferred: none,
            withoutSuspects: { answers: 0, overall: none, stated: none, shown: none },
            change: {
              overall: {
                ...repeated,
                from: null,
                to: null,
                start: none,
                exits: { sellers: 0, trust: none },
              },
              byRecommender: {},
            },
            attribution: {},
            contrasts: [],
            planError: { variance: none, corrected: none },
            agreement: { statedShown: both, statedInferred: both, shownInferred: both },
            ratings: { slope: none, reliability: none, retest: none, thresholds: [] },
            calibration: {
              slope: none,
              acrossSellers: none,
              acrossRecommenders: none,
              gap: repeated,
              byRecommender: {},
            },
          },
          verdict: {
            preferred: 'cannot tell',
            vuong: { statistic: null, p: null, reason: 'no theory' },
            heldOut: { difference: null, lower: null, upper: null, reason: 'no theory' },
            timeSplit: { difference: null, lower: null, upper: null, reason: 'no theory' },
            margin: null,
            likelihood: null,
            reason: 'no theory was fitted',
          },
        },
        META,
      ),
    );
    expect(text).toContain('Whether trust moved cannot be told yet');
    expect(text).toMatch(/How far recommendations are believed cannot be told: no round is a decision\./);
    expect(text).toMatch(/What moved it\? Cannot tell: no law of motion was fitted\./);
    expect(text).not.toMatch(/NaN|undefined|null|Infinity/);
  });

  it('a placebo as strong as the effect has the first word', () => {
    const known = estimates();
    const dynamics = known.dynamics.map((each) =>
      Object.assign({}, each, {
        placebo: {
          ...each.placebo,
          gain: each.parameters['gain'],
          loss: each.parameters['loss'],
          reason: null,
        },
      }),
    );
    expect(words(renderReport({ ...known, dynamics }, META))).toMatch(
      /What moved it\? Cannot tell: outcomes that nobody was shown seem to move trust as much .* What outcomes built and broke cannot be told, for the same reason; what the law of motion would put down to them stands below\. Is it deserved\?/,
    );
    const text = words(renderReport({ ...known, dynamics }, META));
    expect(text).toContain('Not to be read as learning from outcomes: the placebo moves trust as much.');
    expect(text).not.toContain('good outcomes built');
    expect(words(page)).not.toContain('Not to be read as learning');
  });

  it('a verdict for another theory warns that trust is read into choices', () => {
    const known = estimates();
    const verdict = { ...known.verdict, preferred: 'level-k' as const };
    expect(words(renderReport({ ...known, verdict }, META))).toMatch(
      /not the theory that explains choices best here/,
    );
  });
});
