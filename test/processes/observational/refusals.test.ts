import { describe, expect, it } from 'vitest';
import { penalised } from '../../../lib/stats/penalised/learner.ts';
import { dmlEffect } from '../../../lib/processes/observational/dml.ts';
import type { DmlModel } from '../../../lib/processes/observational/dml.ts';
import type { ObservationalStudy } from '../../../lib/processes/observational/study.ts';
import { outcomeOf } from '../../../lib/processes/outcomes/outcome.ts';
import { boosting } from '../../../lib/stats/boosting/learner.ts';
import { chosenProcess, naiveDifference } from './studies.ts';

type Change = (study: ObservationalStudy) => Partial<ObservationalStudy>;

const withY = (study: ObservationalStudy, y: Float64Array) =>
  outcomeOf('result', { ...study.outcome, y, bases: [y.map(() => 1)] });
const bySeller = ({ outcome }: ObservationalStudy, D: (seller: number) => number): Float64Array =>
  Float64Array.from(outcome.cluster, D);
const NONE = { y: new Float64Array(), cluster: new Int32Array(), sellers: [] };

const CASES: readonly [reason: string, what: string, change: Change][] = [
  [
    'no rows',
    'nothing',
    () => ({
      outcome: outcomeOf('result', NONE),
      exposure: new Float64Array(),
      covariates: { rows: 0, columns: 4, values: new Float64Array() },
    }),
  ],
  [
    'not finite',
    'an outcome that is NaN',
    (study) => ({ outcome: withY(study, study.outcome.y.with(3, Number.NaN)) }),
  ],
  [
    'not finite',
    'an infinite covariate',
    ({ covariates }) => ({ covariates: { ...covariates, values: covariates.values.with(3, Infinity) } }),
  ],
  ['not finite', 'an exposure that is NaN', ({ exposure }) => ({ exposure: exposure.with(0, Number.NaN) })],
  ['none treated', 'nobody treated', ({ exposure }) => ({ exposure: exposure.map(() => 0) })],
  ['all treated', 'everybody treated', ({ exposure }) => ({ exposure: exposure.map(() => 1) })],
  [
    'one treated cluster',
    'one seller treated',
    (study) => ({ exposure: bySeller(study, (seller) => (seller === 7 ? 1 : 0)) }),
  ],
  [
    'too few clusters',
    'three sellers treated',
    (study) => ({ exposure: bySeller(study, (seller) => (seller < 3 ? 1 : 0)) }),
  ],
  [
    'constant outcome',
    'an outcome that does not vary',
    (study) => ({
      outcome: withY(
        study,
        study.outcome.y.map(() => 4),
      ),
    }),
  ],
  [
    'exposure equal to a segment',
    'an exposure that is a segment',
    (study) => ({ segments: { country: Array.from(study.exposure, (D) => (D === 1 ? 'DE' : 'US')) } }),
  ],
  [
    'treatment after outcome',
    'an exposure after what it is said to have moved',
    ({ exposure }) => ({
      observedAt: exposure.map(() => 10),
      exposedAt: exposure.map((D) => (D === 1 ? 11 : Number.NaN)),
    }),
  ],
  [
    'no overlap',
    'an exposure that follows from a covariate',
    ({ covariates, exposure }) => ({
      exposure: exposure.map((_, i) => ((covariates.values[4 * i] ?? 0) > 0.3 ? 1 : 0)),
    }),
  ],
];

describe.each<DmlModel>(['PLR', 'ATE'])('%s gives a reason and no number for', (model) => {
  it.each(CASES)('%s: %s', (reason, _what, change) => {
    const study = chosenProcess();
    const found = dmlEffect({ ...study, ...change(study) }, model, { learner: penalised(), repeats: 1 });
    expect(found).toMatchObject({ kind: 'refused', reason });
    expect(Object.values(found).some((value) => typeof value === 'number')).toBe(false);
  });

  it('covariates that do not vary, or are the same twice: they are left out, the effect stays', () => {
    const study = chosenProcess();
    const twice = Float64Array.from({ length: study.covariates.rows * 6 }, (_, at) => {
      const [i, j] = [Math.floor(at / 6), at % 6];
      return j === 5 ? 3 : (study.covariates.values[4 * i + (j % 4)] ?? 0);
    });
    const settings = { learner: penalised(), repeats: 1 };
    const plain = dmlEffect(study, model, settings);
    const wide = dmlEffect(
      { ...study, covariates: { rows: study.covariates.rows, columns: 6, values: twice } },
      model,
      settings,
    );
    expect(wide.kind === 'effect' && plain.kind === 'effect' && wide.estimate - plain.estimate).toBeCloseTo(
      0,
      8,
    );
  });
});

describe('a dose', () => {
  const settings = { learner: penalised(), repeats: 1 };
  const study = chosenProcess();
  const dose = study.exposure.map((D, i) => D + Math.sin(i));

  it('has an effect where it varies beside the covariates', () => {
    expect(dmlEffect({ ...study, exposure: dose }, 'PLR', settings)).toMatchObject({ kind: 'effect' });
  });

  it('has none that could be told where it follows from them, or does not vary', () => {
    const follows = dose.map((_, i) => 2 * (study.covariates.values[4 * i] ?? 0) + 1);
    expect(dmlEffect({ ...study, exposure: follows }, 'PLR', settings)).toMatchObject({
      reason: 'no overlap',
    });
    expect(dmlEffect({ ...study, exposure: dose.map(() => 2) }, 'PLR', settings)).toMatchObject({
      reason: 'all treated',
    });
  });
});

describe('without any covariate', () => {
  it.each([penalised(), boosting({ trees: 5 })])('what is left is the difference of means', (learner) => {
    const study = chosenProcess({ selection: 0 });
    const none = { rows: study.exposure.length, columns: 0, values: new Float64Array() };
    const found = dmlEffect({ ...study, covariates: none }, 'PLR', { learner, repeats: 1 });
    expect(found.kind === 'effect' && Math.abs(found.estimate - naiveDifference(study))).toBeLessThan(0.05);
  });
});

describe('a call that is wrong', () => {
  it('takes no outcome that was not made of rounds, no second base, no columns of other lengths', () => {
    const study = chosenProcess();
    const smoothed = {
      kind: 'trust',
      y: study.outcome.y,
      bases: study.outcome.bases,
    } as unknown as ObservationalStudy['outcome'];
    expect(() => dmlEffect({ ...study, outcome: smoothed }, 'PLR')).toThrow(RangeError);
    expect(() => dmlEffect({ ...study, exposure: study.exposure.slice(1) }, 'PLR')).toThrow(RangeError);
    const [base] = study.outcome.bases;
    const two = outcomeOf('calibration', { ...study.outcome, bases: [base, base.map((_, i) => i)] });
    expect(() => dmlEffect({ ...study, outcome: two }, 'PLR')).toThrow(RangeError);
    expect(() => dmlEffect({ ...study, exposure: study.exposure.map((D) => D * 2) }, 'ATE')).toThrow(
      RangeError,
    );
  });
});
