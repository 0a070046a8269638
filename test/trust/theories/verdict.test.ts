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

describe('the margin', () => {
  const winner = candidate('trust-embedded', 100, [9, 8, 9, 8]);
  const levels = candidate('level-k', 0, [1, 2, 1, 2]);

  test('is of the preferred theory over the next: the held-out difference a decision, and the gap of BIC', () => {
    const { margin, reason } = verdictOf([winner, levels], context, null);
    const half = 1.959964 * (Math.sqrt(4 * (4 / 3)) / 40); // differences 8, 6, 8, 6 over 40 decisions
    expect(margin).toMatchObject({ theory: 'trust-embedded', next: 'level-k', bic: 200 });
    expect(margin?.difference).toBeCloseTo(28 / 40, 12);
    expect(margin?.lower).toBeCloseTo(28 / 40 - half, 6);
    expect(margin?.upper).toBeCloseTo(28 / 40 + half, 6);
    expect(reason).toBe(
      'trust-embedded beats level-k by BIC over sellers and by the score of held-out sellers',
    );
  });

  test('passes over a theory that contains the preferred one and adds nothing, which the reason says', () => {
    const mixture = { ...candidate('mixture', 99, [9, 8, 9, 8]), shareOfOthers: () => 0 };
    const { preferred, margin, reason } = verdictOf([mixture, levels, winner], context, null);
    expect(preferred).toBe('trust-embedded');
    expect(margin?.next).toBe('level-k');
    expect(reason).toBe(
      'trust-embedded beats level-k by BIC over sellers and by the score of held-out sellers; what mixture would add to trust-embedded is negligible',
    );
    expect(verdictOf([mixture, winner], context, null).margin?.next).toBe('mixture'); // there is no other
  });

  test('is of the closest over what it does not beat, where none is preferred', () => {
    const mixture = candidate('mixture', 100, [9, 0, 9, 0]);
    const trust = candidate('trust-embedded', 0, [1, 2, 3, 4]);
    const { margin } = verdictOf(
      [trust, mixture, candidate('babbling', -500, [-9, -9, -9, -9])],
      context,
      null,
    );
    expect(margin).toMatchObject({ theory: 'mixture', next: 'trust-embedded' });
    expect(margin?.lower).toBeLessThan(0);
  });

  test('is of level-k where that one is preferred', () => {
    const best = candidate('level-k', 300, [19, 18, 19, 18]);
    const { preferred, margin } = verdictOf([winner, best], context, null);
    expect(preferred).toBe('level-k');
    expect(margin).toMatchObject({ theory: 'level-k', next: 'trust-embedded', bic: 400 });
  });

  test('is null where the data cannot tell theories apart, or there is one only', () => {
    expect(verdictOf([winner, levels], context, 'one size').margin).toBeNull();
    expect(verdictOf([winner], context, null).margin).toBeNull();
    expect(verdictOf([], context, null)).toMatchObject({ margin: null, reason: 'no theory was fitted' });
  });
});
