import { describe, expect, test } from 'vitest';
import type { Quantity } from '../../../lib/trust/quantity-schema.ts';
import { kalmanEstimator } from '../../../lib/trust/kalman/kalman-estimator.ts';
import { fitSegment } from '../../../lib/trust/segment.ts';
import { sequencesOf } from '../../../lib/trust/sequence.ts';
import { ratingScale, type RatingScale } from '../../../lib/trust/stated/rating-scale.ts';
import { statedTrustOf } from '../../../lib/trust/stated/stated-trust.ts';
import { simulateMarketplace, simulateRated, TRUTH } from './simulated.ts';

const SCALE = { name: 'level', minGap: 0.02, minGapRule: 'as set' } as const;

const within = ({ lower, upper }: Quantity, truth: number): boolean =>
  lower !== null && upper !== null && lower <= truth && truth <= upper;

const all = ({ slope, reliability, thresholds }: RatingScale): Quantity[] => [
  slope,
  reliability,
  ...thresholds,
];

describe('recovery', () => {
  const share = (TRUTH.slope * 0.2) ** 2;
  const truth = [TRUTH.slope, share / (share + 1), ...TRUTH.thresholds];
  const RUNS = 150;

  // 500 runs of this design: coverage .950 to .966; 150 of them fall below .91 once in 60
  test('slope, reliability and thresholds; intervals hold the truth though a seller answers alike each time', () => {
    const hits = truth.map(() => 0);
    const sums = truth.map(() => 0);
    for (let run = 0; run < RUNS; run++)
      all(ratingScale(simulateRated({ sellers: 200, answers: 3, seed: 40 + run }), {})).forEach(
        (found, j) => {
          hits[j] = (hits[j] ?? 0) + (within(found, truth[j] ?? Number.NaN) ? 1 : 0);
          sums[j] = (sums[j] ?? 0) + (found.estimate ?? Number.NaN);
        },
      );
    for (const [j, hit] of hits.entries()) {
      expect(hit / RUNS, `coverage of ${j}`).toBeGreaterThanOrEqual(0.91);
      expect(Math.abs((sums[j] ?? 0) / RUNS - (truth[j] ?? 0)), `bias of ${j}`).toBeLessThan(
        0.05 * Math.max(1, truth[j] ?? 0),
      );
    }
  });

  // 100 runs of 200 sellers x 20 rounds at noise .1 and .3 cover the slope .95 and .97, thresholds .93 to .98
  test('from rounds: trust filtered from decisions, its parameters fitted', () => {
    const planted = [TRUTH.slope, ...TRUTH.thresholds];
    let hits = 0;
    const slopes: number[] = [];
    for (let run = 0; run < 8; run++) {
      const rows = simulateMarketplace({ sellers: 150, rounds: 16, answers: 4, noise: 0.1, seed: 70 + run });
      const sequences = sequencesOf(rows, { scale: SCALE, dropOutcomeOfUnusedRows: false });
      const { fit } = fitSegment(sequences, { unit: 0.35, referenceGap: 0.35 }, kalmanEstimator);
      if (!fit) throw new Error('no fit');
      const { ratings } = statedTrustOf(sequences, { all: fit });
      slopes.push(ratings.slope.estimate ?? Number.NaN);
      hits += [ratings.slope, ...ratings.thresholds].filter((found, j) =>
        within(found, planted[j] ?? 0),
      ).length;
    }
    expect(slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length).toBeCloseTo(TRUTH.slope, 0);
    expect(hits / (8 * planted.length)).toBeGreaterThan(0.8);
  });

  test('uncertain parameters behind inferred trust widen the intervals', () => {
    const rated = simulateRated({ sellers: 200, answers: 2, seed: 5 });
    const [sure, unsure] = [ratingScale(rated, {}), ratingScale(rated, { all: [[0.0025]] })];
    expect(unsure.slope.se).toBeCloseTo(sure.slope.se ?? 0, 6); // a shift of all trust moves thresholds only
    const [first, wider] = [sure.thresholds[3]?.se ?? 0, unsure.thresholds[3]?.se ?? 0];
    expect(wider ** 2 - first ** 2).toBeCloseTo(((sure.slope.estimate ?? 0) * 0.05) ** 2, 4);
  });
});

describe('what cannot be told is null and says why', () => {
  const rated = simulateRated({ sellers: 60, answers: 2, seed: 8 });
  const answers = (rating: (i: number) => number) => rated.map((one, i) => ({ ...one, rating: rating(i) }));
  test.each([
    ['nobody answers', [], 'no seller has answered'],
    [
      'one seller',
      rated.map((one) => ({ ...one, sellerId: 's1' })),
      '20 sellers who answered are needed, not 1',
    ],
    ['all the same answer', answers(() => 4), 'every answer was 4'],
    ['only extremes', answers((i) => (i % 3 === 0 ? 1 : 7)), 'only the answers 1 and 7 were given'],
    ['trust all the same', rated.map((one) => ({ ...one, mean: 0.5 })), 'the same for every answer'],
    [
      'answers that trust orders without error',
      rated.map((one) => ({ ...one, variance: 0, rating: one.mean < 0.4 ? 2 : one.mean < 0.6 ? 4 : 6 })),
      'as closely as can be told',
    ],
  ])('%s', (_name, some, reason) => {
    const scale = ratingScale(some, {});
    for (const found of all(scale)) {
      expect(found.estimate).toBeNull();
      expect(found.reason).toContain(reason);
    }
    expect(scale.thresholds).toHaveLength(6);
  });

  test('answers nobody gave: thresholds beyond them are null, around them one number', () => {
    const { slope, thresholds } = ratingScale(
      rated.map((one) => ({ ...one, rating: [2, 2, 3, 5, 5, 5, 5][one.rating - 1] ?? 5 })),
      {},
    );
    expect(slope.estimate).not.toBeNull();
    expect(thresholds.map(({ estimate }) => estimate === null)).toEqual([
      true,
      false,
      false,
      false,
      true,
      true,
    ]);
    expect(thresholds[0]?.reason).toBe('nobody answered 1 or less');
    expect(thresholds[4]?.reason).toBe('nobody answered more than 5');
    expect(thresholds[2]?.estimate).toBe(thresholds[3]?.estimate);
    expect(thresholds[2]?.reason).toContain('nobody answered 4');
  });

  test('trust that answers turn against gives a negative slope, not an error', () => {
    const { slope, reliability } = ratingScale(
      answers((i) => 8 - (rated[i]?.rating ?? 4)),
      {},
    );
    expect(slope.upper).toBeLessThan(0);
    expect(reliability.lower).toBeGreaterThan(0);
  });

  test('answers at random: the interval of the slope holds 0, that of the reliability begins there', () => {
    const { slope, reliability } = ratingScale(
      answers((i) => 1 + (((i * 7919) % 97) % 7)),
      {},
    );
    expect(within(slope, 0)).toBe(true);
    expect(reliability.lower).toBe(0);
  });
});
