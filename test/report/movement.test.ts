import { describe, expect, it } from 'vitest';
import { movements as movementsOf } from '../../lib/report/movement.ts';
import type { Estimates } from '../../lib/trust/estimates.ts';
import { estimates } from './fixture.ts';

const cell = (period: string, mean: number | null, half = 0.0196, sellers = 50) => ({
  period,
  recommender: 'pricing',
  sellers,
  mean,
  lower: mean === null ? null : mean - half,
  upper: mean === null ? null : mean + half,
});

/** Movements where the recommenders have so many sellers in all. */
function movements(evolution: Estimates['evolution'], pricing = 50) {
  const { trust } = estimates();
  const known = { ...trust.overall, n: pricing };
  return movementsOf({
    evolution,
    trust: { ...trust, byRecommender: { pricing: known, replenishment: { ...known, n: 8 } } },
  });
}

describe('how far trust moved', () => {
  it('compares the first and the last period that are known: change +- 1.96 sqrt(.01^2 + .01^2)', () => {
    const [movement] = movements([cell('1', null), cell('2', 0.5), cell('3', 0.9), cell('4', 0.6)]);
    expect(movement).toMatchObject({
      recommender: 'pricing',
      from: { period: '2' },
      to: { period: '4' },
      direction: 'rose',
    });
    expect(movement?.change).toBeCloseTo(0.1, 12);
    expect(movement?.lower).toBeCloseTo(0.1 - 1.96 * Math.SQRT2 * 0.01, 4);
  });

  it.each([
    [0.4, 'fell'],
    [0.48, 'cannot tell'],
    [0.6, 'rose'],
  ] as const)('from 0.5 to %d: %s', (to, direction) => {
    expect(movements([cell('1', 0.5), cell('2', to)])[0]?.direction).toBe(direction);
  });

  it('leaves out the periods in which fewer than half as many sellers were asked as in the largest', () => {
    const few = (period: string, mean: number) => cell(period, mean, 0.0196, 24);
    const [movement] = movements([few('1', 0.1), cell('2', 0.6), cell('3', 0.5), few('4', 0.9)]);
    expect(movement).toMatchObject({ from: { period: '2' }, to: { period: '3' }, direction: 'fell' });
    expect(movements([cell('1', 0.5), few('2', 0.9)])).toEqual([]);
  });

  it('how many are many is told for each recommender by itself', () => {
    const other = { ...cell('1', 0.5, 0.0196, 8), recommender: 'replenishment' };
    const moved = movements([cell('1', 0.5), other, cell('2', 0.6), { ...other, period: '2', mean: 0.7 }]);
    expect(moved.map(({ recommender }) => recommender)).toEqual(['pricing', 'replenishment']);
  });

  it.each([
    [75, 'rose'],
    [74, 'other sellers'],
  ] as const)('of 100 sellers %i in each of two periods: %s', (sellers, direction) => {
    const cells = [cell('1', 0.5, 0.0196, sellers), cell('2', 0.9, 0.0196, sellers)];
    expect(movements(cells, 100)[0]?.direction).toBe(direction);
  });

  it('one period, or none, is no movement', () => {
    expect(movements([cell('1', 0.5), cell('2', null)])).toEqual([]);
    expect(movements([])).toEqual([]);
  });
});
