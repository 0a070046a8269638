import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { centralDifference } from '../../../../lib/stats/central-difference.ts';
import type { Decision } from '../../../../lib/trust/decision.ts';
import { decisionsOf, type Sequence } from '../../../../lib/trust/sequence.ts';
import { STATICS, type StaticName } from '../../../../lib/trust/theories/kit.ts';
import { moveKit } from '../../../../lib/trust/theories/moves/move-kit.ts';
import { panels, SIGNS, thetas } from '../drawn.ts';

const MEASURE = { unit: 0.5, referenceGap: 0.5 };

function valuesOf(sequences: readonly Sequence[], theory: StaticName, theta: Float64Array): Float64Array {
  const values = new Float64Array(sequences.length).fill(Number.NaN);
  moveKit.panelOf(sequences, MEASURE).evaluate(theory, theta, SIGNS, values, null);
  return values;
}

/** What a theory without trust expects of a move, docs/model.md 2.4 and 6.7, decision by decision. */
function expectedMove(
  theory: StaticName,
  gap: number,
  decision: Decision,
  delta: number,
  sign: number,
): number {
  if (theory === 'BAB') return 0;
  if (theory === 'FD') return Math.sign(gap) * Math.max(Math.abs(gap) - delta, 0);
  const discount = (theory === 'L1' ? 1 : theory === 'L2' ? 2 : 0) * delta;
  const capped = decision.cap === (sign > 0 ? 'upper' : 'lower') && decision.range !== null;
  return gap - sign * (capped ? Math.min(discount, (decision.range ?? 0) / MEASURE.unit) / 2 : discount);
}

const FIXED = ['BAB', 'L0', 'L1', 'L2', 'FD'] as const;

test.each(FIXED)('%s: the sums give what decision after decision gives', (theory) => {
  fc.assert(
    fc.property(panels, thetas, (sequences, theta) => {
      const [, , delta = 0, lnS = 0] = theta;
      valuesOf(sequences, theory, theta).forEach((value, i) => {
        const sequence = sequences[i];
        const sign = SIGNS.get(sequence?.recommender ?? '') ?? 1;
        const expected = decisionsOf(sequence ? [sequence] : []).reduce((sum, decision) => {
          const [g, d] = [decision.gap / MEASURE.unit, decision.move / MEASURE.unit];
          const x = (d - expectedMove(theory, g, decision, delta, sign)) / Math.exp(lnS);
          return sum - 0.5 * Math.log(2 * Math.PI) - lnS - 0.5 * x * x;
        }, 0);
        expect(Math.abs(value - expected)).toBeLessThan(1e-9 * Math.max(1, Math.abs(expected)));
      });
    }),
    { seed: 90, numRuns: 100 },
  );
});

test.each(['TE', 'hybrid'] as const)('%s: integrating trust out is a mean over it', (theory) => {
  fc.assert(
    fc.property(panels, thetas, (sequences, theta) => {
      fc.pre(sequences.every((sequence) => decisionsOf([sequence]).every(({ cap }) => cap === null)));
      const [mu0 = 0, tau0 = 0, delta = 0, lnS = 0] = theta;
      valuesOf(sequences, theory, theta).forEach((value, i) => {
        const sequence = sequences[i];
        const sign = SIGNS.get(sequence?.recommender ?? '') ?? 1;
        const events = decisionsOf(sequence ? [sequence] : []);
        const density = (alpha: number): number =>
          events.reduce((sum, { gap, move }) => {
            const g = gap / MEASURE.unit - (theory === 'hybrid' ? sign * delta : 0);
            const x = (move / MEASURE.unit - alpha * g) / Math.exp(lnS);
            return sum - 0.5 * Math.log(2 * Math.PI) - lnS - 0.5 * x * x;
          }, 0);
        const expected = meanOver((z) => density(mu0 + tau0 * z), value);
        expect(Math.abs(value - expected)).toBeLessThan(1e-6 * Math.max(1, Math.abs(expected)));
      });
    }),
    { seed: 91, numRuns: 60 },
  );
});

/** ln of the mean of exp(f(z)) over a standard normal z, by the trapezium rule; `near` keeps it from overflowing. */
function meanOver(f: (z: number) => number, near: number): number {
  const STEP = 1 / 400;
  let sum = 0;
  for (let z = -12; z <= 12; z += STEP) sum += Math.exp(f(z) - near - (z * z) / 2);
  return near + Math.log((sum * STEP) / Math.sqrt(2 * Math.PI));
}

describe.each(STATICS)('%s', (theory) => {
  test('the slopes are the derivatives of the values', () => {
    fc.assert(
      fc.property(panels, thetas, (sequences, theta) => {
        const delta = theta[2] as number;
        fc.pre(!sequences.some((sequence) => decisionsOf([sequence]).some((one) => atCorner(one, delta))));
        const width = moveKit.parameters.length;
        const slopes = new Float64Array(width * sequences.length).fill(Number.NaN);
        const values = new Float64Array(sequences.length);
        moveKit.panelOf(sequences, MEASURE).evaluate(theory, theta, SIGNS, values, slopes);
        sequences.forEach((_, i) => {
          const expected = centralDifference((x) => valuesOf(sequences, theory, x)[i] as number, theta);
          const scale = Math.max(1, Math.abs(values[i] as number), ...expected.map(Math.abs));
          expected.forEach((slope, j) =>
            expect(Math.abs((slopes[width * i + j] as number) - slope) / scale).toBeLessThan(1e-5),
          );
        });
      }),
      { seed: 92, numRuns: 60 },
    );
  });
  test('some sellers only: the values they had', () => {
    fc.assert(
      fc.property(panels, thetas, (sequences, theta) => {
        const whole = moveKit.panelOf(sequences, MEASURE);
        const kept = sequences.filter(({ sellerId }) => sellerId === 'b');
        const values = new Float64Array(kept.length);
        whole
          .restricted((seller) => whole.roster.sellers[seller] === 'b')
          .evaluate(theory, theta, SIGNS, values, null);
        expect([...values]).toEqual([...valuesOf(kept, theory, theta)]);
      }),
      { seed: 93, numRuns: 60 },
    );
  });
});

const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-3;

/** Where the likelihood has a corner in delta. */
function atCorner({ gap, range }: Decision, delta: number): boolean {
  const [size, width] = [Math.abs(gap) / MEASURE.unit, (range ?? 0) / MEASURE.unit];
  return near(size, delta) || near(width, delta) || near(width, 2 * delta);
}
