import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { likelihoodAdjoint } from '../../lib/stats/kalman-adjoint.ts';
import {
  filterRoom,
  filterSequence,
  longestSequence,
  sequenceLogLikelihoods,
} from '../../lib/stats/kalman-filter.ts';
import { covarianceWithLast, smoothSequence } from '../../lib/stats/smoother.ts';
import { stateSpaceAdjoint, type StateSpace } from '../../lib/stats/state-space.ts';
import { dense } from './dense.ts';
import { anySpace } from './random-space.ts';

const sequences = (space: StateSpace): number[] =>
  Array.from({ length: space.starts.length - 1 }, (_, i) => i);

test('filter and smoother are the joint normal distribution, conditioned', () => {
  fc.assert(
    fc.property(anySpace, (space) => {
      const room = filterRoom(longestSequence(space));
      for (const i of sequences(space)) {
        const expected = dense(space, i);
        expect(filterSequence(space, i, room)).toBeCloseTo(expected.logLikelihood, 9);
        const { mean, variance, lagOne } = smoothSequence(space, i, room);
        const last = mean.length - 1;
        mean.forEach((value, k) => expect(value).toBeCloseTo(expected.mean[k] ?? Number.NaN, 8));
        variance.forEach((value, k) =>
          expect(value).toBeCloseTo(expected.covariance[k]?.[k] ?? Number.NaN, 8),
        );
        lagOne.forEach((value, k) => {
          expect(value).toBeCloseTo(expected.covariance[k]?.[k + 1] ?? Number.NaN, 8);
          const withLast = expected.covariance[k]?.[last] ?? Number.NaN;
          expect(covarianceWithLast(space, i, room, k)).toBeCloseTo(withLast, 8);
        });
      }
    }),
    { seed: 11, numRuns: 200 },
  );
});

test('the adjoint is the derivative of the log-likelihood in every entry', () => {
  fc.assert(
    fc.property(anySpace, (space) => {
      const adjoint = stateSpaceAdjoint(space);
      const value = likelihoodAdjoint(space, filterRoom(longestSequence(space)), adjoint);
      const total = (): number => sequenceLogLikelihoods(space).reduce((sum, ll) => sum + ll, 0);
      expect(value).toBeCloseTo(total(), 12);
      for (const name of ['observation', 'noise', 'system', 'initial'] as const)
        space[name].forEach((at, j) => {
          if (Number.isNaN(at)) return;
          const h = 1e-6;
          space[name][j] = at + h;
          const up = total();
          space[name][j] = at - h;
          const down = total();
          space[name][j] = at;
          const slope = (up - down) / (2 * h);
          expect(Math.abs((adjoint[name][j] as number) - slope)).toBeLessThan(
            1e-4 * Math.max(1, Math.abs(slope)),
          );
        });
    }),
    { seed: 12, numRuns: 100 },
  );
});
