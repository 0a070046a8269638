import { describe, expect, it } from 'vitest';
import { estimateSellers } from '../../../lib/trust/estimate-sellers.ts';
import { fitTrust } from '../../../lib/trust/fit-trust.ts';
import { summariseTrust } from '../../../lib/trust/summarise-trust.ts';
import { roundRow } from '../row.ts';
import { settingsOf } from '../settings.ts';
import { moving, trustOf } from './moving.ts';

const INPUT = { sha256: '', rows: 0, accepted: 0, rejected: 0, rejections: [] };
const FALLING = { sellers: 60, rounds: 12, se: 0.1, gain: 0.05, loss: 0.3, q: 0.03, seed: 3, leaving: 0.4 };
const { rows, moved } = moving(FALLING);
const { change, attribution } = trustOf(rows);
const stayed = moved.filter((each) => each.stayed);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

describe('change of the same sellers’ trust', () => {
  it('is that of those who decided in the first and in the last quarter; who stopped is told apart', () => {
    const { estimate, lower, upper, n, from, to, start, exits } = change.overall;
    expect([n, exits.sellers]).toEqual([36, 24]);
    expect([from, to]).toEqual([
      { first: '1', last: '3' },
      { first: '10', last: '12' },
    ]);
    const truth = mean(stayed.map((each) => each.change));
    expect(lower).toBeLessThan(truth);
    expect(upper).toBeGreaterThan(truth);
    expect(upper).toBeLessThan(0);
    expect(Math.abs((estimate ?? 0) - truth)).toBeLessThan(0.03);
    expect(start.n).toBe(36);
    expect(exits.trust.n).toBe(24);
    expect(start.estimate).toBeCloseTo(0.5, 1);
    expect(exits.trust.estimate).toBeCloseTo(0.5, 1);
  });

  it('has an interval for all looks beside the one for this look, half again as wide at least', () => {
    const { lower, upper, anytime } = change.overall;
    expect((anytime.upper ?? 0) - (anytime.lower ?? 0)).toBeGreaterThan(1.5 * ((upper ?? 0) - (lower ?? 0)));
  });

  it('is null below 20 sellers, and where there are no two periods', () => {
    const few = trustOf(moving({ ...FALLING, sellers: 24, leaving: 0.25 }).rows).change.overall;
    expect(few).toMatchObject({ estimate: null, n: 18, exits: { sellers: 6 } });
    expect(few.reason).toBe('fewer than 20 sellers decided both in 1 to 3 and in 10 to 12');
    expect(few.anytime).toMatchObject({ lower: null, reason: few.reason });
    const once = trustOf(rows.filter(({ position }) => position === 1)).change.overall;
    expect(once).toMatchObject({ estimate: null, from: null, reason: 'there are no two periods to compare' });
  });
});

