import { describe, expect, it } from 'vitest';
import { boosting } from '../../../lib/stats/boosting/learner.ts';
import { penalised } from '../../../lib/stats/penalised/learner.ts';
import { dmlEffect, fitDml } from '../../../lib/processes/observational/dml.ts';
import type { DmlModel } from '../../../lib/processes/observational/dml.ts';
import { jointBands } from '../../../lib/processes/observational/joint-bands.ts';
import { benchmarks } from '../../../lib/processes/observational/sensitivity/benchmarks.ts';
import { omittedBounds, robustness } from '../../../lib/processes/observational/sensitivity/omitted.ts';
import type { ObservationalStudy } from '../../../lib/processes/observational/study.ts';
import { chosenProcess, naiveDifference } from './studies.ts';

const QUICK = { learner: penalised(), repeats: 2 };

function fitted(...[study, model, settings = QUICK]: Parameters<typeof fitDml>) {
  const fit = fitDml(study, model, settings);
  if (fit.kind === 'refused') throw new Error(`${fit.reason}: ${fit.detail}`);
  return fit;
}

function turnedRound({ outcome, exposure, covariates, ...rest }: ObservationalStudy): ObservationalStudy {
  const n = exposure.length;
  const values = covariates.values.map(
    (_, at) => covariates.values[4 * (n - 1 - Math.floor(at / 4)) + (at % 4)] ?? 0,
  );
  const { y, bases, cluster, ...others } = outcome;
  const turned = {
    ...others,
    y: y.toReversed(),
    bases: [bases[0].toReversed()] as const,
    cluster: cluster.toReversed(),
  };
  return { ...rest, outcome: turned, exposure: exposure.toReversed(), covariates: { ...covariates, values } };
}

describe('a process that sellers chose', () => {
  it.each<DmlModel>(['PLR', 'ATE', 'ATT'])(
    '%s finds the effect where the difference of means does not',
    (model) => {
      const study = chosenProcess({ sellers: 2000 });
      const { estimate, se } = fitted(study, model);
      expect(naiveDifference(study)).toBeGreaterThan(0.3 + 0.5);
      expect(Math.abs(estimate - 0.3)).toBeLessThan(3 * se);
      expect(se).toBeLessThan(0.06);
    },
  );

  it.each<DmlModel>(['PLR', 'ATE'])('%s finds the effect on trust, from moves on gaps', (model) => {
    const { estimate, se } = fitted(chosenProcess({ sellers: 3000, trust: true }), model);
    expect(Math.abs(estimate - 0.3)).toBeLessThan(3 * se);
    expect(se).toBeLessThan(0.1);
  });

  it('averages effects over all, or over those who met the process', () => {
    const study = chosenProcess({ sellers: 4000, effect: ([x1 = 0]) => 0.3 + 0.6 * x1 });
    const [all, met] = [fitted(study, 'ATE'), fitted(study, 'ATT')];
    expect(Math.abs(all.estimate - 0.3)).toBeLessThan(3 * all.se);
    expect(met.estimate - all.estimate).toBeGreaterThan(0.05); // those with a large x1 chose it more
  });

  it('finds what only trees can, where selection and outcome bend', () => {
    const study = chosenProcess({ sellers: 3000, rowsEach: 1 });
    const bent = Float64Array.from(study.outcome.y, (value, i) => {
      const [x1, x2] = [study.covariates.values[4 * i] ?? 0, study.covariates.values[4 * i + 1] ?? 0];
      return value + 2 * Math.tanh(2 * (x1 + x2));
    });
    const outcome = Object.assign({}, study.outcome, { y: bent });
    const learner = boosting({ trees: 150, leaves: 6 });
    const { estimate, se } = fitted({ ...study, outcome }, 'PLR', { learner, repeats: 1 });
    expect(Math.abs(estimate - 0.3)).toBeLessThan(3 * se);
  });

  it('does not depend on the order of rows', () => {
    const study = chosenProcess({ sellers: 200 });
    const [a, b] = [study, turnedRound(study)].map((each) =>
      fitted(each, 'PLR', { learner: penalised(), repeats: 1 }),
    );
    expect(b?.estimate).toBeCloseTo(a?.estimate ?? Number.NaN, 10);
    expect(b?.se).toBeCloseTo(a?.se ?? Number.NaN, 10);
  });

  it('gives an effect in the form all estimators share, with what it was made of', () => {
    const found = dmlEffect(chosenProcess(), 'ATE', QUICK);
    expect(found).toMatchObject({ kind: 'effect', level: 0.95, n: 800, clusters: 400 });
    expect(found.kind === 'effect' && found.diagnostics).toMatchObject({
      learner: 'lasso',
      folds: 5,
      repeats: 2,
      trim: 0.01,
    });
    expect(found.kind === 'effect' && found.diagnostics['propensity treated q50']).toBeGreaterThan(0.5);
  });
});

