import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { centralDifference } from '../../../../lib/stats/central-difference.ts';
import type { Sequence } from '../../../../lib/trust/sequence.ts';
import { eventKit } from '../../../../lib/trust/theories/events/event-kit.ts';
import { STATICS, type Panel, type Signs, type StaticName } from '../../../../lib/trust/theories/kit.ts';

const MEASURE = { unit: 1, referenceGap: 1 };
const WIDTH = eventKit.parameters.length;

const decision = fc.record({
  gap: fc.oneof(
    fc.double({ min: 0.02, max: 2, noNaN: true }),
    fc.double({ min: -2, max: -0.02, noNaN: true }),
  ),
  W: fc.double({ min: -1, max: 2, noNaN: true }),
  button: fc.constantFrom('keep' as const, 'accept' as const, null),
  cap: fc.constantFrom('upper' as const, 'lower' as const, null),
  range: fc.double({ min: 0.05, max: 2, noNaN: true }),
});
type Drawn = typeof decision extends fc.Arbitrary<infer Value> ? Value : never;

const sequenceOf = (recommender: string, drawn: readonly Drawn[], i: number): Sequence => ({
  sellerId: `s${i}`,
  recommender,
  rounds: [],
  steps: drawn.map(({ gap, W, button, cap, range }, round) => ({
    round,
    outcomeRound: null,
    fidelity: null,
    decision: { gap, move: W * gap, button, cap, range: cap === null ? null : range },
  })),
});

const panels = fc
  .array(fc.array(decision, { minLength: 0, maxLength: 40 }), { minLength: 1, maxLength: 3 })
  .map((each) => each.map((drawn, i) => sequenceOf(i % 2 === 0 ? 'up' : 'down', drawn, i)));
const signs: Signs = new Map([
  ['up', 1],
  ['down', -1],
]);
const thetas = fc
  .tuple(
    fc.double({ min: -0.5, max: 1.5, noNaN: true }),
    fc.double({ min: -0.8, max: 0.8, noNaN: true }),
    fc.double({ min: 0.01, max: 1.5, noNaN: true }),
    fc.double({ min: -4, max: -1, noNaN: true }),
    fc.double({ min: -3, max: -0.5, noNaN: true }),
    fc.double({ min: -5, max: 1, noNaN: true }),
  )
  .map((values) => Float64Array.from(values));

describe.each(STATICS)('%s', (theory) => {
  test('the slopes are the derivatives of the values', () => {
    fc.assert(
      fc.property(panels, thetas, (sequences, theta) => {
        fc.pre(!atKink(theory, sequences, theta[2] as number));
        const panel = eventKit.panelOf(sequences, MEASURE);
        const slopes = new Float64Array(WIDTH * sequences.length).fill(Number.NaN);
        const values = new Float64Array(sequences.length);
        panel.evaluate(theory, theta, signs, values, slopes);
        sequences.forEach((_, i) => {
          const expected = centralDifference((x) => valueOf(panel, theory, x, i), theta);
          const scale = Math.max(1, Math.abs(values[i] as number), ...expected.map(Math.abs));
          expected.forEach((slope, j) =>
            expect(Math.abs((slopes[WIDTH * i + j] as number) - slope) / scale).toBeLessThan(2e-5),
          );
        });
      }),
      { seed: 93, numRuns: 50 },
    );
  });

  test('only what is free has a slope', () => {
    fc.assert(
      fc.property(panels, thetas, (sequences, theta) => {
        const slopes = new Float64Array(WIDTH * sequences.length);
        eventKit
          .panelOf(sequences, MEASURE)
          .evaluate(theory, theta, signs, new Float64Array(sequences.length), slopes);
        const others = slopes.filter((_, n) => !eventKit.free[theory].includes(n % WIDTH));
        expect(others.every((slope) => slope === 0)).toBe(true);
      }),
      { seed: 94, numRuns: 20 },
    );
  });
});

test('a part of a panel has the values of the whole', () => {
  fc.assert(
    fc.property(panels, thetas, (sequences, theta) => {
      const panel = eventKit.panelOf(sequences, MEASURE);
      const part = panel.restricted((seller) => seller !== 1);
      const kept = sequences.flatMap((_, i) => (i === 1 ? [] : [i]));
      const values = new Float64Array(kept.length);
      for (const theory of STATICS) {
        part.evaluate(theory, theta, signs, values, null);
        expect([...values]).toEqual(kept.map((i) => valueOf(panel, theory, theta, i)));
      }
    }),
    { seed: 95, numRuns: 30 },
  );
});

const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-4;

/** Central differences straddle the corner of max(0, .) and min(., range). */
function atKink(theory: StaticName, sequences: readonly Sequence[], delta: number): boolean {
  return sequences.some(({ steps }) =>
    steps.some(({ decision: made }) => {
      if (!made) return false;
      if (theory === 'FD') return near(Math.abs(made.gap), delta);
      return made.range !== null && near(made.range, theory === 'L2' ? 2 * delta : delta);
    }),
  );
}

function valueOf(panel: Panel, theory: StaticName, theta: Float64Array, i: number): number {
  const values = new Float64Array(panel.roster.seller.length);
  panel.evaluate(theory, theta, signs, values, null);
  return values[i] as number;
}
