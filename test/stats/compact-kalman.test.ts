import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filterRoom, filterSequence, longestSequence } from '../../lib/stats/kalman-filter.ts';
import { scalarFilter, scalarMemory, scalarSmoother } from '../../lib/stats/scalar-kalman.ts';
import { covarianceWithLast, smoothSequence } from '../../lib/stats/smoother.ts';
import { longestOf, transitionRoom, type Moves } from '../../lib/stats/transitions.ts';
import { fillSpace, likelihoodWithGradient, logLikelihoods } from '../../lib/trust/kalman/likelihood.ts';
import { kalmanPanel, type KalmanPanel } from '../../lib/trust/kalman/panel.ts';
import { asymmetricLaw, type OutcomesSeen } from '../../lib/trust/laws/asymmetric.ts';
import type { Law } from '../../lib/trust/laws/law.ts';
import { meanRevertingLaw, type SurprisesAndDoses } from '../../lib/trust/laws/mean-reverting.ts';

const normal = fc.double({ min: -2, max: 2, noNaN: true });
const seldom = fc.option(normal, { freq: 4, nil: Number.NaN });
const share = fc.double({ min: 0, max: 0.9, noNaN: true });

interface Drawn {
  readonly moves: Moves;
  readonly outcome: Float64Array;
  readonly dose: Float64Array;
}

/** Any panel with one to four short sequences: moves and outcomes are missing here and there. */
const anyPanel: fc.Arbitrary<Drawn> = fc
  .array(fc.array(fc.tuple(normal, seldom, normal, seldom), { maxLength: 7 }), { minLength: 1, maxLength: 4 })
  .map((sequences) => {
    const steps = sequences.flat();
    const starts = new Int32Array(sequences.length + 1);
    sequences.forEach(({ length }, i) => (starts[i + 1] = (starts[i] as number) + length));
    const column = (place: 0 | 1 | 2 | 3): Float64Array => Float64Array.from(steps, (step) => step[place]);
    return {
      moves: { starts, design: column(0), move: column(1), bend: column(2) },
      outcome: column(3).map((r) => r / 2),
      dose: column(2).map((value) => (value > 0 ? 1 : 0)),
    };
  });

/** (law's parameters, ln se, bg). */
const theta53 = fc
  .tuple(normal, share, share, share, share, normal, normal)
  .map((values) => Float64Array.from(values));
const theta55 = fc
  .tuple(normal, share, share, share, normal, normal, normal, share, normal, normal)
  .map((values) => Float64Array.from(values));

const of53 = (law: Law<OutcomesSeen>, { moves, outcome }: Drawn): KalmanPanel<OutcomesSeen> =>
  kalmanPanel(law, { fidelity: outcome }, moves);
const of55 = (law: Law<SurprisesAndDoses>, { moves, outcome, dose }: Drawn): KalmanPanel<SurprisesAndDoses> =>
  kalmanPanel(law, { surprise: outcome, dose }, moves);

/** A law without `motion` takes the general filter. */
const general = <Inputs>(law: Law<Inputs>): Law<Inputs> => ({ ...law, motion: undefined });

/** Largest difference, as a share of the largest entry. */
function off(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const differences = Array.from(expected, (value, j) => Math.abs((actual[j] ?? Number.NaN) - value));
  return Math.max(0, ...differences) / Math.max(1, ...Array.from(expected, Math.abs));
}

/** Of log-likelihoods by sequence, their sum, and its gradient. */
function likelihoods<Inputs>(panel: KalmanPanel<Inputs>, theta: Float64Array): number[][] {
  const gradient = theta.slice();
  const value = likelihoodWithGradient(panel)(theta, gradient);
  return [[...logLikelihoods(panel, theta)], [value], [...gradient]];
}

describe('the fast filter of each dimension is the general one, to 1e-12 of the largest entry', () => {
  test('law 5.3, one dimension', () => {
    fc.assert(
      fc.property(anyPanel, theta53, (drawn, theta) => {
        const expected = likelihoods(of53(general(asymmetricLaw), drawn), theta);
        likelihoods(of53(asymmetricLaw, drawn), theta).forEach((found, j) =>
          expect(off(found, expected[j] ?? [])).toBeLessThan(1e-12),
        );
      }),
      { seed: 21, numRuns: 300 },
    );
  });
  test('law 5.5, two dimensions', () => {
    fc.assert(
      fc.property(anyPanel, theta55, (drawn, theta) => {
        const expected = likelihoods(of55(general(meanRevertingLaw), drawn), theta);
        likelihoods(of55(meanRevertingLaw, drawn), theta).forEach((found, j) =>
          expect(off(found, expected[j] ?? [])).toBeLessThan(1e-12),
        );
      }),
      { seed: 22, numRuns: 300 },
    );
  });
});

test('variances whose product no double holds', () => {
  const n = 400;
  const column = (value: number): Float64Array => new Float64Array(n).fill(value);
  for (const [g, lnSe] of [
    [1e6, 13],
    [1e-6, -13],
  ] as const) {
    const moves = {
      starts: Int32Array.of(0, n),
      design: column(g),
      move: column(g / 2),
      bend: column(0),
    };
    const drawn = { moves, outcome: column(0.3), dose: column(0) };
    const theta = Float64Array.of(0.5, 0.2, 0.1, 0.2, 0.03, lnSe, 0);
    const [found] = logLikelihoods(of53(asymmetricLaw, drawn), theta);
    const [expected = 0] = logLikelihoods(of53(general(asymmetricLaw), drawn), theta);
    expect(Math.abs((found ?? Number.NaN) / expected - 1)).toBeLessThan(1e-12);
  }
});

const room8 = (): Float64Array => new Float64Array(8);

test('the fast smoother of one dimension is the general one', () => {
  fc.assert(
    fc.property(anyPanel, theta53, (drawn, theta) => {
      const panel = of53(asymmetricLaw, drawn);
      const { space, starts } = panel;
      fillSpace(panel, theta);
      const room = filterRoom(longestSequence(space));
      const t = transitionRoom(longestOf(starts));
      const memory = scalarMemory(longestOf(starts));
      const last = new Float64Array(2);
      const error = { h: Math.exp(2 * (theta[5] as number)), bg: theta[6] as number };
      for (let i = 0; i + 1 < starts.length; i++) {
        const [from, to] = [starts[i] as number, starts[i + 1] as number];
        filterSequence(space, i, room);
        const expected = smoothSequence(space, i, room);
        asymmetricLaw.motion?.transitions(theta, panel.inputs, from, to, t);
        scalarFilter(panel, i, error, space.initial, t, memory, last);
        const found = { mean: room8(), variance: room8(), withLast: room8() };
        scalarSmoother(to - from, t, memory, last, found, 0);
        const withLast = expected.lagOne.map((_, k) => covarianceWithLast(space, i, room, k));
        expect(off(found.mean, expected.mean)).toBeLessThan(1e-12);
        expect(off(found.variance, expected.variance)).toBeLessThan(1e-12);
        expect(off(found.withLast, withLast)).toBeLessThan(1e-12);
      }
    }),
    { seed: 23, numRuns: 200 },
  );
});
