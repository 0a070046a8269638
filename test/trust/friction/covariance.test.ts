import { describe, expect, test } from 'vitest';
import { inverseOf } from '../../../lib/stats/cholesky.ts';
import { hessianOf } from '../../../lib/stats/hessian.ts';
import { sizeVariance } from '../../../lib/stats/size-variance.ts';
import { adfForm } from '../../../lib/trust/friction/adf.ts';
import { frictionCovariance } from '../../../lib/trust/friction/covariance.ts';
import { fitFriction, negativeFrictionLikelihood } from '../../../lib/trust/friction/fit.ts';
import { adfEstimator } from '../../../lib/trust/friction/friction-estimator.ts';
import { contractTheta, FRICTION, frictionModel } from '../../../lib/trust/friction/nested-model.ts';
import { frictionPanel } from '../../../lib/trust/friction/panel.ts';
import { G2, simulateFriction } from './simulated.ts';

const measure = { unit: 1, referenceGap: 0.3 };
const model = frictionModel('asymmetric', 'qd-adf', false);

describe('the variance of a size whose square has a normal likelihood', () => {
  const half = 1.3528;
  const fallFrom = (estimate: number, sd: number) => (value: number) =>
    half * ((value ** 2 - estimate ** 2) / (1.6449 * sd)) ** 2;
  test.each([0, 0.001, 0.01, 0.02])('estimate %d: the same', (estimate) => {
    const sd = 4e-4; // of the square
    expect(sizeVariance(fallFrom(estimate, sd), estimate)).toBeCloseTo((1.6449 * sd) / 1.6449 ** 2, 5);
  });
  test('unknown where the likelihood hardly falls', () =>
    expect(sizeVariance((value) => 1e-3 * value, 0)).toBeUndefined());
});

test('a drift that is well determined: the inverse of the Hessian', () => {
  const panel = frictionPanel(
    simulateFriction({ ...G2, q: 0.12, bg: 0, sellers: 120 }, 5).sequences,
    measure,
  );
  const fit = fitFriction(panel, adfForm, model);
  const covariance = frictionCovariance(panel, adfForm, fit) ?? [];
  const phi = contractTheta(model, fit.theta);
  const all = model.columns.map((_, j) => j);
  const inverse = inverseOf(hessianOf(negativeFrictionLikelihood(panel, adfForm, model), phi, all)) ?? [];
  model.columns.forEach(([place = 0], j) =>
    model.columns.forEach(([other = 0], k) => {
      const scale = Math.sqrt((inverse[j]?.[j] ?? 0) * (inverse[k]?.[k] ?? 0));
      expect(Math.abs((covariance[place]?.[other] ?? 0) - (inverse[j]?.[k] ?? 0))).toBeLessThan(1e-3 * scale);
    }),
  );
});

test('a drift estimated at zero may still be there: bands allow for it', () => {
  const fits = [1, 2, 3, 4, 5, 6].map((seed) => {
    const { sequences } = simulateFriction({ ...G2, sellers: 40, bg: 0 }, seed);
    const fit = adfEstimator.fit(sequences, measure, { gapSlope: false, motion: ['asymmetric'] }).at(-1);
    return { sequences, fit, theta: [...(fit?.theta ?? [])] };
  });
  const atZero = fits.filter(({ fit }) => fit?.boundOf(FRICTION.q) === 'at its bound, zero');
  expect(atZero.length).toBeGreaterThan(0);
  for (const { sequences, fit, theta } of atZero) {
    const covariance = fit?.covariance() ?? [];
    const sd = Math.sqrt(covariance[FRICTION.q]?.[FRICTION.q] ?? 0);
    expect(sd).toBeGreaterThan(0.002);
    expect(sd).toBeLessThan(0.1);
    const variance = (of: number[][]): number =>
      adfEstimator
        .paths(sequences, { estimator: 'qd-adf', theta, covariance: of, ...measure })
        .reduce((sum, { variance: P, excess }) => sum + (P.at(-1) ?? 0) + (excess.at(-1) ?? 0), 0);
    const held = covariance.map((row, j) =>
      row.map((value, k) => (j === FRICTION.q || k === FRICTION.q ? 0 : value)),
    );
    expect(variance(covariance)).toBeGreaterThan(1.05 * variance(held));
  }
});

test('every fit tells how it converged', () => {
  const { sequences } = simulateFriction({ ...G2, sellers: 40 }, 3);
  const motion = ['static', 'symmetric', 'asymmetric'] as const;
  const fits = adfEstimator.fit(sequences, measure, { gapSlope: true, motion });
  expect(fits.map(({ convergence }) => convergence.starts)).toEqual([2, 2, 3]);
  for (const { convergence } of fits) {
    expect(convergence.converged).toBe(true);
    expect(convergence.stopped).not.toBe('limit');
    expect(convergence.iterations).toBeGreaterThan(3);
    expect(convergence.evaluations).toBeGreaterThan(convergence.iterations);
    expect(convergence.gradientNorm).toBeLessThan(0.01);
  }
});