describe('what builds and what breaks trust', () => {
  const parts = attribution['replenishment'];

  it('adds up to the change, and holds what was planted', () => {
    const { builders, busters, drift, outcomes } = parts ?? {};
    const sum = (builders?.estimate ?? 0) - (busters?.estimate ?? 0) + (drift?.estimate ?? 0);
    expect(sum).toBeCloseTo(change.overall.estimate ?? Number.NaN, 14);
    expect(outcomes).toBe(36 * 12);
    const truths = [
      [builders, mean(stayed.map((each) => each.builders))],
      [busters, mean(stayed.map((each) => each.busters))],
    ] as const;
    for (const [part, truth] of truths) {
      expect(part?.lower).toBeLessThan(truth);
      expect(part?.upper).toBeGreaterThan(truth);
    }
    expect(busters?.estimate).toBeGreaterThan(builders?.estimate ?? 1);
  });

  it('nobody saw an outcome: trust stands still by assumption, which is no finding', () => {
    const unseen = trustOf(rows.map((row) => ({ ...row, outcomeSeen: false })));
    const reason = 'no outcome was seen in between, so trust stands still by assumption';
    expect(unseen.change.overall).toMatchObject({ estimate: null, n: 36, reason, anytime: { lower: null } });
    expect(unseen.change.overall.start.estimate).toBeCloseTo(0.4, 1);
    expect(unseen.attribution['replenishment']).toMatchObject({
      builders: { estimate: null },
      drift: { estimate: null },
    });
  });

  it('a seller who saw none adds nothing to change, builders, busters or drift', () => {
    const some = rows.map((row) => Object.assign({ ...row }, { outcomeSeen: row.sellerId >= 's0030' }));
    const fit = fitTrust(some, settingsOf({ scale: 'level', estimator: 'kf' }));
    const { cells } = estimateSellers(
      some.filter(({ sellerId }) => sellerId < 's0030'),
      fit,
    );
    const total = cells.find(({ kind, of }) => kind === 'change' && of[0] === 'own');
    expect(total?.sellers).toBe(6);
    const added = (total?.totals ?? []).filter(({ name }) => name !== 'start');
    expect(added.length).toBeGreaterThan(4);
    for (const { value } of added) expect(Number(value) / 2 ** 64).toBeCloseTo(0, 12);
  });

  it('says why gains are not told: under the published prior, and under static trust', () => {
    const prior = fitTrust(
      rows.filter(({ sellerId }) => sellerId < 's0010'),
      settingsOf({ scale: 'level' }),
    );
    const { attribution: of } = summariseTrust(prior, [estimateSellers(rows, prior)], INPUT).trust;
    expect(of['replenishment']?.builders.reason).toMatch(
      /fewer than 20 sellers: trust rests on a published prior/,
    );
    const blind = fitTrust(
      rows.map((row) => ({ ...row, outcomeSeen: false })),
      settingsOf({ scale: 'level' }),
    );
    const unseen = summariseTrust(blind, [estimateSellers(rows, blind)], INPUT).trust;
    expect(unseen.attribution['replenishment']?.busters).toMatchObject({ estimate: null });
    expect(unseen.attribution['replenishment']?.busters.reason).not.toBe('');
  });
});

describe('recommenders of the same sellers', () => {
  const both = [0.3, 0.7].flatMap((trust, k) =>
    Array.from({ length: 25 * 8 }, (_, i) => {
      const [seller, position] = [Math.floor(i / 8), 1 + (i % 8)];
      const gap = 10 + ((7 * i) % 13);
      const noise = Math.sin(i * 12.9898 + k) * 2;
      return roundRow({
        sellerId: `s${seller + 10}`,
        recommender: ['pricing', 'replenishment'][k] ?? '',
        line: i + 2,
        position,
        recommended: 100 + gap,
        chosen: 100 + (trust + 0.1 * Math.sin(seller)) * gap + noise,
        outcome: 100 + gap * ((i * 5) % 3 === 0 ? -0.5 : 1),
      });
    }),
  );
  const contrastOf = (sellers: readonly string[]) => {
    const mine = both.filter(
      ({ sellerId, recommender }) => recommender === 'pricing' || sellers.includes(sellerId),
    );
    const fit = fitTrust(mine, settingsOf({ scale: 'level', estimator: 'kf' }));
    return summariseTrust(fit, [estimateSellers(mine, fit)], INPUT).trust;
  };
  const everybody = [...new Set(both.map(({ sellerId }) => sellerId))];

  it('are compared over the sellers of both', () => {
    const { contrasts, byRecommender } = contrastOf(everybody);
    expect(contrasts).toHaveLength(1);
    const { first, second, difference } = contrasts[0] ?? {};
    expect([first, second, difference?.n]).toEqual(['pricing', 'replenishment', 25]);
    const means = (byRecommender['pricing']?.estimate ?? 0) - (byRecommender['replenishment']?.estimate ?? 0);
    expect(difference?.estimate).toBeCloseTo(means, 12);
    expect(difference?.anytime.upper).toBeLessThan(0);
  });

  it('and not below 20 of them', () => {
    const { difference } = contrastOf(everybody.slice(0, 19)).contrasts[0] ?? {};
    expect(difference).toMatchObject({
      estimate: null,
      n: 19,
      reason: 'fewer than 20 sellers hear from both',
    });
  });
});
