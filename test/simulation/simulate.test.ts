import { describe, expect, it } from 'vitest';
import {
  defaultSettings,
  simulatedRecommenders,
  type SimulationSettings,
} from '../../lib/simulation/settings.ts';
import { simulate } from '../../lib/simulation/simulate.ts';

const settings = (
  theory: SimulationSettings['theory'],
  changed: Partial<SimulationSettings> = {},
): SimulationSettings => ({
  ...defaultSettings(theory),
  ...changed,
});

const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
const sd = (values: readonly number[]) => Math.sqrt(mean(values.map((each) => (each - mean(values)) ** 2)));

/** Gaps and moves on the log scale. */
function moves(simulated: SimulationSettings): { gap: number; move: number }[] {
  return simulate(simulated).rows.map(({ priorPlan, recommended, chosen }) => {
    const [p = Number.NaN, m = Number.NaN, a = Number.NaN] = [priorPlan, recommended, chosen].map((x) =>
      Math.log(x ?? -1),
    );
    return { gap: m - p, move: a - p };
  });
}

describe('a simulated marketplace', () => {
  it('is the same for the same seed, another for another', () => {
    const one = simulate(settings('mixture'));
    expect(simulate(settings('mixture'))).toEqual(one);
    expect(simulate(settings('mixture', { seed: 2 })).rows).not.toEqual(one.rows);
  });

  it('has one stream a seller: a longer marketplace begins with the same sellers', () => {
    const few = simulate(settings('trust-embedded', { sellers: 10 })).rows;
    const more = simulate(settings('trust-embedded', { sellers: 99 })).rows;
    const values = (rows: typeof few) => rows.map(({ recommended, chosen }) => [recommended, chosen]);
    expect(values(more.slice(0, few.length))).toEqual(values(few));
  });

  it('level-k sellers take k delta off what the marketplace gains by, and ignore their plan', () => {
    const recommenders = simulatedRecommenders(2);
    const { rows } = simulate(settings('level-k', { recommenders, noiseSd: 0 }));
    for (const { recommender, recommended, chosen } of rows) {
      const discount = Math.log((recommended ?? 0) / (chosen ?? 0));
      expect(discount).toBeCloseTo(recommender === 'replenishment' ? 0.2 : -0.2, 6);
    }
  });

  it('babbling sellers move by noise alone', () => {
    const drawn = moves(settings('babbling'));
    expect(sd(drawn.map(({ move }) => move))).toBeCloseTo(0.1, 2);
    expect(mean(drawn.map(({ gap, move }) => gap * move))).toBeCloseTo(0, 2);
  });

  it('trust-embedded sellers begin at the planted trust', () => {
    const first = moves(settings('trust-embedded', { sellers: 4000, rounds: 1 }));
    const slope = mean(first.map(({ gap, move }) => gap * move)) / mean(first.map(({ gap }) => gap * gap));
    expect(slope).toBeCloseTo(0.5, 1);
  });

  it('plans err as said, and recommendations lean as said', () => {
    const { rows } = simulate(settings('level-k', { sellers: 500 }));
    const logs = rows.map(({ priorPlan, recommended, outcome }) =>
      [priorPlan, recommended, outcome].map((x) => Math.log(x ?? -1)),
    );
    const errors = logs.map(([p = 0, m = 0, y = 0]) => ({ plan: p - y, recommendation: m - y }));
    expect(sd(errors.map(({ plan }) => plan))).toBeCloseTo(0.4, 1);
    expect(sd(errors.map(({ recommendation }) => recommendation))).toBeCloseTo(0.3, 1);
    expect(mean(errors.map(({ recommendation }) => recommendation))).toBeCloseTo(0.2, 1);
  });

  it('says what it planted', () => {
    const { truth } = simulate(settings('mixture', { sellers: 2000 }));
    expect(truth.classes.TE / 2000).toBeCloseTo(0.5, 1);
    expect(truth.theories['babbling']).toEqual({ share: 0.2, parameters: { noiseSd: 0.1 } });
    expect(simulate(settings('babbling')).truth.dynamics.parameters).toBeNull();
  });

  it.each([
    [{ sellers: 0 }, /at least one of sellers/],
    [{ seed: 0.5 }, /whole seed/],
    [{ shares: { TE: 1, L0: 1, L1: 0, L2: 0, BAB: 0 } }, /add up to 1/],
  ])('refuses %o', (changed, message) => {
    expect(() => simulate(settings('mixture', changed))).toThrow(message);
  });
});
