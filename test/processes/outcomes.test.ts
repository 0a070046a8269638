import { describe, expect, test } from 'vitest';
import {
  calibrationOutcome,
  closenessOutcome,
  followingOutcome,
  resultOutcome,
  shownOutcome,
  statedOutcome,
  trustOutcome,
} from '../../lib/processes/outcomes/from-rows.ts';
import { calibrationByRecommenders } from '../../lib/processes/outcomes/recommenders-apart.ts';
import { outcomeOf, type Outcome } from '../../lib/processes/outcomes/outcome.ts';
import { qualityOf } from '../../lib/processes/outcomes/quality.ts';
import type { Scale } from '../../lib/trust/scale.ts';
import { roundRow } from '../trust/row.ts';

const scale: Scale = { name: 'level', minGap: 1, minGapRule: 'one unit' };
// plan 100, recommended 140: gap 40
const rows = [
  roundRow({ chosen: 120 }),
  roundRow({ chosen: 140, sellerId: 's2', trustRating: 5, trustItem: 'trust@1', result: 12 }),
  roundRow({ chosen: 190, sellerId: 's2', trustRating: 6, trustItem: 'trust@1' }),
  roundRow({ chosen: 90, sellerId: 's3', trustRating: 2, trustItem: 'trust@2' }),
  roundRow({ chosen: 100.5, recommended: 100.5, sellerId: 's3', result: -3 }),
  roundRow({ chosen: null, response: 'none' }),
];

const columns = ({ y, bases, cluster, row, unusable }: Outcome): unknown => ({
  y: [...y],
  bases: bases.map((base) => [...base]),
  cluster: [...cluster],
  row: [...row],
  unusable,
});
const two = { 'gap below the smallest usable gap': 1, 'never answered (response none)': 1 };
const used = { cluster: [0, 1, 1, 2], row: [0, 1, 2, 3], unusable: two };
const ones = [[1, 1, 1, 1]];

describe('outcomes of rounds', () => {
  test('trust: moves on gaps, not cut', () => {
    expect(columns(trustOutcome(rows, scale))).toEqual({
      y: [20, 40, 90, -10],
      bases: [[40, 40, 40, 40]],
      ...used,
    });
  });

  test('shown: each weight of advice cut to [0,1]', () => {
    expect(columns(shownOutcome(rows, scale))).toEqual({ y: [0.5, 1, 1, 0], bases: ones, ...used });
  });

  test('following: the recommended value as it is', () => {
    expect(columns(followingOutcome(rows, scale))).toEqual({ y: [0, 1, 0, 0], bases: ones, ...used });
  });

  test('closeness: beyond the recommendation is off it too', () => {
    expect(columns(closenessOutcome(rows, scale))).toEqual({ y: [0.5, 1, 0, 0], bases: ones, ...used });
  });

  test('stated: the most asked version only', () => {
    expect(columns(statedOutcome(rows))).toEqual({
      y: [5, 6],
      bases: [[1, 1]],
      cluster: [0, 0],
      row: [1, 2],
      unusable: { 'no trust rating': 3, 'another version of the trust item': 1 },
    });
  });

  test('result: money', () => {
    expect(columns(resultOutcome(rows))).toMatchObject({
      y: [12, -3],
      row: [1, 4],
      unusable: { 'no result': 4 },
    });
  });

  test('no rows make an outcome of no rows', () => {
    expect(columns(trustOutcome([], scale))).toMatchObject({ y: [], row: [], unusable: {} });
  });
});

