import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalAtNodes } from '../../lib/stats/normal-at-nodes.ts';
import { normalCdf, normalLogDensity } from '../../lib/stats/normal.ts';

test('Phi and phi agree with the library to 1e-14, far out too', () => {
  const z = Float64Array.from({ length: 33 }, (_, j) => -4 + j / 4);
  const cdf = new Float64Array(33);
  const density = new Float64Array(33);
  fc.assert(
    fc.property(
      fc.double({ min: -30, max: 30, noNaN: true }),
      fc.double({ min: -50, max: 50, noNaN: true }),
      (x0, slope) => {
        normalAtNodes(x0, slope, z, cdf, density);
        z.forEach((node, j) => {
          const x = x0 + slope * node;
          expect(Math.abs((cdf[j] as number) - normalCdf(x))).toBeLessThan(1e-14);
          expect(Math.abs((density[j] as number) - Math.exp(normalLogDensity(x, 0, 1)))).toBeLessThan(1e-14);
        });
      },
    ),
    { seed: 72, numRuns: 300 },
  );
});
