import { expect, test } from 'vitest';
import { streams } from '../../../lib/simulation/stream.ts';
import { normalCdf, normalQuantile } from '../../../lib/stats/normal.ts';
import { fractileTest } from '../../../lib/trust/sender/fractile-test.ts';

const hits = (yes: number, n: number): boolean[][] => Array.from({ length: n }, (_, i) => [i < yes]);

test('docs/model.md 8: 86 of 100 at .8', () => {
  const found = fractileTest(hits(86, 100), 0.8);
  expect(found).toMatchObject({ share: 0.86, n: 100, sellers: 100, method: 'normal' });
  expect(found?.z).toBeCloseTo(1.5, 7);
  expect(found?.exactP).toBeCloseTo(0.16791911, 7);
});

test('below 50 the exact test is the one to read', () => {
  const found = fractileTest(hits(45, 49), 0.8);
  expect(found?.method).toBe('exact binomial');
  expect(found?.p).toBe(found?.exactP);
});

test('several recommendations a seller: the variance is that of sellers', () => {
  const doubled = hits(86, 100).map(([hit = false]) => [hit, hit]);
  const found = fractileTest(doubled, 0.8);
  expect(found?.method).toBe('normal, clustered by seller');
  expect(found?.exactP).toBeNull();
  expect(found?.z).toBeCloseTo(0.06 / Math.sqrt((0.86 * 0.14) / 99), 9); // copies add no evidence
});

test('nothing, and nothing that varies', () => {
  expect(fractileTest([], 0.8)).toBeUndefined();
  expect(fractileTest([[true, true]], 0.8)).toMatchObject({ z: null, p: null });
  expect(() => fractileTest(hits(1, 2), 1)).toThrow(RangeError);
});

test.each([
  [0.8, 0.1, 175],
  [0.8, 0.2, 55],
  [0.5, 0.1, 113],
])('power of 80 %% at qS %d, log-bias %d, n %d (docs/model.md 6.9.2)', (qS, bias, n) => {
  const stream = streams(76).next().value;
  const share = normalCdf(normalQuantile(qS) + bias / 0.3); // forecast sd .3
  let found = 0;
  for (let run = 0; run < 2000; run++) {
    let yes = 0;
    for (let i = 0; i < n; i++) if (stream.uniform() < share) yes++;
    if (Math.abs((yes / n - qS) / Math.sqrt((qS * (1 - qS)) / n)) > 1.96) found++;
  }
  expect(found / 2000).toBeGreaterThan(0.76);
  expect(found / 2000).toBeLessThan(0.87);
});
