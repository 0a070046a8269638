import { describe, expect, it } from 'vitest';
import { fundingSentence } from '../../lib/report/funding-words.ts';
import { processSentence } from '../../lib/report/process-words.ts';
import { renderReport } from '../../lib/report/report.ts';
import { chance } from '../../lib/report/wording.ts';
import type { Estimates } from '../../lib/trust/estimates.ts';
import { META } from './fixture.ts';
import { repeated, withAWorkingProcess } from './marketplaces.ts';
import { textUnder } from './page-text.ts';

/** What a page may have to say of processes that tempts it to claim more than is known. */
type Process = Estimates['processes'][number];

const words = (of: Estimates): string => textUnder(renderReport(of, META), 'Processes and investments');

const followed = (outcomes: Process['outcomes'], effect: Process['effect']): Process['outcomes'] =>
  outcomes.map((row) => (row.outcome === 'calibration' ? Object.assign({}, row, { effect }) : row));

const withFirst = (changed: Partial<Process>, of = withAWorkingProcess()): Estimates => {
  const [first, ...others] = of.processes;
  if (first === undefined) throw new RangeError('no process');
  return { ...of, processes: [{ ...first, ...changed }, ...others] };
};

describe('who gains most', () => {
  it('is told by two checks, and by neither alone', () => {
    const found = { slope: 0.79, slopeSe: 0.25, autoc: 0.014, autocSe: 0.009 };
    const told = (verdict: 'predictions hold' | 'cannot tell who gains most') =>
      renderReport(withFirst({ whoGainsMost: { ...found, verdict } }), META).replaceAll(/\s+/g, ' ');
    const checks =
      /the slope of effects on those predicted, 0\.79 \(standard error 0\.25; .* 0\.014 \(standard error 0\.009\)/;
    expect(told('predictions hold')).toMatch(/Who gains most can be predicted from what is known/);
    expect(told('predictions hold')).toMatch(checks);
    expect(told('cannot tell who gains most')).toMatch(/Who gains most cannot be told/);
    expect(told('cannot tell who gains most')).toMatch(checks);
  });
});

describe('what to fund', () => {
  it('a process that breaks trust is named as such on the first screen', () => {
    const harm = withFirst({
      effective: 'breaks trust',
      effect: repeated(-0.06, 0.02, 300),
      familywise: { lower: -0.09, upper: -0.03 },
    });
    expect(fundingSentence(harm)).toMatch(
      /^Cannot tell: no process is shown to build trust\. .* Feedback breaks trust: −0\.06 \(−0\.09 to −0\.03; n 300\)\. Feedback was not assigned by chance/,
    );
  });

  it('what reached sellers at different times, what makes trust follow quality worse, trust above what is deserved', () => {
    const [{ outcomes }] = withAWorkingProcess().processes as [Process];
    const worse = followed(outcomes, repeated(-0.2, 0.1, 300));
    const of = withFirst({ design: 'rollout', outcomes: worse });
    expect(fundingSentence(of)).toContain(
      'Feedback reached sellers at different times: this is its effect only if',
    );
    expect(fundingSentence(of)).toContain(
      'With feedback trust follows the quality of recommendations worse.',
    );
    const calibration = { ...of.trust.calibration, gap: repeated(0.2, 0.05) };
    const above = { ...of, trust: { ...of.trust, calibration } };
    expect(fundingSentence(above)).toContain('Trust is higher than deserved as it is');
    expect(fundingSentence(of)).not.toContain('higher than deserved');
  });

  it('a unit of money that buys little still buys something, and nothing is sure or impossible', () => {
    const of = withAWorkingProcess();
    const [row, ...others] = of.investments;
    if (row === undefined) throw new RangeError('no investment');
    const dear = {
      ...row,
      valuePerCost: { estimate: 0.00012, lower: 0.00006, upper: 0.00018 },
      probabilityBest: 1,
    };
    const told = fundingSentence({ ...of, investments: [dear, ...others] });
    expect(told).toContain('0.120 (0.060 to 0.180) of a seller’s trust per thousand units of money');
    expect(told).toMatch(/with a probability of less than 1\s% it is not the best use/);
    const regret = (expectedRegret: number) =>
      fundingSentence({ ...of, choice: of.choice && { ...of.choice, expectedRegret } });
    expect(regret(0)).toContain('is expected to cost nothing against knowing everything');
    expect(regret(0.00002)).toContain('is expected to cost 0.00002 of a seller’s trust per unit of money');
    expect([0, 0.004, 0.01, 0.996, 1].map((p) => chance(p).replace(/\s%/, ' %'))).toEqual([
      'less than 1 %',
      'less than 1 %',
      '1 %',
      'more than 99 %',
      'more than 99 %',
    ]);
  });

  it('a budget: a guess is called one, and so is what does not fit', () => {
    const of = withAWorkingProcess();
    expect(words(of)).toMatch(
      /Within a budget of 1\s000 most trust is expected from feedback, for 150\. Processes by/i,
    );
    const guess = withFirst({ effective: 'cannot tell' }, of);
    expect(words(guess)).toMatch(/for 150\. That is a guess: feedback is not shown to build trust\./i);
    const choice = of.choice && { ...of.choice, portfolio: { processes: [], cost: 0, value: 0, gap: 0 } };
    expect(words({ ...of, choice })).toContain(
      'No process that is expected to build trust fits into a budget of 1 000',
    );
  });
});

describe('effects', () => {
  it('a small one that is told is not told as nothing', () => {
    const small = withFirst({
      effect: repeated(0.004, 0.002, 300),
      familywise: { lower: 0.002, upper: 0.006 },
    });
    expect(processSentence(small.processes[0] as Process, 2)).toMatch(
      /builds trust: \+0\.004, .* \+0\.002 to \+0\.006/,
    );
  });

  it('the level is told by the interval of all processes, also beside what else it changes', () => {
    const [{ outcomes }] = withAWorkingProcess().processes as [Process];
    const better = followed(outcomes, repeated(0.06, 0.08, 300));
    const unclear = {
      effective: 'cannot tell' as const,
      effect: { ...repeated(-0.03, 0.02, 300), lower: -0.055, upper: -0.005 },
      familywise: { lower: -0.062, upper: 0.002 },
      outcomes: better,
    };
    const told = processSentence(withFirst(unclear).processes[0] as Process, 2);
    expect(told).toMatch(
      /no effect is shown, −0\.03 .* With it trust follows the quality of recommendations better: \+0\.06 \(\+0\.02 to \+0\.10, at this look alone; n 300\)/,
    );
    expect(told).not.toMatch(/lowers|breaks|harmful/);
    const drawn = processSentence(withFirst({ ...unclear, design: 'experiment' }).processes[0] as Process, 2);
    expect(drawn).toContain('It makes trust follow the quality of recommendations better');
  });
});
