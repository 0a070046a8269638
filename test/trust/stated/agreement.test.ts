import { describe, expect, test } from 'vitest';
import { streams } from '../../../lib/simulation/stream.ts';
import { agreement, type Pair } from '../../../lib/trust/stated/correlation.ts';
import { retestReliability } from '../../../lib/trust/stated/retest.ts';
import { repeated, type Score } from '../../../lib/trust/stated/score.ts';

const score = (...looks: number[]): Score => repeated([looks]) as Score;

/** Two measures of n sellers, `looks` looks each, that would correlate at rho without error. */
function pairsOf(n: number, looks: number, rho: number, error: number, seed: number): Pair[] {
  const { normal } = streams(seed).next().value;
  return Array.from({ length: n }, () => {
    const x = normal();
    const y = rho * x + Math.sqrt(1 - rho * rho) * normal();
    const seen = (value: number): Score =>
      score(...Array.from({ length: looks }, () => value + error * normal()));
    return [seen(x), seen(y)] as const;
  });
}

const average = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('agreement', () => {
  test('Pearson with the interval of Fisher', () => {
    const pairs = Array.from({ length: 24 }, (_, i): Pair => [score(i + 1), score(i % 2 === 0 ? i + 2 : i)]);
    const { raw } = agreement(pairs);
    expect(raw.estimate).toBeCloseTo(1 - (6 * 24) / (24 * (24 ** 2 - 1)), 12); // Spearman's formula for ranks
    const z = Math.atanh(raw.estimate ?? 0);
    expect(Math.atanh(raw.lower ?? 0)).toBeCloseTo(z - 1.959964 / Math.sqrt(21), 6);
    expect(Math.atanh(raw.upper ?? 0)).toBeCloseTo(z + 1.959964 / Math.sqrt(21), 6);
  });

  test('the raw correlation is attenuated as the reliabilities say; the corrected one is not', () => {
    const [raws, corrected, held] = [[] as number[], [] as number[], [] as boolean[]];
    for (let run = 0; run < 200; run++) {
      const { raw, disattenuated } = agreement(pairsOf(150, 3, 0.6, 1.5, 900 + run));
      raws.push(raw.estimate ?? Number.NaN);
      corrected.push(disattenuated.estimate ?? Number.NaN);
      held.push((disattenuated.lower ?? 1) <= 0.6 && 0.6 <= (disattenuated.upper ?? 0));
    }
    expect(average(raws)).toBeCloseTo(0.6 / (1 + 1.5 ** 2 / 3), 1);
    expect(average(corrected)).toBeCloseTo(0.6, 1);
    expect(held.filter(Boolean).length / held.length).toBeGreaterThanOrEqual(0.91); // .95 less 2.33 Monte Carlo errors
  });

  test('what recommenders differ by is no error of an answer', () => {
    const pairs = Array.from({ length: 30 }, (_, i): Pair => [
      repeated([[1 + (i % 3)], [5 + (i % 3)]]) as Score,
      score(i % 4, i % 4),
    ]);
    expect(agreement(pairs).disattenuated.reason).toContain('no seller answered twice about one recommender');
  });

  test('the mean of a posterior varies less than what it is the mean of', () => {
    const { normal } = streams(4).next().value;
    const pairs = Array.from({ length: 4000 }, (): Pair => {
      const mean = 0.5 + 0.1 * normal();
      const alpha = mean + 0.1 * normal();
      return [{ kind: 'posterior', mean, variance: 0.01 }, score(alpha, alpha)];
    });
    const { raw, disattenuated } = agreement(pairs);
    expect(raw.estimate).toBeCloseTo(Math.SQRT1_2, 1);
    expect(disattenuated.estimate).toBeCloseTo(1, 1);
  });

  test.each<[string, Pair[], string]>([
    ['few sellers', pairsOf(19, 2, 0.5, 0.1, 1), '20 sellers with both are needed, not 19'],
    ['nobody', [], 'no seller has both'],
    [
      'one measure without spread',
      pairsOf(30, 2, 0.5, 0.1, 1).map(([, y]): Pair => [score(4, 4), y]),
      'the same for every seller',
    ],
  ])('%s: null with the reason', (_name, pairs, reason) => {
    const { raw, disattenuated } = agreement(pairs);
    for (const found of [raw, disattenuated]) {
      expect(found.estimate).toBeNull();
      expect(found.reason).toContain(reason);
    }
  });

  test('nothing but noise is not corrected; what goes beyond 1 is cut and says so', () => {
    expect(agreement(pairsOf(200, 2, 0, 40, 12)).disattenuated.reason).toMatch(/mostly noise|too uncertain/);
    const cut = Array.from(
      { length: 20 },
      (_, seed) => agreement(pairsOf(40, 2, 0.98, 0.9, seed)).disattenuated,
    ).find(({ estimate }) => estimate === 1);
    expect(cut?.reason).toMatch(/^1\.\d\d before it was cut$/);
  });

  test('views that share their errors are not corrected', () => {
    expect(agreement(pairsOf(50, 2, 0.5, 0.1, 1), 'shared').disattenuated.reason).toBe('shared');
  });
});

