import { expect, test } from 'vitest';
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
function candidate(name: TheoryName, better: number, heldOut: readonly number[]): Candidate {
  return {
    name,
    parameterCount: 3,
    logLikelihood: 40 + better,
    sellers: Float64Array.from([10 + better, 10, 10, 10]),
    heldOut: Float64Array.from(heldOut),
    later: Float64Array.from(heldOut),
    parameters: {},
    bounds: () => ({ lower: 0, upper: 1 }),
    noise: { weight: 0.1, move: 0.1 },
    convergence: {
      converged: true,
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
