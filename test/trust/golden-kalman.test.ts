import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FILTER_WIDTH, filterRoom, filterSequence } from '../../lib/stats/kalman-filter.ts';
import { smoothSequence } from '../../lib/stats/smoother.ts';
import { fillSpace, logLikelihoods } from '../../lib/trust/kalman/likelihood.ts';
import { trustPanel } from '../../lib/trust/kalman/trust-panel.ts';
import { goldenSequences } from './golden-sellers.ts';

/** docs/model.md 8: mu0 .5, tau0 .2, gain .1, loss .2, q .03, se .1, bg 0. */
const THETA = Float64Array.from([0.5, 0.2, 0.1, 0.2, 0.03, Math.log(0.1), 0]);

const GOLDEN = [
  {
    seller: 'A',
    r: [0.66666667, 0.5, -0.71428571, 0.8, 0.5],
    ll: 5.02466972,
    perEvent: [1.13629844, 1.33916517, 1.16932855, 0.44713773, 0.93273983],
    filtered: [0.5, 0.53062075, 0.56901136, 0.42811914, 0.45932979],
    filteredVariance: [0.02439024, 0.02034438, 0.0130007, 0.0082864, 0.00767079],
    prediction: [0.4863633, 0.00782289],
    smoothed: [0.43165072, 0.46683844, 0.49052639, 0.41411236, 0.45932979],
    smoothedVariance: [0.01293534, 0.01130485, 0.01028323, 0.00806106, 0.00767079],
  },
  {
    seller: 'B',
    r: [0.6, 0.5, 0.6],
    ll: 2.12151603,
    perEvent: undefined,
    filtered: [0.7, 0.73058547, 0.80712532],
    filteredVariance: [0.02, 0.01728773, 0.01168251],
    prediction: [0.8186978, 0.01122266],
    smoothed: [0.77627838, 0.7933533, 0.80712532],
    smoothedVariance: undefined,
  },
  {
    seller: 'C',
    r: [-0.33333333, -0.5, 0.33333333],
    ll: 2.0796752,
    perEvent: undefined,
    filtered: [0.36764706, 0.24091056, 0.18955425],
    filteredVariance: [0.02941176, 0.01861986, 0.01397233],
    prediction: [0.21656911, 0.01395636],
    smoothed: [0.23224404, 0.21232182, 0.18955425],
    smoothedVariance: undefined,
  },
] as const;

const panel = trustPanel(goldenSequences, { unit: 1, referenceGap: 0.3 });
fillSpace(panel, THETA);

/** Largest difference; the tables have 8 digits. */
function off(actual: ArrayLike<number>, expected: readonly number[]): number {
  if (actual.length !== expected.length) return Infinity;
  return Math.max(...expected.map((value, k) => Math.abs((actual[k] as number) - value)));
}

describe.each(GOLDEN.map((golden, i) => ({ ...golden, i })))('seller $seller', (golden) => {
  const room = filterRoom(8);
  const ll = filterSequence(panel.space, golden.i, room);
  const steps = golden.filtered.length;
  const memory = (place: number): number[] =>
    Array.from({ length: steps }, (_, k) => room.steps[FILTER_WIDTH * k + place] as number);
  const smoothed = smoothSequence(panel.space, golden.i, room);

  test('fidelity', () => {
    const r = goldenSequences[golden.i]?.steps.map(({ fidelity }) => fidelity ?? Number.NaN) ?? [];
    expect(off(r, golden.r)).toBeLessThan(1e-8);
  });
  test('log-likelihood', () => expect(ll).toBeCloseTo(golden.ll, 7));
  test('log density of each event', () =>
    expect(off(memory(12), golden.perEvent ?? memory(12))).toBeLessThan(1e-8));
  test('filtered', () => {
    expect(off(memory(5), golden.filtered)).toBeLessThan(1e-8);
    expect(off(memory(7), golden.filteredVariance)).toBeLessThan(1e-8);
  });
  test('prediction after the last outcome', () =>
    expect(off([room.last[0] as number, room.last[2] as number], golden.prediction)).toBeLessThan(1e-8));
  test('smoothed', () => {
    expect(off(smoothed.mean.subarray(0, steps), golden.smoothed)).toBeLessThan(1e-8);
    const variance = smoothed.variance.subarray(0, steps);
    expect(off(variance, golden.smoothedVariance ?? [...variance])).toBeLessThan(1e-8);
  });
});

test('panel log-likelihood', () =>
  expect(logLikelihoods(panel, THETA).reduce((sum, ll) => sum + ll, 0)).toBeCloseTo(9.22586096, 7));

test('the joint normal of reference/golden-vectors.py agrees to 1e-10', () => {
  const { sellers } = JSON.parse(readFileSync('reference/out/golden-vectors.json', 'utf8')) as {
    sellers: Record<
      string,
      { kalman: { ll: number; smoothed: [number, number][]; prediction: [number, number] } }
    >;
  };
  GOLDEN.forEach(({ seller }, i) => {
    const room = filterRoom(8);
    const ll = filterSequence(panel.space, i, room);
    const { mean, variance } = smoothSequence(panel.space, i, room);
    const expected = sellers[seller]?.kalman;
    expect(ll).toBeCloseTo(expected?.ll ?? Number.NaN, 10);
    [...(expected?.smoothed ?? []), expected?.prediction ?? [Number.NaN, Number.NaN]].forEach(([m, v], k) => {
      expect(mean[k]).toBeCloseTo(m, 10);
      expect(variance[k]).toBeCloseTo(v, 10);
    });
  });
});