const answered = (n: number, ratings: (i: number) => number[]) =>
  Array.from({ length: n }, (_, i) => ({ sellerId: `s${i}`, ratings: ratings(i) }));

describe('retest', () => {
  /** Shrout & Fleiss (1979), table 2: six targets rated by four judges; ICC(1,1) = .17. */
  test('Shrout and Fleiss', () => {
    const table = [
      [9, 2, 5, 8],
      [6, 1, 3, 2],
      [8, 4, 6, 8],
      [7, 1, 2, 6],
      [10, 5, 6, 9],
      [6, 2, 4, 7],
    ];
    const many = Array.from({ length: 4 }, (_, copy) =>
      table.map((ratings, i) => ({ sellerId: `s${copy}-${i}`, ratings })),
    ).flat();
    const { estimate, n } = retestReliability(many);
    // copies leave the mean squares within as they are and take those between from 5 to 23 degrees of freedom
    const [within, between] = [112.75 / 18, (4 * 56.208333333333336) / 23];
    expect(estimate).toBeCloseTo((between - within) / (between + 3 * within), 10);
    expect(n).toBe(24);
  });

  test('intervals hold the planted correlation', () => {
    let held = 0;
    for (let run = 0; run < 300; run++) {
      const { normal } = streams(2000 + run).next().value;
      const answers = Array.from({ length: 120 }, (_, i) => {
        const seller = normal();
        return { sellerId: `s${i}`, ratings: Array.from({ length: 2 + (i % 3) }, () => seller + normal()) };
      });
      const { lower, upper } = retestReliability(answers);
      if ((lower ?? 1) <= 0.5 && 0.5 <= (upper ?? 0)) held++;
    }
    expect(held / 300).toBeGreaterThanOrEqual(0.92);
    expect(held / 300).toBeLessThanOrEqual(0.98);
  });

  test.each([
    ['nobody twice', answered(30, () => [4]), 'no seller answered twice'],
    ['few', answered(19, (i) => [4, 1 + (i % 7)]), '20 sellers who answered twice are needed, not 19'],
    ['all alike', answered(30, () => [4, 4]), 'every answer was the same'],
    ['all alike but one', answered(30, (i) => (i === 3 ? [4, 5] : [4, 4])), 'without one of the sellers'],
  ])('%s: null with the reason', (_name, answers, reason) => {
    const { estimate, reason: found } = retestReliability(answers);
    expect(estimate).toBeNull();
    expect(found).toContain(reason);
  });

  test('nobody ever changes an answer', () => {
    expect(retestReliability(answered(40, (i) => [1 + (i % 7), 1 + (i % 7)]))).toMatchObject({
      estimate: 1,
      reason: 'nobody ever changed an answer',
    });
  });
});
