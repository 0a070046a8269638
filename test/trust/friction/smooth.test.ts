import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { adfForm } from '../../../lib/trust/friction/adf.ts';
import { adfEstimator, deterministicEstimator } from '../../../lib/trust/friction/friction-estimator.ts';
import { frictionPanel } from '../../../lib/trust/friction/panel.ts';
import { frictionSmoother } from '../../../lib/trust/friction/smooth.ts';
import { frictionStates } from '../../../lib/trust/friction/states.ts';
import { goldenSequences } from '../golden-sellers.ts';
import { frictionTheta } from './events.ts';

interface Grid {
  readonly ll: number;
  readonly smoothed: readonly (readonly [number, number])[];
}

/** reference/friction.py: filter and smoother on a grid, which assume no shape of the state. */
const reference: Record<string, Record<string, { grid81: Grid; grid2001: Grid }>> = JSON.parse(
  readFileSync('reference/out/friction.json', 'utf8'),
);
const panel = frictionPanel(goldenSequences, { unit: 1, referenceGap: 0.2 });

describe.each([0, 0.2])('gap slope %d', (bg) => {
  test.each(goldenSequences.map(({ sellerId }, i) => [sellerId, i] as const))(
    'seller %s: QD-ADF stays close to the grid filter and its smoother',
    (sellerId, i) => {
      // the worst is C with the gap slope, three KEEPs in a row, the least Gaussian of all: .060 .022 .011
      const path = frictionSmoother(panel, adfForm, frictionTheta({ q: 0.03, bg }))(i);
      const expected = reference[sellerId]?.[`bg ${bg === 0 ? '0.0' : bg}`];
      expect(Math.abs(path.logLikelihood - (expected?.grid81.ll as number))).toBeLessThan(0.07);
      expected?.grid2001.smoothed.forEach(([mean, sd], k) => {
        expect(Math.abs((path.smoothed.mean[k] as number) - mean)).toBeLessThan(0.03);
        expect(Math.abs(Math.sqrt(path.smoothed.variance[k] as number) - sd)).toBeLessThan(0.015);
      });
    },
  );
});

test('lag-one covariances are those of the smoother: a change is surer than its ends apart', () => {
  const { smoothed } = frictionSmoother(panel, adfForm, frictionTheta({ q: 0.03 }))(0);
  for (let k = 0; k + 1 < smoothed.mean.length; k++) {
    const [before, after] = [smoothed.variance[k] as number, smoothed.variance[k + 1] as number];
    const covariance = smoothed.lagOne[k] as number;
    expect(covariance).toBeGreaterThan(0);
    expect(covariance).toBeLessThan(Math.sqrt(before * after));
    expect(before + after - 2 * covariance).toBeGreaterThan(0);
  }
});

test('covariance with the last state is the product of the lag-one steps', () => {
  const [A] = goldenSequences.slice(0, 1);
  const theta = frictionTheta({ q: 0.03 });
  const [states] = frictionStates(A ? [A] : [], { unit: 1, referenceGap: 0.2 }, adfForm, theta);
  const { smoothed } = frictionSmoother(panel, adfForm, theta)(0);
  const last = smoothed.mean.length - 1;
  expect([...(states?.mean ?? [])]).toEqual([...smoothed.mean]);
  expect(states?.covarianceWithLast(last - 1)).toBeCloseTo(smoothed.lagOne[last - 1] ?? 0, 12);
  const bound = Math.sqrt((smoothed.variance[0] as number) * (smoothed.variance[last] as number));
  expect(states?.covarianceWithLast(0)).toBeLessThan(bound);
  expect(states?.covarianceWithLast(0)).toBeGreaterThan(0);
});

test('paths carry their derivatives in the parameters that were fitted', () => {
  const theta = frictionTheta({ q: 0.03 });
  const covariance = Array.from({ length: theta.length }, (_, i) =>
    Array.from({ length: theta.length }, (_column, j) => (i === j && i < 2 ? 0.01 : 0)),
  );
  const fit = { estimator: 'qd-adf' as const, theta: [...theta], covariance, unit: 1, referenceGap: 0.2 };
  const [path] = adfEstimator.paths(goldenSequences, fit);
  expect(path?.gradient[0]?.length).toBe(path?.mean.length);
  expect(path?.gradient[0]?.[0]).toBeGreaterThan(0.05); // a higher mean of all lifts everyone's first trust
  expect(path?.gradient[0]?.[0]).toBeLessThan(1);
  expect(path?.gradient[5]?.length).toBe(0); // held fixed
});

test('QD: what the whole sequence says of each step is one distribution, moved along', () => {
  const theta = frictionTheta();
  const fit = { estimator: 'qd' as const, theta: [...theta], covariance: [], unit: 1, referenceGap: 0.2 };
  const [A] = deterministicEstimator.paths(goldenSequences, fit);
  const last = (A?.mean.length ?? 0) - 1;
  expect(A?.mean[last]).toBeCloseTo(0.48215207, 7); // docs/model.md 8
  expect(Math.sqrt(A?.variance[last] ?? 0)).toBeCloseTo(0.0646124, 7);
  expect(A?.covarianceWithLast(last)).toBeCloseTo(A?.variance[last] ?? 0, 12);
  const steps = goldenSequences[0]?.steps ?? [];
  steps.forEach(({ fidelity: r }, k) => {
    const alpha = A?.mean[k] ?? 0;
    const after = alpha + 0.1 * Math.max(r ?? 0, 0) * (1 - alpha) - 0.2 * Math.max(-(r ?? 0), 0) * alpha;
    expect(A?.mean[k + 1]).toBeCloseTo(after, 10);
  });
});
