import { describe, expect, it } from 'vitest';
import { compareReports } from '../../lib/report/comparison/comparison.ts';
import { headlineRows } from '../../lib/report/comparison/headline-rows.ts';
import { readSide } from '../../lib/report/comparison/compared-schema.ts';
import { fundingSentence } from '../../lib/report/funding-words.ts';
import type { Estimates } from '../../lib/trust/estimates.ts';
import { METHODS, NEXT_WEEK, reportFolder } from './comparison/folder.ts';
import { withAWorkingProcess } from './marketplaces.ts';

type Investment = Estimates['investments'][number];

const value = (estimate: number, half: number) => ({
  estimate,
  lower: estimate - half,
  upper: estimate + half,
});

/** The golden marketplace, in which feedback works and reasons is not shown to, with other investments. */
function funded(
  changed: Readonly<Record<string, Partial<Investment>>>,
  choice: Partial<NonNullable<Estimates['choice']>> = {},
): Estimates {
  const known = withAWorkingProcess();
  const investments = known.investments.map((row) => Object.assign({}, row, changed[row.process]));
  return { ...known, investments, choice: known.choice && { ...known.choice, ...choice } };
}

const FIRST = {
  feedback: { rank: 2, costPerUnit: 0.5, valuePerCost: value(0.1, 0.05), probabilityBest: 0.2 },
  reasons: { rank: 1, costPerUnit: 0.1, valuePerCost: value(0.4, 0.9), probabilityBest: 0.7 },
};
const UNPRICED = {
  costPerUnit: null,
  valuePerCost: null,
  rank: null,
  reason: 'what it costs is not known: give cost_per_unit in the registry',
};
const FREE = { costPerUnit: 0, valuePerCost: null, rank: null, reason: 'it costs nothing' };

const told = (of: Estimates): string | undefined => {
  const side = readSide(reportFolder({ processes: of.processes, investments: of.investments }));
  if (typeof side === 'string') throw new Error(side);
  return headlineRows(side.estimates, side.estimates).find(({ what }) => what === 'What to fund next')?.after;
};

describe('what to fund next', () => {
  it('a process that works behind one that does not: the risk is its own, and the better guess is named', () => {
    const of = funded(FIRST, { expectedRegret: 0.02 });
    expect(fundingSentence(of)).toMatch(
      /^Feedback: 0\.100 \(0\.050 to 0\.150\) .* The risk: with a probability of 80\s% it is not the best use .* Choosing it now is expected to cost 0\.32 of a seller’s trust per unit of money against knowing everything\. The best guess, reasons with 0\.40 \(−0\.50 to 1\.30\) of a seller’s trust per unit of money, is not shown to build trust\.$/,
    );
    expect(told(of)).toBe('feedback');
  });

  it('the best guess itself: what is expected to be lost by choosing it is the regret of the choice', () => {
    const both = { ...FIRST, reasons: { ...FIRST.reasons, rank: 2, valuePerCost: value(0.05, 0.2) } };
    const of = funded({ ...both, feedback: { ...FIRST.feedback, rank: 1 } }, { expectedRegret: 0.02 });
    expect(fundingSentence(of)).toMatch(/is expected to cost 0\.02 of a seller’s trust per unit/);
    expect(fundingSentence(of)).not.toContain('best guess');
  });

  it('one that costs nothing comes first, without a price it has not', () => {
    const of = funded({ ...FIRST, feedback: FREE });
    expect(fundingSentence(of)).toMatch(
      /^Feedback builds trust, \+0\.06 \(\+0\.03 to \+0\.09; n 300\), and costs nothing by the registry\. Feedback was not assigned by chance: this is an association/,
    );
    expect(fundingSentence(of)).not.toContain('per unit of money');
    expect(told(of)).toBe('feedback, which costs nothing');
  });

  it('one whose cost is not known is named, beside one that can be ranked and alone', () => {
    const [first, second] = withAWorkingProcess().processes;
    if (first === undefined || second === undefined) throw new RangeError('two processes');
    const works = { effective: 'builds trust', familywise: first.familywise } as const;
    const both = [first, { ...second, ...works }];
    const beside = { ...funded({ ...FIRST, feedback: UNPRICED }), processes: both };
    expect(fundingSentence(beside)).toMatch(
      /^Reasons: 0\.40 .* Feedback builds trust, \+0\.06 .*; whether it is worth it, and what choosing it risks, cannot be told: what it costs is not known: give cost_per_unit in the registry\. Feedback was not assigned by chance/,
    );
    const alone = funded(
      { feedback: UNPRICED, reasons: UNPRICED },
      { probabilityNone: null, expectedRegret: null },
    );
    expect(fundingSentence(alone)).toMatch(
      /^Feedback builds trust, .*; whether it is worth it, .* cannot be told/,
    );
    expect(told(alone)).toBe('cannot tell: what feedback costs is not known');
  });

  it('nothing works and nothing is priced: neither risk can be told', () => {
    const unpriced = funded(
      { feedback: UNPRICED, reasons: UNPRICED },
      { probabilityNone: null, expectedRegret: null },
    );
    const nothing = unpriced.processes.map((row) => Object.assign({}, row, { effective: 'cannot tell' }));
    const of = { ...unpriced, processes: nothing };
    expect(fundingSentence(of)).toBe(
      'Cannot tell: no process is shown to build trust. What a choice would risk cannot be told: no process has a known effect and cost.',
    );
    expect(told(of)).toBe('none is shown to build trust');
  });

  it('what was assigned by chance is told without the words of an association', () => {
    const of = funded(FIRST);
    const drawn = of.processes.map((row) => Object.assign({}, row, { design: 'experiment' }));
    expect(fundingSentence(of)).toContain('this is an association');
    expect(fundingSentence({ ...of, processes: drawn })).not.toContain('association');
  });

  it('a report from before costs were in it can still be compared', () => {
    const { investments } = funded(FIRST);
    const old = investments.map((row) => Object.assign({}, row, { costPerUnit: undefined }));
    const before = reportFolder({ investments: old as never });
    const comparison = compareReports(before, reportFolder({}, METHODS, NEXT_WEEK));
    expect(comparison.unreadable).toBeNull();
  });
});
