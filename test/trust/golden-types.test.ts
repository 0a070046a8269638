import { expect, test } from 'vitest';
import { CLASSES } from '../../lib/trust/theories/kit.ts';
import { classLikelihoods, mixtureLikelihoods, responsibilities } from '../../lib/trust/theories/mixture.ts';
import { moveKit } from '../../lib/trust/theories/moves/move-kit.ts';
import { bayesBenchmark, pooledVariance } from '../../lib/trust/bayes-benchmark.ts';
import { errorsSeen } from '../../lib/trust/calibration.ts';
import { goldenSequences } from './golden-sellers.ts';

/** docs/model.md 8, types: mu0 .5, tau .15, delta .1, s .1, sign +1; TE, L0, L1, L2, BAB. */
const THETA = [0.5, 0.15, 0.1, Math.log(0.1)];
const SHARES = [0.5, 0.1, 0.15, 0.05, 0.2];
const EXPECTED = [
  {
    i: 0,
    byClass: [4.8849788, -7.5817672, -5.0817672, -7.5817672, -0.5817672],
    mixture: 4.19353539,
    R: [0.99829768, 0.00000077, 0.00001406, 0.00000038, 0.00168711],
  },
  {
    i: 1,
    byClass: [1.49852228, 3.98593968, 2.98593968, -1.01406032, -19.11406032],
    mixture: 2.3617992,
    R: [0.21088884, 0.50740559, 0.27999613, 0.00170944, 0],
  },
  {
    i: 2,
    byClass: [1.45893232, -12.84906032, -10.34906032, -10.84906032, 4.15093968],
    mixture: 2.69796051,
    R: [0.14483279, 0.00000002, 0.00000032, 0.00000007, 0.8551668],
  },
];

const panelIn = (unit: number) => moveKit.panelOf(goldenSequences, { unit, referenceGap: unit });
const moves = panelIn(1);
const byClass = classLikelihoods(moves, THETA, new Map([['replenishment', 1]]));
const mixture = mixtureLikelihoods(byClass, SHARES);

test.each(EXPECTED)('seller $i: likelihoods and mixture', (expected) => {
  expect(CLASSES.map(({ name }) => name)).toEqual(['TE', 'L0', 'L1', 'L2', 'BAB']);
  expected.byClass.forEach((value, c) => expect(byClass[c]?.[expected.i]).toBeCloseTo(value, 7));
  expect(mixture[expected.i]).toBeCloseTo(expected.mixture, 7);
  const R = responsibilities(byClass, SHARES, expected.i);
  expected.R.forEach((value, c) => expect(R[c]).toBeCloseTo(value, 7));
});

test('moves in other units give the same likelihood, per event ln(unit) apart', () => {
  const scaled = panelIn(0.25);
  const theta = [0.5, 0.15, 0.4, Math.log(0.4)];
  const each = classLikelihoods(scaled, theta, new Map([['replenishment', 1]]));
  each.forEach((values, c) =>
    values.forEach((value, i) => {
      const events = goldenSequences[i]?.steps.length ?? 0;
      expect(value - events * Math.log(0.25)).toBeCloseTo(byClass[c]?.[i] ?? Number.NaN, 10);
    }),
  );
});

test('the Bayesian benchmark of seller A', () => {
  const [A] = goldenSequences;
  const errors = A ? errorsSeen(A, 'level') : [];
  expect(pooledVariance(errors)).toBeGreaterThan(0);
  const expected = [0.5, 0.63333333, 0.66, 0.48905109, 0.55396825, 0.559375];
  bayesBenchmark(errors, 0.16).forEach((value, k) => expect(value).toBeCloseTo(expected[k] ?? Number.NaN, 7));
});
