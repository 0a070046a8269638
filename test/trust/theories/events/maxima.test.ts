import { expect, test } from 'vitest';
import { eventKit } from '../../../../lib/trust/theories/events/event-kit.ts';
import { fitTheory } from '../../../../lib/trust/theories/fit.ts';
import type { Signs } from '../../../../lib/trust/theories/kit.ts';
import { fitMixture } from '../../../../lib/trust/theories/mixture-fit.ts';
import { classLikelihoods, mixtureLikelihoods } from '../../../../lib/trust/theories/mixture.ts';
import { panelSequences, reference, SHARES, TRUTH } from './panel-fixture.ts';

const panel = eventKit.panelOf(panelSequences, { unit: 1, referenceGap: 1 });
const signs: Signs = new Map([['replenishment', 1]]);
const LEAST = 0.02;

/** SciPy stops a little below the top: neither search may end clearly below the other. */
const SAME = 0.01;

test.each(['BAB', 'L0', 'L1', 'FD', 'TE', 'hybrid'] as const)(
  '%s: the maximum is that of SciPy, or above',
  (theory) => {
    const fit = fitTheory({ kit: eventKit, panel, theory, signs }, theory === 'L1' ? LEAST : 0);
    expect(fit.convergence.converged).toBe(true);
    expect(fit.logLikelihood).toBeGreaterThan((reference.maxima[theory]?.['ll'] ?? 0) - SAME);
  },
);

test('TE: parameters as SciPy finds them', () => {
  const { theta } = fitTheory({ kit: eventKit, panel, theory: 'TE', signs }, 0);
  const found = eventKit.published(theta, eventKit.free.TE, { unit: 1, referenceGap: 1 });
  const { mu0, tau0, se, sw, eps } = reference.maxima['TE'] ?? {};
  const expected = { initialMean: mu0, initialSd: tau0, noiseSd: se, weightNoiseSd: sw, lapse: eps };
  for (const [name, value] of Object.entries(expected)) expect(found[name]).toBeCloseTo(value ?? NaN, 3);
});

test('mixture: sellers’ likelihoods to 1e-7, and the maximum of SciPy or above', () => {
  const values = mixtureLikelihoods(classLikelihoods(panel, TRUTH, signs), SHARES);
  const apart = values.map((value, i) => Math.abs(value - (reference.up['mixture']?.[i] ?? Infinity)));
  expect(Math.max(...apart)).toBeLessThan(1e-7);
  const fit = fitMixture(eventKit, panel, signs, LEAST);
  expect(fit.convergence.converged).toBe(true);
  expect(fit.logLikelihood).toBeGreaterThan((reference.maxima['mixture']?.['ll'] ?? 0) - SAME);
});
