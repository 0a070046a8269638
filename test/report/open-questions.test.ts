import { describe, expect, it } from 'vitest';
import { unanswered } from '../../lib/report/questions/open-questions.ts';
import { renderReport } from '../../lib/report/report.ts';
import type { Estimates } from '../../lib/trust/estimates.ts';
import { estimates, META } from './fixture.ts';
import {
  afterAReport,
  analysed,
  marketplaceRows,
  repeated,
  SINCE,
  withAWorkingProcess,
  withoutOutcomes,
} from './marketplaces.ts';
import { pageText, textUnder } from './page-text.ts';

const UNKNOWN = { estimate: null, lower: null, upper: null, se: null, n: 0 };
const unknown = (reason: string) => ({ ...UNKNOWN, reason, anytime: { lower: null, upper: null, reason } });

/** Estimates in which nothing that may be null is known, each for a reason of its own. */
function nothingKnown(): Estimates {
  const known = afterAReport({
    ...SINCE,
    overall: unknown('no since'),
    byRecommender: { pricing: unknown('no since in pricing') },
  });
  const { trust } = known;
  return {
    ...known,
    trust: {
      ...trust,
      calibration: { ...trust.calibration, gap: unknown('no gap') },
      change: {
        ...trust.change,
        byRecommender: Object.fromEntries(
          Object.entries(trust.change.byRecommender).map(([name, change]) => [
            name,
            { ...change, ...unknown(`no change in ${name}`) },
          ]),
        ),
      },
      ratings: { ...trust.ratings, retest: { ...UNKNOWN, reason: 'nobody answered twice' } },
    },
    response: {
      sellers: null,
      asked: null,
      sent: null,
      delivered: null,
      started: null,
      answered: null,
      suspect: null,
      bounced: null,
      optedOut: null,
      reason: 'nobody keeps count',
    },
    verdict: { ...known.verdict, preferred: 'cannot tell', margin: null, reason: 'all gaps are alike' },
    growth: { association: { ...UNKNOWN, reason: 'no results' }, robustness: null },
    investments: known.investments.map((row) =>
      Object.assign({}, row, { costPerUnit: null, valuePerCost: null, rank: null, reason: 'no price' }),
    ),
    choice: known.choice && { ...known.choice, probabilityNone: null, expectedRegret: null },
  };
}

/** Every reason a page gives where it says that it cannot tell, up to the end of its sentence. */
function reasonsOf(text: string): string[] {
  const told = /(?:cannot tell|cannot be told)(?:[:,]| \()\s*((?:[^.;)]|\.(?=\d|json))+)/gi;
  return [...text.matchAll(told)].map(([, reason = '']) => reason.trim().toLowerCase());
}

const FIRST_SCREEN = [
  'Did trust move since the last report?',
  'And in the long run?',
  'What moved it?',
  'Is it deserved?',
  'Which theory explains what sellers do?',
  'What to fund next?',
];

describe('what the page cannot tell', () => {
  it.each<[string, () => Estimates]>([
    ['a first report', () => estimates()],
    ['one after another', () => afterAReport()],
    ['a process that works', withAWorkingProcess],
    ['nobody', () => analysed([])],
    ['one seller', () => analysed(marketplaceRows(1))],
    ['no outcomes', () => analysed(withoutOutcomes(marketplaceRows(45)))],
    ['nothing known', nothingKnown],
  ])(
    'of %s: every such answer of the first screen and of health is in its list, with the reason',
    (_, of) => {
      const page = renderReport(of(), META);
      const listed = textUnder(page, 'What we cannot tell').toLowerCase();
      const spoken = [...FIRST_SCREEN, 'Can you trust this page?'].flatMap((question) =>
        reasonsOf(textUnder(page, question)),
      );
      expect(spoken.filter((reason) => !listed.includes(reason))).toEqual([]);
    },
  );

  it('finds the reasons: some pages have them', () => {
    const page = renderReport(nothingKnown(), META);
    expect(reasonsOf(pageText(page)).length).toBeGreaterThan(10);
  });

  it('names each of what may be null once, in the order of the first screen', () => {
    const found = unanswered(nothingKnown());
    const why = (what: string) => found.find((each) => each.what === what)?.why;
    expect(why('how trust moved since the last report')).toBe('no since');
    expect(why('how trust moved since the last report, in pricing')).toBe('no since in pricing');
    expect(why('whether trust in replenishment moved')).toBe('no change in replenishment');
    expect(why('whether trust is as high as the record deserves')).toBe('no gap');
    expect(why('by how much one theory is ahead')).toBe('all gaps are alike');
    expect(why('what feedback gives per unit of money')).toBe('no price');
    expect(why('what to fund next')).toBe('no process is shown to build trust');
    expect(why('whether sellers who trust more earn more')).toBe('no results');
    expect(why('how many were asked and answered')).toBe('nobody keeps count');
    expect(why('whether a seller answers the same twice')).toBe('nobody answered twice');
    expect(new Set(found.map(({ what }) => what)).size).toBe(found.length);
    expect(found[0]?.what).toBe('how trust moved since the last report');
  });

  it('asks once where one reason holds for all recommenders, and of each that has another', () => {
    const still = { ...repeated(0, 0), estimate: null, reason: 'nobody saw an outcome' };
    const since = {
      ...SINCE,
      overall: still,
      byRecommender: { pricing: still, stock: { ...still, reason: 'few' } },
    };
    const asked = unanswered(afterAReport(since)).filter(({ what }) =>
      what.includes('since the last report'),
    );
    expect(asked).toEqual([
      { what: 'how trust moved since the last report', why: 'nobody saw an outcome' },
      { what: 'how trust moved since the last report, in stock', why: 'few' },
    ]);
  });

  it('an estimate whose interval at all looks is not known is not told either', () => {
    const overall = {
      ...repeated(0.1, 0.02),
      anytime: { lower: null, upper: null, reason: 'too few looks' },
    };
    const found = unanswered(afterAReport({ ...SINCE, overall }));
    expect(found[0]).toEqual({ what: 'how trust moved since the last report', why: 'too few looks' });
  });

  it('a gain that is not clear of none, and a placebo as strong as the effect', () => {
    const known = estimates();
    const [all, ...others] = known.dynamics;
    if (all === undefined) throw new RangeError('no dynamics');
    const { gain } = all.parameters;
    const small = { estimate: 0.01, se: 0.02, lower: 0, upper: 0.05, reason: null };
    const weak = { ...all, parameters: { ...all.parameters, gain: small } };
    expect(unanswered({ ...known, dynamics: [weak, ...others] })).toContainEqual({
      what: 'whether good outcomes build trust',
      why: 'the gain lies in 0.00 to 0.05, which is not clear of none',
    });
    const placebo = { ...all.placebo, gain: gain ?? small, loss: all.parameters['loss'] ?? small };
    const contradicted = { ...known, dynamics: [{ ...all, placebo }, ...others] };
    expect(unanswered(contradicted)).toContainEqual({
      what: 'what outcomes built and what they broke',
      why: 'outcomes that nobody was shown seem to move trust as much as those that were',
    });
  });
});
