import { describe, expect, test } from 'vitest';
import { simulate } from '../../lib/simulation/simulate.ts';
import { defaultSettings } from '../../lib/simulation/settings.ts';
import { deltaVariance } from '../../lib/stats/delta-method.ts';
import { fitTrust } from '../../lib/trust/fit-trust.ts';
import { pathsWithGradient, type PathOnly } from '../../lib/trust/paths-with-gradient.ts';
import { adfEstimator } from '../../lib/trust/friction/friction-estimator.ts';
import { parametersOf } from '../../lib/trust/parameters.ts';
import { fitSegment } from '../../lib/trust/segment.ts';
import { G2, simulateFriction } from './friction/simulated.ts';
import { settingsOf } from './settings.ts';

/** One path of two states: means linear in theta, variances quadratic. */
const toy = ([a = 0, b = 0, c = 0]: ArrayLike<number> & Iterable<number>): PathOnly[] => [
  {
    mean: Float64Array.of(a + 2 * b + 5 * c, 3 * a - b),
    variance: Float64Array.of(1 + a * a + 3 * a * b, 2 + b * b),
    covarianceWithLast: () => 0.5,
  },
];
const COVARIANCE = [
  [0.04, 0.01, 0],
  [0.01, 0.09, 0],
  [0, 0, 0],
];

describe('what the uncertainty of parameters adds', () => {
  const [path] = pathsWithGradient({ theta: [0.5, 0.2, 1], covariance: COVARIANCE }, (theta) => toy(theta));

  test('derivatives, none where a parameter is held fixed', () => {
    const [a, b, c] = path?.gradient.map((of) => [...of]) ?? [];
    expect(a?.[0]).toBeCloseTo(1, 12);
    expect(a?.[1]).toBeCloseTo(3, 12);
    expect(b?.[0]).toBeCloseTo(2, 12);
    expect(b?.[1]).toBeCloseTo(-1, 12);
    expect(c).toEqual([]);
  });

  test('the mean of a quadratic variance over theta, less the variance: E[a^2] + 3 E[ab], E[b^2]', () => {
    expect(path?.excess[0]).toBeCloseTo(0.04 + 3 * 0.01, 12);
    expect(path?.excess[1]).toBeCloseTo(0.09, 12);
    expect(path?.excessOfChange(0)).toBeCloseTo(0.04 + 3 * 0.01 + 0.09, 12);
  });
});

test('two tied parameters count once: the derivative of both, and the whole of the variance', () => {
  const tied = [
    [0.04, 0.04],
    [0.04, 0.04],
  ];
  const [path] = pathsWithGradient({ theta: [0.5, 0.5], covariance: tied }, (theta) => toy(theta));
  const gradient = path?.gradient.map((of) => of[0] ?? 0) ?? [];
  expect(deltaVariance(gradient, tied)).toBeCloseTo(3 ** 2 * 0.04, 12); // a + 2 b, both moving together
  expect(path?.excess[0]).toBeCloseTo(4 * 0.04, 12);
});

test('a drift estimated at zero may still be there: an upper bound, and bands that allow for it', () => {
  const still = { ...defaultSettings('trust-embedded'), driftSd: 0, sellers: 60, noiseSd: 0.3 };
  const drifts = [1, 2, 3, 4].map((seed) => {
    const { dynamics, segments } = fitTrust(simulate({ ...still, seed }).rows, settingsOf());
    return { drift: dynamics[0]?.parameters['driftSd'], variance: segments['all']?.covariance[4]?.[4] ?? 0 };
  });
  const atZero = drifts.filter(({ drift }) => drift?.reason === 'at its bound, zero');
  expect(atZero.length).toBeGreaterThan(0);
  for (const { drift, variance } of atZero) {
    expect(drift).toMatchObject({ se: null, lower: 0 });
    expect(drift?.upper).toBeGreaterThan(0);
    expect(drift?.upper).toBeLessThan(0.2);
    expect(variance).toBeGreaterThan(0);
  }
  for (const { drift } of drifts) expect(drift?.lower).toBeLessThan(0.01);
});

test('by button too: a drift at zero has an upper bound and no standard error', () => {
  const measure = { unit: 1, referenceGap: 0.3 };
  const parameters = [1, 2, 3, 4].map((seed) => {
    const { sequences } = simulateFriction({ ...G2, sellers: 40, bg: 0 }, seed);
    return parametersOf(fitSegment(sequences, measure, adfEstimator), 1);
  });
  const atZero = parameters.filter(({ driftSd }) => driftSd?.reason === 'at its bound, zero');
  expect(atZero.length).toBeGreaterThan(0);
  for (const { driftSd } of atZero) {
    expect(driftSd).toMatchObject({ se: null, lower: 0 });
    expect(driftSd?.upper).toBeGreaterThan(0.005);
    expect(driftSd?.upper).toBeLessThan(0.2);
  }
});
