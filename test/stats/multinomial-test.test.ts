import { readFileSync } from 'node:fs';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { describe, expect, it } from 'vitest';
import { chiSquareBeyond } from '../../lib/stats/chi-square.ts';
import { logGamma } from '../../lib/stats/log-gamma.ts';
import { chiSquareP, pearson, sequentialEvidence } from '../../lib/stats/multinomial-test.ts';

interface Reference {
  readonly tails: readonly { x: number; df: number; p: number }[];
  readonly logGamma: readonly { x: number; value: number }[];
  readonly evidence: readonly {
    shares: number[];
    weight: number;
    counts: number[];
    logEvidence: number;
    statistic: number;
    p: number;
  }[];
}
const reference: Reference = JSON.parse(readFileSync('reference/out/sample-ratio.json', 'utf8'));

describe('as SciPy has it', () => {
  it.each(reference.tails)('P(chi-square of $df >= $x)', ({ x, df, p }) => {
    const found = chiSquareBeyond(x, df);
    expect(Math.abs(found - p)).toBeLessThanOrEqual(1e-11 * p + 1e-15);
  });

  it.each(reference.logGamma)('ln Gamma($x)', ({ x, value }) => {
    expect(Math.abs(logGamma(x) - value)).toBeLessThanOrEqual(1e-12 * Math.abs(value) + 2e-14);
  });

  it.each(reference.evidence)('$counts against $shares', ({ shares, weight, counts, ...expected }) => {
    expect(sequentialEvidence(counts, shares, weight)).toBeCloseTo(expected.logEvidence, 8);
  });

  const isFew = ({ counts, shares }: (typeof reference.evidence)[number]) => pearson(counts, shares) === null;

  it('says nothing of few', () => {
    const few = reference.evidence.filter(isFew).map(({ counts }) => counts[1] ?? 0);
    expect(few.length).toBeGreaterThan(0);
    expect(Math.max(...few)).toBeLessThan(8);
  });

  it.each(reference.evidence.filter((each) => !isFew(each)))(
    'chi-square of $counts',
    ({ shares, counts, ...expected }) => {
      const found = pearson(counts, shares) ?? { statistic: Number.NaN, df: 1 };
      expect(found.statistic).toBeCloseTo(expected.statistic, 10);
      expect(Math.abs(chiSquareP(found) / expected.p - 1)).toBeLessThan(1e-9);
    },
  );
});

it('a printed table of chi-square: 5 %, 1 % and .1 % points', () => {
  // Pearson & Hartley, Biometrika Tables for Statisticians, table 8
  for (const [df, five, one, tenth] of [
    [1, 3.84146, 6.6349, 10.828],
    [2, 5.99146, 9.21034, 13.816],
    [5, 11.0705, 15.0863, 20.515],
    [10, 18.307, 23.2093, 29.588],
    [30, 43.773, 50.8922, 59.703],
  ] as const) {
    expect(chiSquareBeyond(five, df)).toBeCloseTo(0.05, 5);
    expect(chiSquareBeyond(one, df)).toBeCloseTo(0.01, 5);
    expect(chiSquareBeyond(tenth, df)).toBeCloseTo(0.001, 5);
  }
});

it('evidence is small at every look together where nothing is wrong, and found where something is', () => {
  const shares = [0.5, 0.3, 0.2];
  const ever = (truth: readonly number[], seed: number) => {
    const random = xoroshiro128plus(seed);
    const counts = [0, 0, 0];
    for (let n = 1; n <= 2000; n++) {
      const u = (random.next() >>> 0) / 2 ** 32;
      const arm = u < (truth[0] ?? 0) ? 0 : u < (truth[0] ?? 0) + (truth[1] ?? 0) ? 1 : 2;
      counts[arm] = (counts[arm] ?? 0) + 1;
      if (n % 20 === 0 && sequentialEvidence(counts, shares) >= Math.log(20)) return true;
    }
    return false;
  };
  const share = (truth: readonly number[]) =>
    Array.from({ length: 400 }, (_, seed) => ever(truth, seed + 1)).filter(Boolean).length / 400;
  expect(share(shares)).toBeLessThan(0.05 + 2.33 * Math.sqrt((0.05 * 0.95) / 400));
  expect(share([0.44, 0.34, 0.22])).toBeGreaterThan(0.95);
});

it('refuses what is no table of counts', () => {
  expect(() => pearson([1, 2], [0.5, 0.4])).toThrow('add up to 1');
  expect(() => pearson([1.5, 2], [0.5, 0.5])).toThrow('whole counts');
  expect(() => sequentialEvidence([1], [1])).toThrow('at least two');
  expect(pearson([3, 4], [0.5, 0.5])).toBeNull();
});
