import { beforeAll, describe, expect, test } from 'vitest';
import { simulate } from '../../lib/simulation/simulate.ts';
import { defaultSettings } from '../../lib/simulation/settings.ts';
import { fitTrust } from '../../lib/trust/fit-trust.ts';
import type { TrustFit } from '../../lib/trust/trust-fit.ts';
import { publishedRun, settingsBy } from './recovery/published.ts';
import { allowed, errorOfMean, mean } from './recovery/tally.ts';
import { NAMES, TYPED, typedRun, type TypedRun } from './recovery/typed.ts';
import { DELTA, PLANTED, pureRun, TYPE_NAMES, TYPES, typesRun } from './recovery/seller-types.ts';
import { settingsOf } from './settings.ts';

/** Reduced forms of bench/recovery.ts. */
const seeds = (runs: number): number[] => Array.from({ length: runs }, (_, n) => 1 + n);
const REPLICATIONS = 20;

describe.each([TYPED[2], TYPED[4]])('G1, noise $noiseSd, $sellers sellers, $rounds rounds', (design) => {
  let runs: TypedRun[] = [];
  beforeAll(() => {
    runs = seeds(REPLICATIONS).map((seed) => typedRun(design, seed));
  });

  test.each(NAMES.map((name, j) => [name, j] as const))('mean error of %s', (_name, j) => {
    const off = mean(runs.map(({ errors }) => errors[j] as number));
    expect(Math.abs(off)).toBeLessThanOrEqual(allowed(design.rmse[j] as number, REPLICATIONS));
  });
  test('trust after the last outcome, better than least squares', () => {
    const last = mean(runs.map((run) => run.last));
    expect(last).toBeLessThan(design.last + 0.01);
    expect(last).toBeLessThan(0.75 * mean(runs.map(({ leastSquares }) => leastSquares)));
  });
  test('coverage of 90 % bands without the parameters’ uncertainty', () => {
    const covered = runs.map((run) => run.covered);
    expect(mean(covered)).toBeGreaterThan(design.coverage - 0.02 - 2.33 * errorOfMean(covered));
  });
});

test('static trust: BIC never picks dynamics; equal gains: the test of asymmetry seldom rejects', () => {
  const design = { noiseSd: 0.1, sellers: 200, rounds: 20 };
  const still = { gain: 0, loss: 0, driftSd: 0 };
  expect(seeds(5).some((seed) => typedRun(design, 30_000 + seed, still).picksDynamic)).toBe(false);
  const even = { gain: 0.15, loss: 0.15 };
  const rejected = seeds(10).filter((seed) => typedRun(design, 20_000 + seed, even).ratio > 3.8415);
  expect(rejected.length).toBeLessThanOrEqual(3); // of 10 at 5 %: more has a chance of .001
  expect(seeds(3).every((seed) => typedRun(design, 20_000 + seed).ratio > 3.8415)).toBe(true);
});

test.each([TYPES[0], TYPES[4]])(
  'G3, $sellers sellers, $rounds rounds, noise $noiseSd: shares, discount, labels',
  (design) => {
    const runs = seeds(3).map((seed) => typesRun(design, seed));
    TYPE_NAMES.forEach((name, c) => {
      const planted = PLANTED[name];
      const sd = 1.5 * Math.sqrt((planted * (1 - planted)) / design.sellers) + 0.01;
      const off = mean(runs.map(({ shares }) => shares[c] as number)) - planted;
      expect({ name, within: Math.abs(off) <= allowed(sd, runs.length) }).toEqual({ name, within: true });
    });
    expect(Math.abs(mean(runs.map(({ delta }) => delta)) - DELTA)).toBeLessThan(allowed(design.deltaSd, 3));
    expect(mean(runs.map(({ accuracy }) => accuracy))).toBeGreaterThan(design.accuracy - 0.03);
  },
);

/** Of Vuong's z', TE against L1: nobody's advice is followed also where trust is zero. */
const SIDE = { TE: 1, L1: -1, BAB: 1 } as const;

