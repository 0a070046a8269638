import { describe, expect, it } from 'vitest';
import { covariatesOf } from '../../../lib/stats/covariates.ts';
import { penalised } from '../../../lib/stats/penalised/learner.ts';
import { criticalValue, differenceBounds, meanBounds } from '../../../lib/processes/nonresponse/bounds.ts';
import { correctedMean } from '../../../lib/processes/nonresponse/inverse-probability.ts';
import type { AskedSample } from '../../../lib/processes/nonresponse/sample.ts';
import { tippingPoint } from '../../../lib/processes/nonresponse/tipping-point.ts';
import { random } from '../observational/studies.ts';

interface Survey {
  readonly sellers: number;
  readonly byKnown: number; // how strongly what is known moves who answers
  readonly byAnswer: number; // how strongly the answer itself does
  readonly effect: number;
  readonly seed: number;
}

/** Everybody's answer, 0 to 1, and who gave it. */
function survey(overrides: Partial<Survey> = {}): { sample: AskedSample; truth: number } {
  const { sellers, byKnown, byAnswer, effect, seed } = {
    sellers: 2000,
    byKnown: 1,
    byAnswer: 0,
    effect: 0,
    seed: 1,
    ...overrides,
  };
  const { uniform, normal } = random(seed);
  const rows = Array.from({ length: sellers }, () => {
    const x = normal();
    const D = uniform() < 0.5 ? 1 : 0;
    const y = Math.min(1, Math.max(0, 0.5 + 0.15 * x + effect * D + 0.1 * normal()));
    const answers = uniform() < 1 / (1 + Math.exp(-(byKnown * x + byAnswer * (y - 0.5)))) ? 1 : 0;
    return { x, D, y, answers };
  });
  return {
    truth: rows.reduce((sum, { y }) => sum + y, 0) / sellers,
    sample: {
      answered: Uint8Array.from(rows, ({ answers }) => answers),
      value: Float64Array.from(rows, ({ answers, y }) => (answers === 1 ? y : Number.NaN)),
      cluster: Int32Array.from(rows.keys()),
      sellers: rows.map((_, i) => `seller ${i}`),
      covariates: covariatesOf(rows.map(({ x }) => [x])),
      range: [0, 1],
      exposure: Float64Array.from(rows, ({ D }) => D),
    },
  };
}

const QUICK = { learner: penalised() };

describe('weights by the probability of an answer', () => {
  it('find the mean of all from those who answered, where what is known says who does', () => {
    const { sample, truth } = survey();
    const found = correctedMean(sample, QUICK);
    if (found.kind === 'refused') throw new Error(found.detail);
    expect(found.plain - truth).toBeGreaterThan(0.04);
    expect(Math.abs(found.estimate - truth)).toBeLessThan(3 * found.se);
    expect(found.answeredShare).toBeCloseTo(0.5, 1);
    expect(found.effectiveAnswers).toBeLessThan(1000);
  });

  it('do not help where the answer itself moves who gives it; the bounds hold the truth all the same', () => {
    const { sample, truth } = survey({ byKnown: 0, byAnswer: 6 });
    const found = correctedMean(sample, QUICK);
    expect(found.kind === 'corrected' && found.lower > truth).toBe(true);
    const bounds = meanBounds(sample);
    expect(bounds.lower).toBeLessThan(truth);
    expect(bounds.upper).toBeGreaterThan(truth);
  });

  it('change nothing where everybody answered', () => {
    const { sample, truth } = survey({ byKnown: 0, byAnswer: 0 });
    const all = {
      ...sample,
      answered: sample.answered.map(() => 1),
      value: sample.value.map((y) => (Number.isNaN(y) ? 0.5 : y)),
    };
    const found = correctedMean(all, QUICK);
    expect(found.kind === 'corrected' && found.estimate).toBeCloseTo(
      all.value.reduce((sum, y) => sum + y, 0) / 2000,
      10,
    );
    expect(meanBounds(all).highest - meanBounds(all).lowest).toBe(0);
    expect(truth).toBeGreaterThan(0);
  });

  it('give a reason and no number where nobody, or next to nobody, answered', () => {
    const { sample } = survey();
    const answering = (some: number): AskedSample => ({
      ...sample,
      answered: sample.answered.map((_, i) => (i < some ? 1 : 0)),
      value: sample.value.map((_, i) => (i < some ? 0.4 + i / 100 : Number.NaN)),
    });
    expect(correctedMean(answering(0), QUICK)).toMatchObject({ kind: 'refused', reason: 'no rows' });
    expect(correctedMean(answering(3), QUICK)).toMatchObject({ kind: 'refused', reason: 'too few clusters' });
    expect(() => correctedMean({ ...sample, value: sample.value.map(() => 7) }, QUICK)).toThrow(RangeError);
  });
});

describe('bounds', () => {
  it('count silence as the least and as the most', () => {
    const sample = {
      ...survey({ sellers: 4 }).sample,
      answered: Uint8Array.of(1, 1, 0, 0),
      value: Float64Array.of(0.4, 0.6, Number.NaN, Number.NaN),
      exposure: Float64Array.of(1, 0, 1, 0),
    };
    expect(meanBounds(sample)).toMatchObject({ lowest: 0.25, highest: 0.75 });
    const { lowest, highest } = differenceBounds(sample);
    expect(lowest).toBeCloseTo(0.2 - 0.8, 12); // (.4 + 0)/2 - (.6 + 1)/2
    expect(highest).toBeCloseTo(0.7 - 0.3, 12);
  });

  it('take 1.96 standard errors where they meet and 1.645 where they are far apart', () => {
    expect(criticalValue(0, 1)).toBeCloseTo(1.959964, 5);
    expect(criticalValue(50, 1)).toBeCloseTo(1.644854, 5);
  });
});

describe('the tipping point', () => {
  it('lies where the silent would have to be, and grows with the finding', () => {
    const [weak, strong] = [0.1, 0.2].map((effect) => tippingPoint(survey({ effect, byKnown: 0 }).sample));
    expect(weak?.shift).toBeLessThan(0);
    expect(strong?.shift).toBeLessThan(weak?.shift ?? 0);
    expect(weak?.shiftOfRange).toBeCloseTo(-(weak?.shift ?? 0), 10);
    // half are silent, so they have to be twice as far from the others as the interval is from 0
    expect(weak?.shift).toBeCloseTo(-2 * (weak?.lower ?? 0), 1);
  });

  it('is 0 where there is no finding, and beyond the range where almost everybody answered', () => {
    expect(tippingPoint(survey({ byKnown: 0 }).sample).shift).toBe(0);
    const { sample } = survey({ effect: 0.3, byKnown: 0 });
    const answered = sample.answered.map((_, i) => (i % 50 === 0 ? 0 : 1));
    const value = sample.value.map((y, i) =>
      answered[i] === 1 ? (Number.isNaN(y) ? 0.4 + 0.3 * (sample.exposure?.[i] ?? 0) : y) : Number.NaN,
    );
    expect(tippingPoint({ ...sample, answered, value }).shift).toBeNull();
  });

  it('needs an exposure, and answers in both arms', () => {
    const { sample } = survey();
    const { exposure, ...without } = sample;
    expect(() => tippingPoint(without)).toThrow(RangeError);
    expect(() => differenceBounds(without)).toThrow(RangeError);
    expect(() => tippingPoint({ ...sample, exposure: exposure?.map(() => 1) ?? new Float64Array() })).toThrow(
      RangeError,
    );
  });
});
