import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { centralDifference } from '../../../lib/stats/central-difference.ts';
import { adfForm } from '../../../lib/trust/friction/adf.ts';
import { frictionLogLikelihoods, frictionWithGradient } from '../../../lib/trust/friction/likelihood.ts';
import { ZONES } from '../../../lib/trust/friction/event.ts';
import { frictionPanel } from '../../../lib/trust/friction/panel.ts';
import { pathForm } from '../../../lib/trust/friction/deterministic-path.ts';
import { meanRevertingLaw } from '../../../lib/trust/laws/mean-reverting.ts';
import { stateSpace } from '../../../lib/stats/state-space.ts';
import { frictionTheta, sequenceOfEvents } from './events.ts';
import { G2, simulateFriction } from './simulated.ts';

const event = fc.record({
  gap: fc.oneof(
    fc.double({ min: 0.02, max: 2, noNaN: true }),
    fc.double({ min: -2, max: -0.02, noNaN: true }),
  ),
  W: fc.oneof(
    fc.constantFrom(0, 1),
    fc.double({ min: 0.11, max: 0.89, noNaN: true }),
    fc.double({ min: -1, max: 2, noNaN: true }),
  ),
  r: fc.option(fc.double({ min: -1, max: 1, noNaN: true })),
});
const panels = fc
  .array(fc.array(event, { minLength: 0, maxLength: 40 }), { minLength: 1, maxLength: 3 })
  .map((sequences) =>
    frictionPanel(
      sequences.map((events, i) =>
        sequenceOfEvents(
          `s${i}`,
          events.map(({ gap, W, r }) => ({ gap, move: W * gap, r })),
        ),
      ),
      { unit: 1, referenceGap: 0.3 },
    ),
  );
const thetas = fc
  .record({
    mu0: fc.double({ min: -0.5, max: 1.5, noNaN: true }),
    tau0: fc.double({ min: 0.05, max: 0.8, noNaN: true }),
    gain: fc.double({ min: -0.1, max: 0.5, noNaN: true }),
    loss: fc.double({ min: -0.1, max: 0.5, noNaN: true }),
    q: fc.double({ min: 0.01, max: 0.2, noNaN: true }),
    se: fc.double({ min: 0.01, max: 0.3, noNaN: true }),
    bg: fc.double({ min: -0.3, max: 0.3, noNaN: true }),
    sw: fc.double({ min: 0.05, max: 0.5, noNaN: true }),
    eps: fc.double({ min: 0.005, max: 0.4, noNaN: true }),
  })
  .map(frictionTheta);

describe.each([pathForm, adfForm])('$name', (form) => {
  test('the pass back is the derivative of the pass forward', () => {
    fc.assert(
      fc.property(panels, thetas, (panel, theta) => {
        const evaluate = frictionWithGradient(panel, form);
        const gradient = new Float64Array(theta.length);
        const value = evaluate(theta, gradient);
        const expected = centralDifference((x) => evaluate(x, new Float64Array(x.length)), theta);
        const scale = Math.max(1, Math.abs(value), ...expected.map(Math.abs));
        gradient.forEach((slope, n) =>
          expect(Math.abs(slope - (expected[n] as number)) / scale).toBeLessThan(2e-5),
        );
      }),
      { seed: 70, numRuns: 60 },
    );
  });

  test('the same under the zones of a rule', () => {
    const { sequences } = simulateFriction({ ...G2, sellers: 5 }, 1);
    const panel = frictionPanel(sequences, { unit: 1, referenceGap: 0.3 }, { keep: 0.16, accept: 0.93 });
    const evaluate = frictionWithGradient(panel, form);
    const theta = frictionTheta({ q: form.name === 'qd' ? 0 : 0.05, bg: 0.1 });
    const gradient = new Float64Array(theta.length);
    evaluate(theta, gradient);
    const value = (at: Float64Array): number => evaluate(at, new Float64Array(at.length));
    gradient.forEach((slope, j) => {
      const [up, down] = [1e-5, -1e-5].map((by) => value(theta.with(j, (theta[j] as number) + by)));
      const numeric = ((up as number) - (down as number)) / 2e-5;
      expect(Math.abs(slope - numeric)).toBeLessThan(1e-5 * Math.max(1, Math.abs(slope)));
    });
  });

  test('the sum over sequences is the value of the objective', () => {
    fc.assert(
      fc.property(panels, thetas, (panel, theta) => {
        const sum = frictionLogLikelihoods(panel, form, theta).reduce((total, ll) => total + ll, 0);
        const value = frictionWithGradient(panel, form)(theta, new Float64Array(theta.length));
        expect(value).toBeCloseTo(sum, 8);
        expect(Number.isFinite(value)).toBe(true);
      }),
      { seed: 71, numRuns: 60 },
    );
  });

  test('refuses a law whose state has two dimensions', () => {
    const empty = new Float64Array(0);
    const panel = {
      law: meanRevertingLaw,
      inputs: { surprise: empty, dose: empty },
      space: stateSpace(2, []),
      starts: new Int32Array(1),
      design: empty,
      move: empty,
      bend: empty,
      kind: new Uint8Array(0),
      weight: empty,
      logGap: empty,
      zones: ZONES,
    };
    expect(() => frictionWithGradient(panel, form)).toThrow(RangeError);
  });
});
