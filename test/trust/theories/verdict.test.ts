import { describe, expect, test } from 'vitest';
import type { Candidate, TheoryName } from '../../../lib/trust/theories/candidate.ts';
import { verdictOf } from '../../../lib/trust/theories/verdict.ts';

const context = {
  likelihood: 'moves' as const,
  sellers: 4,
  events: 40,
  laterEvents: 12,
  gaps: Float64Array.of(1, -1),
  minGap: 0.02,
};

/** A fit that is `better` by so many log points. */
function candidate(
  name: TheoryName,
  better: number,
  heldOut: readonly number[],
  converged = true,
): Candidate {
  return {
    name,
    parameterCount: 3,
    logLikelihood: 40 + better,
    sellers: Float64Array.from([10 + better, 10, 10, 10]),
    heldOut: Float64Array.from(heldOut),
    later: Float64Array.from(heldOut),
    parameters: {},
    profile: { estimate: () => 0.5, excludes: () => false },
    noise: { weight: 0.1, move: 0.1 },
    convergence: {
      converged,
      stopped: 'gradient',
      iterations: 5,
      evaluations: 6,
      starts: 1,
      gradientNorm: 0,
    },
  };
}

test('where no theory beats every other, the closest is the one that fits best of those least often unbeaten', () => {
  const trust = candidate('trust-embedded', 0, [1, 2, 3, 4]);
  const mixture = candidate('mixture', 100, [9, 0, 9, 0]);
  for (const order of [
    [trust, mixture],
    [mixture, trust],
  ]) {
    const { preferred, reason } = verdictOf(order, context, null);
    expect(preferred).toBe('cannot tell');
    expect(reason).toBe('closest is mixture, which does not clearly beat trust-embedded');
  }
});

describe('a fit that did not converge', () => {
  const winner = candidate('trust-embedded', 100, [9, 8, 9, 8]);
  const held = [1, 2, 1, 2];
  test('of nobody: the best is preferred', () =>
    expect(verdictOf([winner, candidate('level-k', 0, held)], context, null).preferred).toBe(
      'trust-embedded',
    ));
  test('of a rival stops the verdict and is named', () => {
    const { preferred, reason } = verdictOf([winner, candidate('level-k', 0, held, false)], context, null);
    expect(preferred).toBe('cannot tell');
    expect(reason).toContain('the fit of level-k did not converge');
  });
  test('of the winner itself stops the verdict', () => {
    const unsettled = candidate('trust-embedded', 100, [9, 8, 9, 8], false);
    const { preferred } = verdictOf([unsettled, candidate('level-k', 0, held)], context, null);
    expect(preferred).toBe('cannot tell');
  });
  test('of a relation of the winner stops nobody', () => {
    const relation = candidate('trust-embedded-dynamic', 0, held, false);
    const { preferred } = verdictOf([winner, relation, candidate('level-k', 0, held)], context, null);
    expect(preferred).toBe('trust-embedded');
  });
});
