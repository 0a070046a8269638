import { describe, expect, it } from 'vitest';
import { penalised } from '../../../lib/stats/penalised/learner.ts';
import { column } from '../../../lib/stats/covariates.ts';
import { bestLinearProjection } from '../../../lib/processes/heterogeneity/best-linear-projection.ts';
import { effectScores } from '../../../lib/processes/heterogeneity/scores.ts';
import { segmentEffects } from '../../../lib/processes/heterogeneity/segments.ts';
import { whoGainsMost } from '../../../lib/processes/heterogeneity/who-gains-most.ts';
import type { ObservationalStudy } from '../../../lib/processes/observational/study.ts';
import { chosenProcess } from '../observational/studies.ts';

const QUICK = { learner: penalised(), repeats: 1 };
const byX1 = ([x1 = 0]: readonly number[]): number => 0.3 + 0.4 * x1;

/** Ten segments by seller number; in the first two the process works. */
function segmented(effectOf: (segment: number) => number): ObservationalStudy {
  const study = chosenProcess({ sellers: 3000, rowsEach: 1, effect: () => 0 });
  const { outcome, exposure } = study;
  const y = outcome.y.map(
    (value, i) => value + effectOf((outcome.cluster[i] ?? 0) % 10) * (exposure[i] ?? 0),
  );
  return {
    ...study,
    outcome: { ...outcome, y },
    segments: { category: Array.from(outcome.cluster, (seller) => `category ${seller % 10}`) },
  };
}

describe('effects by segment', () => {
  it('finds the two segments of ten in which a process works, and calls no other', () => {
    const found = segmentEffects(
      segmented((segment) => (segment < 2 ? 1 : 0)),
      'category',
      QUICK,
    );
    const effects = found.kind === 'segments' ? found.effects : [];
    expect(effects).toHaveLength(10);
    expect(effects.filter(({ q }) => q < 0.05).map(({ group }) => group)).toEqual([
      'category 0',
      'category 1',
    ]);
    expect(effects.filter(({ jointLower }) => jointLower > 0)).toHaveLength(2);
    for (const { lower, upper, jointLower, jointUpper, p, q } of effects) {
      expect(jointLower).toBeLessThan(lower);
      expect(jointUpper).toBeGreaterThan(upper);
      expect(q).toBeGreaterThanOrEqual(p);
    }
  });

  it('says which segments have too few sellers, and tells the rest', () => {
    const study = segmented(() => 0.5);
    const category = Array.from(study.outcome.cluster, (seller) => (seller < 6 ? 'tiny' : 'large'));
    const found = segmentEffects({ ...study, segments: { category } }, 'category', QUICK);
    expect(found).toMatchObject({
      kind: 'segments',
      effects: [{ group: 'large' }],
      untold: [{ kind: 'refused' }],
    });
  });

  it('needs a segment that is there', () => {
    expect(() => segmentEffects(chosenProcess(), 'country', QUICK)).toThrow(RangeError);
  });
});

describe('the best linear projection', () => {
  it('finds by what the effect grows', () => {
    const study = chosenProcess({ sellers: 3000, effect: byX1 });
    const scores = effectScores(study, QUICK);
    if (scores.kind === 'refused') throw new Error(scores.detail);
    const terms = { x1: column(study.covariates, 0), x3: column(study.covariates, 2) };
    const found = bestLinearProjection(scores, terms);
    if ('kind' in found) throw new Error(found.detail);
    const [mean, x1, x3] = found;
    expect(Math.abs((mean?.estimate ?? 0) - 0.3)).toBeLessThan(3 * (mean?.se ?? 0));
    expect(Math.abs((x1?.estimate ?? 0) - 0.4)).toBeLessThan(3 * (x1?.se ?? 0));
    expect(x1?.p).toBeLessThan(0.001);
    expect(x3?.p).toBeGreaterThan(0.01);
    expect(bestLinearProjection(scores, { a: terms.x1, b: terms.x1 })).toMatchObject({
      reason: 'regressors not independent',
    });
    expect(bestLinearProjection(scores, { a: terms.x1.with(0, Number.NaN) })).toMatchObject({
      reason: 'not finite',
    });
  });
});

describe('who gains most', () => {
  it('is told where effects differ, with predictions that hold', () => {
    const study = chosenProcess({ sellers: 3000, effect: byX1 });
    const found = whoGainsMost(study, QUICK, penalised());
    if (found.kind === 'refused') throw new Error(found.detail);
    const { slope, groups, topLessBottom, autoc, verdict } = found.calibration;
    expect(verdict).toBe('predictions hold');
    expect(Math.abs(slope.estimate - 1)).toBeLessThan(3 * slope.se);
    expect(groups).toHaveLength(5);
    expect(topLessBottom?.estimate).toBeGreaterThan(3 * (topLessBottom?.se ?? 0));
    expect(autoc.estimate).toBeGreaterThan(3 * autoc.se);
    expect(Math.abs(autoc.estimate - 0.4)).toBeLessThan(4 * autoc.se); // of an effect .3 + .4 N(0,1) ranked rightly: .4 x .903 = .361
  });

  it('is not told where everybody gains the same: seven of eight marketplaces or more', () => {
    const verdicts = Array.from({ length: 8 }, (_, k) => {
      const found = whoGainsMost(
        chosenProcess({ sellers: 300, rowsEach: 1, seed: 100 + k }),
        QUICK,
        penalised(),
      );
      return found.kind === 'refused' ? found.reason : found.calibration.verdict;
    });
    expect(
      verdicts.filter((verdict) => verdict === 'cannot tell who gains most').length,
    ).toBeGreaterThanOrEqual(7);
  });

  it('gives a reason and no number where nothing can be told', () => {
    const study = chosenProcess();
    const nobody = { ...study, exposure: study.exposure.map(() => 0) };
    expect(whoGainsMost(nobody, QUICK)).toMatchObject({ kind: 'refused', reason: 'none treated' });
    const follows = study.exposure.map((_, i) => ((study.covariates.values[4 * i] ?? 0) > 0 ? 1 : 0));
    expect(effectScores({ ...study, exposure: follows }, QUICK)).toMatchObject({ reason: 'no overlap' });
    expect(() => effectScores({ ...study, exposure: study.exposure.map((D) => D / 2) }, QUICK)).toThrow(
      RangeError,
    );
  });
});
