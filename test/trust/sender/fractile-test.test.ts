import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { streams } from '../../../lib/simulation/stream.ts';
import { normalCdf, normalQuantile } from '../../../lib/stats/normal.ts';
import { fractileTest, type FractileRound } from '../../../lib/trust/sender/fractile-test.ts';

/** reference/sender.py. */
const reference: Record<string, number[]> = JSON.parse(readFileSync('reference/out/sender.json', 'utf8'));

const hits = (yes: number, n: number, qS = 0.8): FractileRound[][] =>
  Array.from({ length: n }, (_, i) => [{ hit: i < yes, qS }]);

test('docs/model.md 8: 86 of 100 at .8', () => {
  const found = fractileTest(hits(86, 100));
  expect(found).toMatchObject({ share: 0.86, n: 100, sellers: 100, method: 'normal' });
  expect(found?.z).toBeCloseTo(1.5, 7);
  expect(found?.exactP).toBeCloseTo(0.16791911, 7);
});

test('below 50 the exact test is the one to read', () => {
  const found = fractileTest(hits(45, 49));
  expect(found?.method).toBe('exact binomial');
  expect(found?.p).toBe(found?.exactP);
});

test('several recommendations a seller: the variance is that of sellers', () => {
  const doubled = hits(86, 100).map((seller) => seller.concat(seller));
  const found = fractileTest(doubled);
  expect(found?.method).toBe('normal, clustered by seller');
  expect(found?.exactP).toBeNull();
  expect(found?.z).toBeCloseTo(0.06 / Math.sqrt((0.86 * 0.14) / 99), 9); // copies add no evidence
});

const mixed = (yes: number, n: number): FractileRound[][] =>
  Array.from({ length: n }, (_, i) => [{ hit: i < yes, qS: i % 2 === 0 ? 0.6 : 0.9 }]);

describe('every seller has a critical ratio of her own', () => {
  test('each recommendation counts against its own', () => {
    const found = fractileTest(mixed(86, 100));
    expect(found?.target).toBeCloseTo(0.75, 12);
    expect(found?.z).toBeCloseTo((86 - 75) / Math.sqrt(50 * 0.24 + 50 * 0.09), 12);
    expect(found?.exactP).toBeNull();
  });

  test('few: the exact p is that of reference/sender.py', () => {
    expect(fractileTest(mixed(18, 20))?.p).toBeCloseTo(reference['poissonBinomial']?.[0] ?? 0, 10);
    expect(fractileTest(mixed(7, 12))?.p).toBeCloseTo(reference['poissonBinomial']?.[1] ?? 0, 10);
  });

  test('the size is 5 % where every recommendation stands at its own fractile, several a seller', () => {
    const stream = streams(79).next().value;
    let found = 0;
    for (let run = 0; run < 1500; run++) {
      const rounds = Array.from({ length: 80 }, () => {
        const qS = 0.5 + 0.4 * stream.uniform();
        return Array.from({ length: 3 }, () => ({ hit: stream.uniform() < qS, qS }));
      });
      if ((fractileTest(rounds)?.p ?? 1) < 0.05) found++;
    }
    expect(found / 1500).toBeGreaterThan(0.036);
    expect(found / 1500).toBeLessThan(0.07);
  });
});

test('nothing, and nothing that varies', () => {
  expect(fractileTest([])).toBeUndefined();
  const one = { hit: true, qS: 0.8 };
  expect(fractileTest([[one, one]])).toMatchObject({ z: null, p: null });
  for (const qS of [0, 1, -0.1, Number.NaN]) expect(() => fractileTest(hits(1, 2, qS))).toThrow(RangeError);
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