describe('calibration', () => {
  // outcome 150: a plan of 100 is off by 50, a recommendation of 140 by 10: r = 2/3; one of 60 by 90: r = -2/7
  const good = roundRow({ recommender: 'good', chosen: 120 });
  const bad = roundRow({ recommender: 'bad', recommended: 60, chosen: 90 });
  const all = ['s1', 's2'].flatMap((sellerId) => [
    { ...good, sellerId },
    { ...bad, sellerId },
  ]);

  test('the quality of a recommender is what other sellers saw of it', () => {
    expect(qualityOf(all, scale, 'recommender')).toEqual([2 / 3, -2 / 7, 2 / 3, -2 / 7]);
    expect(qualityOf([good, bad], scale, 'recommender')).toEqual(
      Array.from({ length: 2 }, () => 'no other seller has an outcome with this recommender'),
    );
    expect(qualityOf([good, { ...bad, outcome: null }], scale, 'round')).toEqual([
      2 / 3,
      'outcome not known',
    ]);
  });

  test('moves on gaps, and on gaps times quality', () => {
    const { y, bases } = calibrationOutcome(all, scale);
    expect([...y]).toEqual([20, -10, 20, -10]);
    expect(bases.map((base) => Array.from(base))).toEqual([
      [40, -40, 40, -40],
      [80 / 3, 80 / 7, 80 / 3, 80 / 7].map((value) => expect.closeTo(value, 12)),
    ]);
  });
});

// outcome 150, plan 100: 140 has r = 2/3, 110 has r = 1/9, 60 has r = -2/7
const round = (recommender: string, recommended: number, weight: number, change = {}) =>
  roundRow({ recommender, recommended, chosen: 100 + weight * (recommended - 100), ...change });

describe('calibration by recommenders', () => {
  test('two recommenders: the better less the worse, whatever their numbers of rounds', () => {
    const { y, row, unusable } = calibrationByRecommenders(
      [
        round('good', 140, 0.5),
        round('good', 140, 0.7),
        round('bad', 60, 0.2),
        round('good', 140, 0.9, { sellerId: 's2' }),
      ],
      scale,
    );
    expect([...y]).toEqual([expect.closeTo(0.4, 12)]);
    expect([...row]).toEqual([2]);
    expect(unusable).toEqual({ 'the seller met no two recommenders of different fidelity': 1 });
  });

  test('three on a line: from the best to the worst', () => {
    const q = [2 / 3, 1 / 9, -2 / 7];
    const at = (k: number): number => 0.3 + 0.6 * (q[k] ?? 0);
    const { y } = calibrationByRecommenders(
      [round('good', 140, at(0)), round('fair', 110, at(1)), round('bad', 60, at(2))],
      scale,
    );
    expect([...y]).toEqual([expect.closeTo(0.6 * (2 / 3 + 2 / 7), 12)]);
  });

  test('rounds under a process and without it are kept apart', () => {
    const under = { processes: { reasons: 1 } };
    const { y, cluster } = calibrationByRecommenders(
      [
        round('good', 140, 0.5),
        round('bad', 60, 0.5),
        round('good', 140, 0.8, under),
        round('bad', 60, 0.2, under),
      ],
      scale,
    );
    expect([...y]).toEqual([0, 0.6].map((value) => expect.closeTo(value, 12)));
    expect([...cluster]).toEqual([0, 0]);
  });

  test('one recommender, or no outcome: nothing to tell', () => {
    expect(calibrationByRecommenders([round('good', 140, 0.5)], scale).y).toHaveLength(0);
    expect(calibrationByRecommenders([round('good', 140, 0.5, { outcome: null })], scale).unusable).toEqual({
      'no outcome of the recommender is known': 1,
    });
    expect(calibrationByRecommenders([], scale).y).toHaveLength(0);
  });
});

test('the kinds are closed, and columns of one length', () => {
  const one = { y: Float64Array.of(1), cluster: Int32Array.of(0), sellers: ['s1'] };
  for (const kind of ['filtered trust', 'inferred', 'trust forecast', ''])
    expect(() => outcomeOf(kind, one)).toThrow(/11 % of the true one/);
  expect(() => outcomeOf('result', { ...one, cluster: Int32Array.of(0, 1) })).toThrow(RangeError);
});
