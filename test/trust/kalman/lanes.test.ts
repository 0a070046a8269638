import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compactLikelihood } from '../../../lib/trust/kalman/compact-likelihood.ts';
import { likelihoodWithGradient } from '../../../lib/trust/kalman/likelihood.ts';
import { kalmanPanel, type KalmanPanel } from '../../../lib/trust/kalman/panel.ts';
import { asymmetricLaw, asymmetricMotion, type OutcomesSeen } from '../../../lib/trust/laws/asymmetric.ts';

const number = fc.double({ min: -2, max: 2, noNaN: true });
const seldom = fc.option(number, { freq: 4, nil: Number.NaN });
type Step = readonly [gap: number, move: number, bend: number, fidelity: number];

function panelOf(sequences: readonly (readonly Step[])[]): KalmanPanel<OutcomesSeen> {
  const starts = new Int32Array(sequences.length + 1);
  sequences.forEach(({ length }, i) => (starts[i + 1] = (starts[i] as number) + length));
  const column = (place: 0 | 1 | 2 | 3): Float64Array =>
    Float64Array.from(sequences.flat(), (step) => step[place]);
  const fidelity = column(3).map((r) => r / 2);
  const moves = { starts, design: column(0), move: column(1), bend: column(2) };
  return kalmanPanel(asymmetricLaw, { fidelity }, moves);
}

const steps = (most: number): fc.Arbitrary<Step[]> =>
  fc.array(fc.tuple(number, seldom, number, seldom), { maxLength: most });
const panels = fc.array(steps(30), { maxLength: 20 }).map(panelOf);
const thetas = fc
  .tuple(
    number,
    ...Array.from({ length: 4 }, () => fc.double({ min: 0, max: 0.9, noNaN: true })),
    number,
    number,
  )
  .map((values) => Float64Array.from(values));

/** One sequence after the other, in JavaScript. */
function twin(panel: KalmanPanel<OutcomesSeen>, theta: Float64Array, members: Int32Array): number[] {
  const compact = compactLikelihood(panel, asymmetricMotion);
  compact.at(theta);
  const gradient = new Float64Array(theta.length);
  let value = 0;
  for (const i of members) {
    value += compact.forward(i);
    compact.backward(i);
  }
  compact.gradient(gradient);
  return [value].concat(Array.from(gradient));
}

function off(panel: KalmanPanel<OutcomesSeen>, theta: Float64Array, members?: Int32Array): number {
  const all = Int32Array.from({ length: panel.starts.length - 1 }, (_, i) => i);
  const expected = twin(panel, theta, members ?? all);
  const gradient = new Float64Array(theta.length);
  const value = likelihoodWithGradient(panel, members)(theta, gradient);
  const found = [value].concat(Array.from(gradient));
  const size = Math.max(1, ...expected.map(Math.abs));
  return Math.max(...expected.map((entry, n) => Math.abs(entry - (found[n] ?? Number.NaN)))) / size;
}

test('value and gradient in lanes are the sums over sequences, to 1e-12', () => {
  fc.assert(
    fc.property(panels, thetas, fc.infiniteStream(fc.boolean()), (panel, theta, chance) => {
      expect(off(panel, theta)).toBeLessThan(1e-12);
      const members = Array.from({ length: panel.starts.length - 1 }, (_, i) => i);
      const some = Int32Array.from(members.filter(() => chance.next().value));
      expect(off(panel, theta, some)).toBeLessThan(1e-12);
    }),
    { seed: 147, numRuns: 300 },
  );
});

test('a sequence of thousands of steps beside short ones', () => {
  const long = fc.sample(fc.tuple(number, seldom, number, seldom), { seed: 5, numRuns: 4000 });
  const panel = panelOf([long.slice(0, 3), long, [], long.slice(5, 9)]);
  expect(off(panel, Float64Array.of(0.4, 0.3, 0.1, 0.2, 0.05, -4, 0.1))).toBeLessThan(1e-12);
});

test('two panels looked at in turn keep their values', () => {
  const [first, second] = fc
    .sample(panels, { seed: 8, numRuns: 2 })
    .map((panel) => likelihoodWithGradient(panel));
  const theta = Float64Array.of(0.4, 0.3, 0.1, 0.2, 0.05, -1, 0.1);
  const gradient = theta.slice();
  const value = first?.(theta, gradient);
  const slopes = gradient.slice();
  second?.(theta, gradient);
  expect(first?.(theta, gradient)).toBe(value);
  expect(gradient).toEqual(slopes);
});
