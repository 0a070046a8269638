import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { frictionPanel } from '../../../lib/trust/friction/panel.ts';
import { smoothFriction } from '../../../lib/trust/friction/smooth.ts';
import { frictionTheta, goldenSequences } from './golden-sellers.ts';

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
      const path = smoothFriction(panel, frictionTheta({ q: 0.03, bg }), i);
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
  const { smoothed } = smoothFriction(panel, frictionTheta({ q: 0.03 }), 0);
  for (let k = 0; k + 1 < smoothed.mean.length; k++) {
    const [before, after] = [smoothed.variance[k] as number, smoothed.variance[k + 1] as number];
    const covariance = smoothed.lagOne[k] as number;
    expect(covariance).toBeGreaterThan(0);
    expect(covariance).toBeLessThan(Math.sqrt(before * after));
    expect(before + after - 2 * covariance).toBeGreaterThan(0);
  }
});
