import { beforeAll, describe, expect, test } from 'vitest';
import { simulate } from '../../lib/simulation/simulate.ts';
import { defaultSettings } from '../../lib/simulation/settings.ts';
import { normalQuantile } from '../../lib/stats/normal.ts';
import { fitTrust } from '../../lib/trust/fit-trust.ts';
import { covarianceOf } from '../../lib/trust/kalman/covariance.ts';
import { fitNested } from '../../lib/trust/kalman/fit.ts';
import { THETA } from '../../lib/trust/kalman/nested-model.ts';
import { trustPaths } from '../../lib/trust/kalman/path.ts';
import { trustPanel } from '../../lib/trust/kalman/trust-panel.ts';
import { sequencesOf } from '../../lib/trust/sequence.ts';
import type { TrustFit } from '../../lib/trust/trust-fit.ts';
import { generate, PLANTED, type Design } from './generator.ts';
import { settingsOf } from './settings.ts';

const REPLICATIONS = 20;
const NAMES = ['mu0', 'tau0', 'gain', 'loss', 'q', 'se'] as const;

/** docs/model.md 6.12: expected RMSE of mu0, tau0, gain, loss, q, se; then of trust after the last outcome. */
const DESIGNS = [
  {
    se: 0.1,
    sellers: 200,
    rounds: 20,
    rmse: [0.018, 0.01, 0.007, 0.01, 0.003, 0.001],
    last: 0.064,
    cover: 0.88,
  },
  {
    se: 0.3,
    sellers: 100,
    rounds: 12,
    rmse: [0.041, 0.039, 0.04, 0.061, 0.028, 0.006],
    last: 0.11,
    cover: 0.81,
  },
] as const;

interface Replication {
  readonly error: number[]; // estimate - truth, in the order of NAMES
  readonly lastSquared: number;
  readonly covered: number; // share of sellers whose 90 % band holds their trust
}

function replicate(design: Design): Replication {
  const { rows, last } = generate(design);
  const sequences = sequencesOf(rows, {
    scale: { name: 'level', minGap: 0.02, minGapRule: 'as set' },
    dropOutcomeOfUnusedRows: false,
  });
  const measure = { unit: 0.3, referenceGap: 0.3 };
  const panel = trustPanel(sequences, measure);
  const fit = fitNested(panel, false).at(-1);
  if (!fit) throw new Error('nothing was fitted');
  const truth = [PLANTED.mu0, PLANTED.tau0, PLANTED.gain, PLANTED.loss, PLANTED.q, design.se];
  const theta = [...fit.theta.subarray(0, THETA.lnSe), 0.3 * Math.exp(fit.theta[THETA.lnSe] as number)];
  const covariance = covarianceOf(panel, fit) ?? [];
  const paths = trustPaths(sequences, { estimator: 'kf', theta: [...fit.theta], covariance, ...measure });
  const half = normalQuantile(0.95);
  let squared = 0;
  let covered = 0;
  paths.forEach(({ mean, variance }, i) => {
    const off = (mean.at(-1) as number) - (last[i] as number);
    squared += off ** 2 / paths.length;
    if (Math.abs(off) <= half * Math.sqrt(variance.at(-1) as number)) covered += 1 / paths.length;
  });
  return { error: theta.map((value, j) => value - (truth[j] ?? 0)), lastSquared: squared, covered };
}

describe.each(DESIGNS)(
  'G1, se $se, $sellers sellers, $rounds rounds',
  ({ se, sellers, rounds, rmse, last, cover }) => {
    let replications: Replication[] = [];
    beforeAll(() => {
      replications = Array.from({ length: REPLICATIONS }, (_, seed) =>
        replicate({ se, sellers, rounds, seed: seed + 1 }),
      );
    });
    const mean = (of: (replication: Replication) => number): number =>
      replications.reduce((sum, replication) => sum + of(replication), 0) / REPLICATIONS;

    test.each(NAMES.map((name, j) => [name, j] as const))('mean error of %s', (_name, j) => {
      const limit = (2.5 * (rmse[j] as number)) / Math.sqrt(REPLICATIONS) + 0.005;
      expect(Math.abs(mean(({ error }) => error[j] as number))).toBeLessThanOrEqual(limit);
    });
    test('trust after the last outcome', () =>
      expect(Math.sqrt(mean(({ lastSquared }) => lastSquared))).toBeLessThan(last + 0.01));
    test('coverage of the 90 % band', () =>
      expect(mean(({ covered }) => covered)).toBeGreaterThan(cover - 0.03));
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

test('a mixture: shares, discount and members as planted (G3, n 300, T 20, s .10)', () => {
  const { rows } = simulate({ ...defaultSettings('mixture'), sellers: 300, seed: 4 });
  const fit = fitTrust(rows, settingsOf({ directions: { replenishment: 'up' } }));
  expect(fit.verdict.preferred).toBe('mixture');
  const mixture = fit.theories.find(({ theory }) => theory === 'mixture')?.parameters;
  expect(mixture?.['delta']).toBeCloseTo(0.2, 1);
  const shares = mixture?.['shares'] as Record<string, number>;
  const planted = { TE: 0.5, L0: 0.1, L1: 0.15, L2: 0.05, BAB: 0.2 };
  for (const [type, share] of Object.entries(planted)) {
    const off = Math.abs((shares[type] ?? Number.NaN) - share);
    expect(off).toBeLessThan(3 * Math.sqrt((share * (1 - share)) / 300) + 0.02);
  }
});
