import * as fc from 'fast-check';
import { stateSpace, SYSTEM_WIDTH, type StateSpace } from '../../lib/stats/state-space.ts';

const small = fc.double({ min: -1, max: 1, noNaN: true });
const variance = fc.double({ min: 0.05, max: 1, noNaN: true });

/** Any linear-Gaussian panel with one to three short sequences, some moves missing. In dimension 1 the second component
 *  stays zero. */
export const anySpace: fc.Arbitrary<StateSpace> = fc
  .tuple(
    fc.constantFrom(1 as const, 2 as const),
    fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 3 }),
  )
  .chain(([dimension, lengths]) => {
    const steps = lengths.reduce((sum, length) => sum + length, 0);
    const each = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T[]> =>
      fc.array(value, { minLength: steps, maxLength: steps });
    const missing = fc.option(small, { freq: 5, nil: Number.NaN });
    return fc
      .tuple(
        each(small),
        each(missing),
        each(variance),
        each(fc.tuple(small, small, small, small, small, small)),
        each(variance),
        small,
        variance,
        variance,
      )
      .map(([design, observation, noise, matrices, drift, mean, p11, p22]) => {
        const space = stateSpace(dimension, lengths);
        const two = dimension - 1; // 0 leaves everything of the second component zero
        space.design.set(design);
        space.observation.set(observation);
        space.noise.set(noise);
        matrices.forEach(([a, b, c, d, e, f], k) => {
          const q = drift[k] ?? 0;
          const values = [
            a,
            two * b,
            two * c,
            dimension === 1 ? 1 : d,
            e,
            two * f,
            q,
            two * q * 0.3,
            two * q,
          ];
          space.system.set(values, SYSTEM_WIDTH * k);
        });
        space.initial.set([mean, two * mean, p11, two * 0.2 * Math.sqrt(p11 * p22), two * p22]);
        return space;
      });
  });
