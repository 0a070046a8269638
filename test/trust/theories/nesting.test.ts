import { describe, expect, test } from 'vitest';
import type { Candidate, TheoryName } from '../../../lib/trust/theories/candidate.ts';
import { addsNothing, hasNoDiscount } from '../../../lib/trust/theories/nesting.ts';

const context = {
  likelihood: 'moves' as const,
  sellers: 200,
  events: 4000,
  laterEvents: 1200,
  gaps: Float64Array.of(1, -1),
  minGap: 0.05,
};

/** A theory whose parameters are surely within these of zero. */
function candidate(
  name: TheoryName,
  within: { mu0: number; tau0: number; delta: number },
  change: Partial<Candidate> = {},
): Candidate {
  return {
    name,
    parameterCount: 3,
    logLikelihood: 0,
    sellers: new Float64Array(4),
    heldOut: new Float64Array(4),
    later: new Float64Array(4),
    parameters: {},
    profile: { estimate: () => 0, excludes: (parameter, value) => Math.abs(value) > within[parameter] },
    noise: { weight: 0.03, move: 0.01 },
    convergence: {
      converged: true,
      stopped: 'gradient',
      iterations: 5,
      evaluations: 6,
      starts: 1,
      gradientNorm: 0,
    },
    ...change,
  };
}

const noisy = { noise: { weight: 0.3, move: 0.3 } };
const babbling = candidate('babbling', { mu0: 0, tau0: 0, delta: 0 });

const trustMatters = (mu0: number, tau0: number, change: Partial<Candidate> = {}): boolean =>
  !addsNothing(candidate('trust-embedded', { mu0, tau0, delta: 0 }, change), babbling, context);

describe('what trust-embedded adds to babbling', () => {
  test('nothing where mean and spread of trust are surely below .05', () =>
    expect(trustMatters(0.04, 0.04)).toBe(false));
  test('something where the spread may be .08', () => expect(trustMatters(0.04, 0.08)).toBe(true));
  test('nothing where noise drowns a spread of .08', () =>
    expect(trustMatters(0.04, 0.08, noisy)).toBe(false));
  test('something wherever the mean may be .06', () => expect(trustMatters(0.06, 0.04, noisy)).toBe(true));
});

const isDiscounted = (delta: number, change: Partial<Candidate> = {}): boolean =>
  !hasNoDiscount(candidate('hybrid', { mu0: 0, tau0: 0, delta }, change), context);

test('a discount is none below the smallest gap, or below what noise drowns', () => {
  expect(isDiscounted(0.04)).toBe(false);
  expect(isDiscounted(0.08)).toBe(true);
  expect(isDiscounted(0.08, noisy)).toBe(false);
});

/** Trusting sellers with this mean, of whom there may be this share; other types are surely rare. */
const typesMatter = (initialMean: number, share: number): boolean =>
  !addsNothing(
    candidate(
      'mixture',
      { mu0: 0, tau0: 0, delta: 0 },
      {
        parameters: { initialMean, initialSd: 0.05 },
        shareOfOthers: (than) => (than.includes('TE') ? 0.01 : share),
      },
    ),
    babbling,
    context,
  );

describe('what a mixture adds to babbling', () => {
  test('nothing where no other type may be a twentieth of sellers', () =>
    expect(typesMatter(0.5, 0.04)).toBe(false));
  test('something where a fifth may trust', () => expect(typesMatter(0.5, 0.2)).toBe(true));
  test('nothing where those who may trust hardly do', () => expect(typesMatter(0.02, 0.2)).toBe(false));
});
