import { describe, expect, test } from 'vitest';
import type { ModelFit } from '../../lib/trust/estimator.ts';
import { boundOf, THETA, THETA_LENGTH } from '../../lib/trust/kalman/nested-model.ts';
import type { FittedSegment } from '../../lib/trust/segment.ts';
import { halfLife, steadyState } from '../../lib/trust/steady-state.ts';

/** A fit with these gains, each with standard error .02 and no correlation. */
function fittedWith(gain: number, loss: number): FittedSegment {
  const theta = new Float64Array(THETA_LENGTH);
  theta[THETA.gain] = gain;
  theta[THETA.loss] = loss;
  const covariance = Array.from(theta, (_, i) =>
    Array.from(theta, (_v, j) => (i === j && (theta[i] as number) > 0 ? 0.0004 : 0)),
  );
  const fit: ModelFit = {
    name: 'asymmetric',
    theta,
    fitted: [0, 1, 2, 3, 4, 5],
    logLikelihood: 0,
    parameterCount: 6,
    convergence: {
      converged: true,
      stopped: 'gradient',
      iterations: 1,
      evaluations: 1,
      starts: 1,
      gradientNorm: 0,
    },
    covariance: () => covariance,
    boundOf: (place) => boundOf(place, theta[place] ?? 0),
  };
  return {
    estimator: 'kf',
    sequences: [],
    identified: { gapSlope: false, motion: ['static', 'symmetric', 'asymmetric'] },
    models: [fit],
    covariance,
    fit: null,
    reason: null,
  };
}
const MEANS = { n: 100, rp: 0.4, rn: 0.2, negative: 0.3 };

describe('steady state and half-life', () => {
  test('of gain .1 and loss .2 with E[rp] .4, E[rn] .2: one half, 8.31 outcomes', () => {
    const steady = steadyState(fittedWith(0.1, 0.2), MEANS);
    expect(steady.estimate).toBeCloseTo(0.5, 12);
    expect(steady.se).toBeCloseTo(Math.hypot(0.02 * 0.4, 0.02 * 0.2) * (0.04 / 0.08 ** 2), 12);
    const half = halfLife(fittedWith(0.1, 0.2), MEANS);
    expect(half.estimate).toBeCloseTo(Math.LN2 / -Math.log(0.92), 12);
    expect((half.lower ?? 0) * (half.upper ?? 0)).toBeCloseTo((half.estimate ?? 0) ** 2, 9);
    expect(half.lower).toBeGreaterThan(0);
  });

  test('where loss is four times gain, trust of .6 takes six times as much good as bad', () => {
    expect(steadyState(fittedWith(0.05, 0.2), { ...MEANS, rp: 0.42, rn: 0.07 }).estimate).toBeCloseTo(
      0.6,
      12,
    );
  });

  test.each<[string, number, number]>([
    ['no loss', 0.1, 0],
    ['no gain', 0, 0.2],
  ])('%s was found: its bound is no certainty, so there is no interval', (_name, gain, loss) => {
    for (const quantity of [
      steadyState(fittedWith(gain, loss), MEANS),
      halfLife(fittedWith(gain, loss), MEANS),
    ]) {
      expect(quantity.estimate).not.toBeNull();
      expect(quantity).toMatchObject({ lower: null, upper: null, se: null });
      expect(quantity.reason).toContain('at its bound');
    }
  });

  test('outcomes all of one sign: where trust settles follows from that alone', () => {
    const steady = steadyState(fittedWith(0.1, 0.2), { ...MEANS, rn: 0, negative: 0 });
    expect(steady).toMatchObject({ estimate: 1, lower: null, upper: null });
    expect(steady.reason).toContain('all better');
  });
});