test.each(['TE', 'L1', 'BAB'] as const)('everybody is %s: BIC picks it, and Vuong agrees', (truth) => {
  for (const { picked, z } of seeds(3).map((seed) => pureRun(truth, seed))) {
    expect(picked).toBe(truth);
    expect(z * SIDE[truth]).toBeGreaterThan(8);
  }
});

/** Standard deviation of coverage between runs, from bench/recovery.ts. */
const BETWEEN_RUNS = 0.05;

test.each([
  { estimator: 'kf', noiseSd: 0.1, least: 0.93, runs: 6 },
  { estimator: 'kf', noiseSd: 0.3, least: 0.9, runs: 6 },
  { estimator: 'qd-adf', noiseSd: 0.1, least: 0.93, runs: 3 },
] as const)(
  'published bands, $estimator, noise $noiseSd: coverage',
  ({ estimator, noiseSd, least, runs }) => {
    const settings = settingsBy(estimator, { noiseSd, sellers: 200, rounds: 20 });
    const covered = seeds(runs).map((seed) => publishedRun({ ...settings, seed }).covered);
    const slack = (2.33 * BETWEEN_RUNS) / Math.sqrt(runs);
    expect(mean(covered)).toBeGreaterThan(least - slack);
    expect(mean(covered)).toBeLessThan(0.97 + slack);
  },
);

describe.each([1, 2])('pure populations, 200 sellers, 20 rounds, seed %i', (seed) => {
  const fitOf = (
    theory: 'trust-embedded' | 'level-k' | 'babbling',
    directions: Record<string, 'up'> = {},
  ): TrustFit => fitTrust(simulate({ ...defaultSettings(theory), seed }).rows, settingsOf({ directions }));

  test('trust-embedded: preferred, every parameter within 3 standard errors', () => {
    const fit = fitOf('trust-embedded');
    expect(fit.verdict.preferred).toBe('trust-embedded');
    const truth = {
      initialMean: 0.5,
      initialSd: 0.2,
      gain: 0.1,
      loss: 0.2,
      driftSd: 0.03,
      noiseSd: 0.1,
      gapSlope: 0,
    };
    const parameters = fit.dynamics[0]?.parameters ?? {};
    for (const [name, value] of Object.entries(truth)) {
      const { estimate, se } = parameters[name] ?? { estimate: null, se: null };
      const errors = Math.abs((estimate ?? Number.NaN) - value) / (se ?? Number.NaN);
      expect({ name, within: errors < 3 }).toEqual({ name, within: true });
    }
  });

  test('level-k: preferred, with its direction set and without', () => {
    for (const fit of [fitOf('level-k'), fitOf('level-k', { replenishment: 'up' })]) {
      expect(fit.verdict.preferred).toBe('level-k');
      const parameters = fit.theories.find(({ theory }) => theory === 'level-k')?.parameters;
      expect(parameters?.['delta']).toBeCloseTo(0.2, 2);
      expect(parameters?.['direction']).toEqual({ replenishment: 1 });
    }
  });

  test('babbling: preferred', () => {
    expect(fitOf('babbling').verdict.preferred).toBe('babbling');
  });
});

test('a mixture as the report has it: shares and discount as planted', () => {
  const { rows } = simulate({ ...defaultSettings('mixture'), sellers: 300, seed: 4 });
  const fit = fitTrust(rows, settingsOf({ directions: { replenishment: 'up' } }));
  expect(fit.verdict.preferred).toBe('mixture');
  const mixture = fit.theories.find(({ theory }) => theory === 'mixture')?.parameters;
  expect(mixture?.['delta']).toBeCloseTo(0.2, 1);
  const shares = mixture?.['shares'] as Record<string, number>;
  for (const [type, share] of Object.entries(PLANTED)) {
    const off = Math.abs((shares[type] ?? Number.NaN) - share);
    expect(off).toBeLessThan(3 * Math.sqrt((share * (1 - share)) / 300) + 0.02);
  }
});
