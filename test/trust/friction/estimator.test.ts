import { expect, test } from 'vitest';
import { adfForm } from '../../../lib/trust/friction/adf.ts';
import { fitFrictionNested } from '../../../lib/trust/friction/fit.ts';
import { adfEstimator } from '../../../lib/trust/friction/friction-estimator.ts';
import { FRICTION } from '../../../lib/trust/friction/nested-model.ts';
import { frictionPanel } from '../../../lib/trust/friction/panel.ts';
import type { Sequence } from '../../../lib/trust/sequence.ts';
import { sequenceOfEvents } from './events.ts';
import { simulateFriction } from './simulated.ts';

const truth = {
  sellers: 420,
  rounds: 26,
  mu0: 0.5,
  tau0: 0.3,
  gain: 0.1,
  loss: 0.2,
  q: 0.03,
  sw: 0.2,
  se: 0.05,
  eps: 0.05,
  bg: 0.2,
  referenceGap: 0.3,
};
const measure = { unit: 1, referenceGap: 0.3 };
const motion = ['static', 'symmetric', 'asymmetric'] as const;

test('a large panel, begun on a part of it, ends at the optimum of the whole', () => {
  const { sequences } = simulateFriction(truth, 21);
  const fits = adfEstimator.fit(sequences, measure, { gapSlope: true, motion });
  const whole = fitFrictionNested(frictionPanel(sequences, measure), adfForm, true);
  fits.forEach((fit, i) => {
    expect(fit.convergence.converged).toBe(true);
    expect(fit.logLikelihood).toBeGreaterThan((whole[i]?.logLikelihood ?? Infinity) - 1e-3);
  });
  const covariance = fits.at(-1)?.covariance();
  for (const [place, value] of [
    [FRICTION.gain, truth.gain],
    [FRICTION.loss, truth.loss],
    [FRICTION.bg, truth.bg],
  ] as const) {
    const se = Math.sqrt(covariance?.[place]?.[place] ?? 0);
    expect(Math.abs((fits.at(-1)?.theta[place] ?? 0) - value)).toBeLessThan(3 * se);
  }
});

const constant = (sellers: number, rounds: number, W: (n: number) => number, gap = 0.5): Sequence[] =>
  Array.from({ length: sellers }, (_, i) =>
    sequenceOfEvents(
      `s${i}`,
      Array.from({ length: rounds }, (_round, n) => ({ gap, move: W(n + i) * gap, r: (n % 3) / 2 - 0.5 })),
    ),
  );

test.each<{ name: string; sequences: Sequence[] }>([
  { name: 'everybody accepts', sequences: constant(30, 8, () => 1) },
  { name: 'everybody keeps', sequences: constant(30, 8, () => 0) },
  { name: 'every weight the same', sequences: constant(30, 8, () => 0.5) },
  { name: 'weights far outside [0,1]', sequences: constant(30, 8, (n) => (n % 2 === 0 ? 1e9 : -1e9)) },
  { name: 'one seller', sequences: constant(1, 40, (n) => (n % 5) / 4) },
  { name: 'one round', sequences: constant(1, 1, () => 0.3) },
  { name: 'a seller with 5,000 rounds', sequences: constant(1, 5000, (n) => (n % 7) / 6) },
  { name: 'gaps of 1e-9', sequences: constant(30, 8, (n) => (n % 4) / 3, 1e-9) },
  { name: 'gaps of 1e12', sequences: constant(30, 8, (n) => (n % 4) / 3, 1e12) },
])('$name: finite, and wider models never below narrower ones', ({ sequences }) => {
  const gap = Math.abs(sequences[0]?.steps[0]?.decision?.gap ?? 1);
  const fits = adfEstimator.fit(sequences, { unit: gap, referenceGap: gap }, { gapSlope: false, motion });
  const values = fits.map(({ logLikelihood }) => logLikelihood);
  expect(values.every(Number.isFinite)).toBe(true);
  expect(values).toEqual(values.toSorted((a, b) => a - b));
  for (const { theta } of fits) expect([...theta].every(Number.isFinite)).toBe(true);
  const covariance = fits.at(-1)?.covariance();
  for (const [j, row] of (covariance ?? []).entries()) expect(row[j]).toBeGreaterThanOrEqual(0);
});
