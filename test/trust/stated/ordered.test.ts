import { describe, expect, test } from 'vitest';
import { centralDifference } from '../../../lib/stats/central-difference.ts';
import { normalCdf } from '../../../lib/stats/normal.ts';
import { addScore, type Answer } from '../../../lib/trust/stated/ordered-likelihood.ts';
import { between, logit, probit } from '../../../lib/trust/stated/ordered-link.ts';
import { fitOrdered } from '../../../lib/trust/stated/ordered-regression.ts';
import { simulateRated } from './simulated.ts';

const answers = simulateRated({ sellers: 150, answers: 2, seed: 3 }).map(
  ({ rating, mean, variance }): Answer => ({ y: rating - 1, x: [mean], variance }),
);

// reference/ordered.py: adaptive quadrature over alpha ~ N(m, variance)
test.each([
  { b: 4, m: 0.5, variance: 0.04, lower: 1, upper: 2.5, probability: 0.43445249513 },
  { b: 12, m: 0.2, variance: 0.01, lower: 2, upper: 2.1, probability: 0.02490249484 },
  { b: -3, m: 0.7, variance: 0.2, lower: -4, upper: -1, probability: 0.616440511992 },
])('the integral over trust with slope $b is exact', ({ b, m, variance, lower, upper, probability }) => {
  const found = addScore(probit, { y: 1, x: [m], variance }, [b, lower, upper], 3, new Float64Array(3));
  expect(Math.exp(found)).toBeCloseTo(probability, 11);
});

test('far out in either tail a probability is still told', () => {
  expect(between(probit, 9, 9.5) / (normalCdf(-9) - normalCdf(-9.5))).toBeCloseTo(1, 9);
  expect(between(probit, 9, Infinity)).toBeGreaterThan(0);
  expect(between(logit, 40, 41)).toBeGreaterThan(0);
});

describe('derivatives', () => {
  const theta = Float64Array.from([4, 0.1, 0.9, 1.7, 2.5, 3.5, 4.2]);
  test.each([
    ['probit, trust uncertain', probit, 1],
    ['probit, trust known', probit, 0],
    ['logit', logit, 0],
  ] as const)('%s', (_name, link, share) => {
    const some = answers.map((answer) => ({ ...answer, variance: share * answer.variance }));
    const sum = (at: Float64Array): number =>
      some.reduce((total, answer) => total + addScore(link, answer, at, 7, new Float64Array(7)), 0);
    const score = new Float64Array(7);
    for (const answer of some) addScore(link, answer, theta, 7, score);
    centralDifference(sum, theta).forEach((expected, j) => expect(score[j]).toBeCloseTo(expected, 5));
  });
});

test('no point nearby is better than the maximum', () => {
  const fit = fitOrdered(answers, 7, probit);
  const at = (theta: readonly number[]): number =>
    answers.reduce((total, answer) => total + addScore(probit, answer, theta, 7, new Float64Array(7)), 0);
  expect(at(fit.estimates)).toBeCloseTo(fit.logLikelihood, 8);
  fit.estimates.forEach((_, j) => {
    for (const by of [-0.05, 0.05])
      expect(at(fit.estimates.map((value, i) => (i === j ? value + by : value)))).toBeLessThan(
        fit.logLikelihood,
      );
  });
  fit.pull(answers).forEach((pull) => expect(pull).toBeCloseTo(0, 4));
});

test('units of the regressor do not matter', () => {
  const far = answers.map((answer) => ({
    ...answer,
    x: [1e6 + 1e3 * (answer.x[0] ?? 0)],
    variance: 1e6 * answer.variance,
  }));
  const [slope = 0, first = 0] = fitOrdered(answers, 7, probit).estimates;
  const [scaled = 0, moved = 0] = fitOrdered(far, 7, probit).estimates;
  expect(1e3 * scaled).toBeCloseTo(slope, 4);
  expect(moved - 1e6 * scaled).toBeCloseTo(first, 4);
});

test('wrong calls are refused', () => {
  expect(() => fitOrdered(answers, 1, probit)).toThrow('fitOrdered requires at least two categories');
  expect(() => fitOrdered(answers, 7, logit)).toThrow(RangeError);
});
