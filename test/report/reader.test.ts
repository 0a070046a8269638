import { describe, expect, it } from 'vitest';
import { compareReports } from '../../lib/report/comparison/comparison.ts';
import { renderReport } from '../../lib/report/report.ts';
import { METHODS, NEXT_WEEK, reportFolder } from './comparison/folder.ts';
import { estimates, META } from './fixture.ts';
import { afterAReport, analysed, repeated, SINCE, withAWorkingProcess } from './marketplaces.ts';
import { pageText, textUnder } from './page-text.ts';

const full = renderReport(afterAReport(), META);
const first = renderReport(estimates(), META);
const working = renderReport(withAWorkingProcess(), META);
const empty = renderReport(analysed([]), META);

const MOVED = 'Did trust move since the last report?';
const FUND = 'What to fund next?';

describe('a reader who has only the page finds', () => {
  it('whether trust moved since the last report, by how much, how sure', () => {
    expect(textUnder(full, MOVED)).toMatch(
      /^Since the report of 2026-W46 \(data until 2026-11-15\) trust fell, all recommenders together: −0\.02 \(−0\.03 to −0\.01; n 598\)\./,
    );
    expect(textUnder(first, MOVED)).toBe('Cannot tell: there is no report before this one.');
  });

  it('in which recommender most, and whether that one is told apart from the next', () => {
    expect(textUnder(full, MOVED)).toMatch(/Most in pricing: −0\.04 \(−0\.05 to −0\.03; n 299\)\.$/);
    const close = { ...SINCE.byRecommender, replenishment: repeated(-0.035, 0.01, 299) };
    const page = renderReport(afterAReport({ ...SINCE, byRecommender: close }), META);
    expect(textUnder(page, MOVED)).toMatch(/Most in pricing: .* not told apart from replenishment/);
    const none = renderReport(afterAReport({ ...SINCE, byRecommender: {} }), META);
    expect(textUnder(none, MOVED)).toMatch(/In which recommender most cannot be told: no recommender/);
  });

  it('what a change since the last report leans on, and of which of two reports of a day', () => {
    const reason = '74 of them saw no outcome in between';
    const still = { ...repeated(0, 0.01), reason };
    const since = { ...SINCE, overall: still, report: { ...SINCE.report, asOf: estimates().asOf } };
    expect(textUnder(renderReport(afterAReport(since), META), MOVED)).toMatch(
      /\(data until 2026-11-22 \d\d:\d\d\) no sign that trust moved, all recommenders together: 0\.00 \(.*; n 598\)\. 74 of them saw no outcome in between\. Most in pricing/,
    );
  });

  it('whether trust is above or below what fidelity deserves', () => {
    expect(textUnder(full, 'Is it deserved?')).toMatch(
      /lower than deserved: −0\.11 .* In replenishment it is lower than deserved: −0\.21 \(−0\.24 to −0\.17; n 240\) and in pricing it is about as deserved/,
    );
    expect(textUnder(empty, 'Is it deserved?')).toMatch(/^Cannot tell: no seller has seen an outcome/);
  });

  it('what built trust and what broke it', () => {
    expect(textUnder(full, 'What moved it?')).toMatch(
      /closes 9 % \(8 to 11 %\) .* takes away 22 % \(20 to 24 %\) .* in pricing good outcomes built 0\.07 \(0\.05 to 0\.09\) and bad ones broke 0\.24 \(0\.22 to 0\.26\) \(n 299\)/i,
    );
    expect(textUnder(empty, 'What moved it?')).toMatch(
      /^Cannot tell: no usable decision\. What outcomes did to the same sellers’ trust cannot be told: /,
    );
  });

  it('which theory fits and by how much', () => {
    expect(textUnder(full, 'Which theory explains what sellers do')).toMatch(
      /^Trust: sellers weigh .* On sellers held out, trust-embedded-dynamic’s log score for a decision is \+0\.059 \(0\.048 to 0\.070\) against that of mixture, the next best; .* Trust against level-k, above zero for trust\. On sellers held out: \+1\.009 \(0\.977 to 1\.041\)\./,
    );
    expect(textUnder(empty, 'Which theory explains what sellers do')).toMatch(
      /^Cannot tell: .*By how much cannot be told, for the same reason\./,
    );
  });

  it('what the words of the verdict mean', () => {
    const terms = textUnder(full, 'Definitions');
    for (const term of ['BIC', 'Log score']) expect(terms).toMatch(new RegExp(`${term} \\w.{40}`));
  });

  it('which process works, with its interval', () => {
    expect(textUnder(working, 'Processes and investments')).toMatch(
      /Feedback builds trust: \+0\.06, 95 % interval for all 2 processes together \+0\.03 to \+0\.09\./,
    );
    expect(textUnder(full, 'Processes and investments')).toMatch(
      /Reasons: no effect is shown, 0\.00 of trust, 95 % interval for all 2 processes together −0\.04 to \+0\.03\./,
    );
    expect(textUnder(empty, 'Processes and investments')).toMatch(/cannot tell\. No process is registered/i);
  });

  it('what to fund next and what that choice risks', () => {
    expect(textUnder(working, FUND)).toMatch(
      /^Feedback: 0\.120 \(0\.060 to 0\.180\) of a seller’s trust per unit of money\. Feedback was not assigned by chance: this is an association, .* The risk: with a probability of 7 % it is not the best use of the money among the processes whose cost is known\. Choosing it now is expected to cost 0\.0229/,
    );
    const { investments } = withAWorkingProcess();
    const nothing = investments.map((row) =>
      Object.assign({}, row, { nextExperiment: { sellers: 200, valueOfInformation: 2e-14, rank: 1 } }),
    );
    const taught = renderReport({ ...withAWorkingProcess(), investments: nothing }, META);
    expect(textUnder(taught, FUND)).toMatch(/No experiment as large as those .* is expected to change/);
    expect(textUnder(full, FUND)).toMatch(
      /^Cannot tell: no process is shown to build trust\. The risk of funding one all the same: even the best guess, reasons, gives −0\.001 \(−0\.091 to 0\.089\) .*The risk of funding none: with a probability of 69 % at least one of the 2 builds any trust; without any knowledge that would be 75 %\./,
    );
    expect(textUnder(empty, FUND)).toMatch(/^Cannot tell: no process is registered/);
  });

  it('how many were asked and answered, and whether silence threatens the finding', () => {
    const health = textUnder(full, 'Can you trust this page?');
    expect(health).toMatch(/300 sellers were asked 600 questions; 145 were answered \(24\.2 %\)\./);
    expect(health).toMatch(
      /Not the fall in pricing \(1 stopped\) or the rise in replenishment \(1 stopped\): they stand whatever became/,
    );
    expect(health).toMatch(/trust was rated in 235 of 600 pairs .* lies between 2\.29 and 5\.94\./);
    expect(textUnder(empty, 'Can you trust this page?')).toMatch(
      /How many were asked and answered: cannot tell, .* Does silence threaten the finding\? No change .* For what sellers say it cannot be told: /,
    );
  });

  it('what changed in data, wording or method', () => {
    const input = { ...estimates().input, rows: 9999, sha256: 'other' };
    const methods = { ...METHODS, wording: { trust: ['trust@1', 'trust@2', 'trust@3'] } };
    const comparison = compareReports(
      reportFolder(),
      reportFolder({ input, seed: 7, since: SINCE }, methods, NEXT_WEEK),
    );
    const page = renderReport(afterAReport(), { ...META, comparison });
    const changes = textUnder(page, 'What changed since the last report');
    expect(changes).toMatch(/^Compared with the report of 2026-W46, data until 2026-11-15: /);
    expect(changes).toMatch(/data Rounds read: .* method .*seed.* wording .*trust@3/i);
    expect(textUnder(first, 'What changed since the last report')).toMatch(
      /first report: .* none to compare/,
    );
  });

  it('what this page cannot tell, each with its reason', () => {
    expect(textUnder(first, 'What cannot be told?')).toMatch(/^How trust moved since the last report/);
    expect(textUnder(first, 'What we cannot tell')).toMatch(
      /How trust moved since the last report\. There is no report before this one\./,
    );
    expect(textUnder(empty, 'What we cannot tell')).toMatch(/trust overall/i);
    expect(textUnder(full, 'What we cannot tell')).not.toMatch(/since the last report/);
  });

  it('and never a number that broke', () => {
    for (const page of [full, first, working, empty])
      expect(pageText(page)).not.toMatch(/NaN|undefined|\bnull\b|Infinity|\[object/);
  });
});