describe('what is not known', () => {
  it('a confounder nobody observed biases the estimate, and the bounds for one as strong hold the truth', () => {
    const study = chosenProcess({ sellers: 3000, rowsEach: 1, hidden: 0.8 });
    const fit = fitted(study, 'PLR');
    expect(fit.estimate - 1.96 * fit.se).toBeGreaterThan(0.3); // sure, and wrong
    const bounds = omittedBounds(fit, { cfY: 0.3, cfD: 0.15 });
    expect(bounds.lower).toBeLessThan(0.3);
    expect(robustness(fit, 0.3).RV).toBeLessThan(0.3);
  });

  it('a limit is reached by weaker confounders than the estimate itself, and none where nothing is found', () => {
    const { RV, RVa } = robustness(fitted(chosenProcess({ sellers: 2000 }), 'PLR'));
    expect(RVa).toBeGreaterThan(0);
    expect(RV).toBeGreaterThan(RVa);
    expect(robustness(fitted(chosenProcess({ effect: () => 0 }), 'PLR')).RVa).toBe(0);
  });

  it('bounds grow with the confounder, and at RV they reach none', () => {
    const fit = fitted(chosenProcess({ sellers: 1000 }), 'ATE');
    const { RV } = robustness(fit);
    const at = (cf: number) => omittedBounds(fit, { cfY: cf, cfD: cf });
    expect(at(RV).lower).toBeCloseTo(0, 6);
    expect(at(RV / 2).lower).toBeGreaterThan(at(RV).lower);
    expect(at(0).lower).toBeCloseTo(fit.estimate, 10);
  });

  it('leaves out each covariate in turn: the ones that matter move the estimate', () => {
    const study = chosenProcess({ sellers: 2000, rowsEach: 1 });
    const found = benchmarks(study, fitted(study, 'PLR'), QUICK);
    expect(found.map(({ name }) => name)).toEqual(['x1', 'x2', 'x3', 'x4']);
    const [x1, , x3] = found;
    expect(x1?.change).toBeGreaterThan(0.2);
    expect(x1?.cfY).toBeGreaterThan(0.2);
    expect(Math.abs(x3?.change ?? 1)).toBeLessThan(0.02);
    expect(x3?.cfY).toBeLessThan(0.01);
  });
});

describe('several processes at once', () => {
  it('has bands wider than each alone and narrower than Bonferroni, as the sellers are the same', () => {
    const fits = [1, 2, 3, 4].map((k) => {
      const study = chosenProcess({ seed: 5, effect: () => k / 10 });
      return { process: `process ${k}`, fit: fitted(study, 'PLR', { learner: penalised(), repeats: 1 }) };
    });
    const bands = jointBands(fits, 1);
    expect(bands.map(({ process }) => process)).toEqual(fits.map(({ process }) => process));
    expect(bands[0]?.critical).toBeGreaterThanOrEqual(1.96);
    expect(bands[0]?.critical).toBeLessThan(2.3); // Bonferroni: 2.50
  });
});
