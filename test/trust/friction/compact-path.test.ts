import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { pathForm } from '../../../lib/trust/friction/deterministic-path.ts';
import type { FrictionForm } from '../../../lib/trust/friction/form.ts';
import { frictionLogLikelihoods, frictionWithGradient } from '../../../lib/trust/friction/likelihood.ts';
import { frictionPanel } from '../../../lib/trust/friction/panel.ts';
import { frictionTheta, sequenceOfEvents } from './events.ts';

/** The same likelihood node by node, in JavaScript. */
const { name, passes, smooth, covarianceWithLast } = pathForm;
const twin: FrictionForm = { name, passes, smooth, covarianceWithLast };

const event = fc.record({
  gap: fc.oneof(
    fc.double({ min: 0.01, max: 3, noNaN: true }),
    fc.double({ min: -3, max: -0.01, noNaN: true }),
  ),
  W: fc.double({ min: -1, max: 2, noNaN: true }),
  r: fc.option(fc.double({ min: -1, max: 1, noNaN: true })),
});
const parameters = {
  mu0: fc.double({ min: -0.5, max: 1.5, noNaN: true }),
  gain: fc.double({ min: -0.1, max: 0.5, noNaN: true }),
  loss: fc.double({ min: -0.1, max: 0.5, noNaN: true }),
  bg: fc.double({ min: -0.3, max: 0.3, noNaN: true }),
  eps: fc.double({ min: 0.001, max: 0.4, noNaN: true }),
};

const between = ([min = 0, max = 0]: readonly number[]): fc.Arbitrary<number> =>
  fc.double({ min, max, noNaN: true });

/** Largest difference of values and gradients, in units of 1 + their size. */
function distance(panel: ReturnType<typeof frictionPanel>, theta: Float64Array): number {
  const [ours, theirs] = [pathForm, twin].map((form) => {
    const gradient = new Float64Array(theta.length);
    const value = frictionWithGradient(panel, form)(theta, gradient);
    return [value].concat(Array.from(frictionLogLikelihoods(panel, form, theta)), Array.from(gradient));
  }) as [number[], number[]];
  const size = 1 + Math.max(...theirs.map(Math.abs));
  return Math.max(...theirs.map((value, n) => Math.abs(value - (ours[n] ?? Infinity)))) / size;
}

describe.each([
  { nodes: 'close to each other', tau0: [0.01, 0.1], sw: [0.2, 0.6], se: [0.05, 0.5] },
  { nodes: 'at usual distances', tau0: [0.1, 0.6], sw: [0.1, 0.5], se: [0.01, 0.3] },
  { nodes: 'far apart', tau0: [0.3, 3], sw: [0.005, 0.1], se: [0.001, 0.05] },
])('nodes $nodes', ({ tau0, sw, se }) => {
  test('value and gradient of the kernel are those of the passes', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(event, { maxLength: 80 }), { minLength: 1, maxLength: 3 }),
        fc.record({ ...parameters, tau0: between(tau0), sw: between(sw), se: between(se) }),
        (sequences, at) => {
          const panel = frictionPanel(
            sequences.map((events, i) =>
              sequenceOfEvents(
                `s${i}`,
                events.map(({ gap, W, r }) => ({ gap, move: W * gap, r })),
              ),
            ),
            { unit: 1, referenceGap: 0.3 },
          );
          expect(distance(panel, frictionTheta(at))).toBeLessThan(1e-10);
        },
      ),
      { seed: 146, numRuns: 100 },
    );
  });
});
