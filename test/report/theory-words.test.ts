import { describe, expect, it } from 'vitest';
import { renderReport } from '../../lib/report/report.ts';
import type { Estimates } from '../../lib/trust/estimates.ts';
import { META } from './fixture.ts';
import { afterAReport } from './marketplaces.ts';
import { textUnder } from './page-text.ts';

type Verdict = Estimates['verdict'];
const known = afterAReport();

const told = (verdict: Partial<Verdict>): [question: string, section: string] => {
  const page = renderReport({ ...known, verdict: { ...known.verdict, ...verdict } }, META);
  return [
    textUnder(page, 'Which theory explains what sellers do?'),
    textUnder(page, 'Which theory explains what sellers do'),
  ];
};

const margin: NonNullable<Verdict['margin']> = {
  theory: 'level-k',
  next: 'babbling',
  bic: 21,
  difference: 0.031,
  lower: 0.012,
  upper: 0.05,
};

describe('each verdict in words', () => {
  it.each([
    ['trust-embedded', 'Trust: sellers weigh'],
    ['level-k', 'Strategy: sellers take a fixed step off'],
    ['babbling', 'Neither: sellers pay recommendations no attention'],
    ['hybrid', 'Both at once: '],
    ['fixed-discount', 'Friction: '],
    ['mixture', 'More than one: sellers differ in kind'],
  ] as const)('%s: %s', (preferred, words) => {
    for (const text of told({ preferred, reason: 'it beats the others', margin })) {
      expect(text).toContain(words);
      expect(text).toContain('It beats the others.');
    }
  });

  it('by how much, against the next best', () => {
    const [, section] = told({ preferred: 'level-k', reason: 'it beats the others', margin });
    expect(section).toMatch(
      /level-k’s log score for a decision is \+0\.031 \(0\.012 to 0\.050\) against that of babbling, the next best; above zero speaks for level-k\./,
    );
  });

  it('where none is preferred: the closest, and what it does not beat', () => {
    const reason = 'closest is level-k, which does not clearly beat babbling';
    const near = { ...margin, difference: 0.002, lower: -0.01, upper: 0.014 };
    const [question, section] = told({ preferred: 'cannot tell', reason, margin: near });
    expect(question).toContain(`Cannot tell: ${reason}.`);
    expect(section).toMatch(/\+0\.002 \(−0\.010 to 0\.014\) against that of babbling, the closest rival; /);
    expect(told({ preferred: 'cannot tell', reason: 'one size', margin: null })[1]).toContain(
      'By how much cannot be told, for the same reason.',
    );
  });
});
