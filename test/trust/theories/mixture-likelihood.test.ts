import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { centralDifference } from '../../../lib/stats/central-difference.ts';
import { mixtureObjective, sharesAt } from '../../../lib/trust/theories/mixture-likelihood.ts';
import { classLikelihoods, mixtureLikelihoods } from '../../../lib/trust/theories/mixture.ts';
import { moveKit } from '../../../lib/trust/theories/moves/move-kit.ts';
import { panels, SIGNS, thetas } from './drawn.ts';

const shareLogits = fc.array(fc.double({ min: -4, max: 0, noNaN: true }), { minLength: 5, maxLength: 5 });

test('the mixture’s objective is minus the mean of ln sum pi L over sellers, and its gradient its derivative', () => {
  fc.assert(
    fc.property(panels, thetas, shareLogits, (sequences, theta, logits) => {
      const panel = moveKit.panelOf(sequences, { unit: 1, referenceGap: 1 });
      const objective = mixtureObjective(moveKit, panel, SIGNS);
      const x = Float64Array.from([...theta, ...logits]);
      const gradient = new Float64Array(x.length);
      const value = objective(x, gradient);
      const sellers = mixtureLikelihoods(classLikelihoods(panel, theta, SIGNS), sharesAt(x, theta.length));
      const expected = -sellers.reduce((sum, ll) => sum + ll, 0) / sellers.length;
      expect(Math.abs(value - expected)).toBeLessThan(1e-9 * Math.max(1, Math.abs(expected)));
      const slopes = centralDifference((at) => objective(at, new Float64Array(at.length)), x);
      const scale = Math.max(1, Math.abs(value), ...slopes.map(Math.abs));
      slopes.forEach((slope, j) =>
        expect(Math.abs((gradient[j] as number) - slope) / scale).toBeLessThan(1e-5),
      );
    }),
    { seed: 94, numRuns: 60 },
  );
});
