import { describe, expect, test } from 'vitest';
import { minimise } from '../../../lib/stats/l-bfgs.ts';
import { covarianceOf } from '../../../lib/trust/kalman/covariance.ts';
import { fitKalman, fitNested, type KalmanFit } from '../../../lib/trust/kalman/fit.ts';
import { boxOf, contract } from '../../../lib/trust/kalman/model.ts';
import { nestedModel, THETA } from '../../../lib/trust/kalman/nested-model.ts';
import { negativeLogLikelihood } from '../../../lib/trust/kalman/objective.ts';
import { partOf } from '../../../lib/trust/kalman/part.ts';
import { trustPanel } from '../../../lib/trust/kalman/trust-panel.ts';
import { sequencesOf } from '../../../lib/trust/sequence.ts';
import { asymmetric, movedBy, still, type Step } from './moving-trust.ts';

const READING = {
  scale: { name: 'level', minGap: 0.02, minGapRule: 'as set' },
  dropOutcomeOfUnusedRows: false,
} as const;

const panelOf = (step: Step, sellers: number, rounds: number) =>
  trustPanel(sequencesOf(movedBy(step, sellers, rounds, 3), READING), { unit: 0.35, referenceGap: 0.35 });

describe('a part of a panel', () => {
  test.each([
    [2_000, undefined],
    [2_001, 1_000],
    [20_000, 2_000],
    [1_000_000, 4_000],
  ])('of %i sequences: %s', (sequences, size) => {
    const part = partOf(sequences);
    expect(part === undefined).toBe(size === undefined);
    expect(Math.abs((part?.length ?? 0) - (size ?? 0))).toBeLessThan(4 * Math.sqrt(size ?? 1));
    expect(part).toEqual(partOf(sequences));
  });

  test('takes from every recommender of sellers with ten: no step in the places', () => {
    const shares = new Float64Array(10);
    for (const i of partOf(40_000) ?? []) shares[i % 10] = (shares[i % 10] ?? 0) + 1 / 4_000;
    for (const share of shares) expect(Math.abs(share - 0.1)).toBeLessThan(0.03);
  });
});

/** From the stated starts, on the whole. */
function searched(panel: ReturnType<typeof panelOf>, { model }: KalmanFit): number {
  const objective = negativeLogLikelihood(panel, model);
  const ends = model.starts.map((start) => minimise(objective, contract(model, start), boxOf(model)).value);
  return -Math.min(...ends);
}

describe('2,400 sellers are searched on a part, and end where the whole does', () => {
  test('trust that moves', () => {
    const panel = panelOf(asymmetric, 2_400, 8);
    const fits = fitNested(panel, true);
    for (const fit of fits) {
      expect(fit.logLikelihood).toBeGreaterThan(searched(panel, fit) - 1e-6);
      expect(fit.convergence.converged).toBe(true);
      expect(fit.convergence.starts).toBeGreaterThan(2);
    }
    const [first, second, third] = fits.map(({ logLikelihood }) => logLikelihood) as [number, number, number];
    expect(second).toBeGreaterThan(first);
    expect(third).toBeGreaterThan(second);
    const [gain, loss] = [fits[2]?.theta[THETA.gain] ?? 0, fits[2]?.theta[THETA.loss] ?? 0];
    const covariance = covarianceOf(panel, fits[2] as KalmanFit) ?? [];
    expect(Math.abs(gain - 0.1)).toBeLessThan(3.5 * Math.sqrt(covariance[THETA.gain]?.[THETA.gain] ?? 0));
    expect(Math.abs(loss - 0.2)).toBeLessThan(3.5 * Math.sqrt(covariance[THETA.loss]?.[THETA.loss] ?? 0));
  });

  test('trust that stands still: never below a nested model, standard deviations not negative', () => {
    const panel = panelOf(still, 2_400, 4);
    const fits = fitNested(panel, false);
    fits.forEach((fit, i) => {
      expect(fit.logLikelihood).toBeGreaterThanOrEqual(fits[i - 1]?.logLikelihood ?? -Infinity);
      expect(fit.logLikelihood).toBeGreaterThan(searched(panel, fit) - 1e-5);
      expect(Math.min(fit.theta[THETA.tau0] ?? -1, fit.theta[THETA.q] ?? -1)).toBeGreaterThanOrEqual(0);
    });
  });
});

test('a nested optimum that no search reaches stands', () => {
  const panel = panelOf(asymmetric, 30, 5);
  const theta = Float64Array.of(0.5, 0.2, 0.1, 0.2, 0.03, -1.2, 0);
  const fit = fitKalman(panel, nestedModel('asymmetric', false), [{ theta, logLikelihood: 1e6 }]);
  expect(fit.theta).toEqual(theta);
  expect(fit.logLikelihood).toBe(1e6);
});
