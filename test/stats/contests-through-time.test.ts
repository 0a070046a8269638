import { expect, test } from 'vitest';
import {
  afterContest,
  strengthsThroughTime,
  type Contest,
  type Gaussian,
} from '../../lib/stats/contests-through-time.ts';

const gaussian = (mean: number, sd: number): Gaussian => ({ mean, variance: sd * sd });
const figures = ({ mean, variance }: Gaussian | { mean: number; variance: number }): [number, number] => [
  mean,
  Math.sqrt(variance),
];
const near = (values: readonly number[], digits: number): unknown[] =>
  values.map((value) => expect.closeTo(value, digits));

/** TrueSkillThroughTime.py at 614e8f7, test/runtest.py and README. Known divergence: its erfc is good to 1e-7, so the
 *  last digits differ; by hand the winner has 25 + 4.2052208700. */
test('one contest (T10)', () => {
  const prior = gaussian(25, 25 / 3);
  const even = afterContest(prior, prior, 25 / 6);
  expect(figures(even.winner)).toEqual(near([29.20522074, 7.19448142], 6));
  expect(figures(even.loser)).toEqual(near([20.79477926, 7.19448142], 6));
  const upset = afterContest(prior, gaussian(29, 1), 25 / 6);
  expect(figures(upset.loser)).toEqual(near([28.89648, 0.9966043], 5));
  expect(figures(upset.winner)).toEqual(near([32.18921, 6.062064], 5));
});

const contest = (winner: number, loser: number, drift: number): Contest => ({
  winner: { player: winner, drift },
  loser: { player: loser, drift },
});
const [a, b, c] = [0, 1, 2];

test('three players through time (T11): a > b, c > a, b > c', () => {
  const drift = (25 / 300) ** 2; // between any two of a player's own contests
  const games = [contest(a, b, drift), contest(c, a, drift), contest(b, c, drift)];
  const priors = [a, b, c].map(() => gaussian(25, 25 / 3));
  const [first, , last] = strengthsThroughTime(games, priors, 25 / 6);
  expect(first && figures(first.winner)).toEqual(near([25.0002673, 5.41938162], 5));
  expect(first && figures(first.loser)).toEqual(near([24.999465, 5.419425831], 5));
  expect(last && figures(last.winner)).toEqual(near([25.00053219, 5.41969679], 5));
});

test('a circle of three (T11): before convergence the last contest counts most, after it none does', () => {
  const games = [contest(a, b, 0), contest(b, c, 0), contest(c, a, 0)];
  const priors = [a, b, c].map(() => gaussian(0, 6));
  const before = strengthsThroughTime(games, priors, 1, { sweeps: 0 });
  expect(before[0] && figures(before[0].winner)).toEqual(near([3.339, 4.985], 3));
  expect(before[2] && figures(before[2].loser)).toEqual(near([-2.688, 3.779], 3));
  for (const { winner, loser } of strengthsThroughTime(games, priors, 1)) {
    expect(figures(winner)).toEqual(near([0, 2.395], 3));
    expect(figures(loser)).toEqual(near([0, 2.395], 3));
  }
});

test('a player without a prior is a wrong call', () => {
  expect(() => strengthsThroughTime([contest(0, 1, 0)], [gaussian(0, 1)], 1)).toThrow(RangeError);
});
