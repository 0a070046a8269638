import { beforeAll, describe, expect, test } from 'vitest';
import type { RoundRow } from '../../lib/rounds/row.ts';
import type { AnalysisSettings } from '../../lib/trust/settings.ts';
import { roundRow } from './row.ts';
import { faults, panel, wholeWay, type WholeWay } from './whole-way.ts';

interface Case {
  readonly rows: readonly RoundRow[];
  readonly settings?: Partial<AnalysisSettings>;
  readonly tells: (result: WholeWay) => void;
}

const wobble = (k: number): number => ((k * 7919) % 97) / 97 - 0.5;

/** 22 sellers of 6 rounds as they should be; `change` makes them what they are. */
const sellers = (change: (i: number, t: number) => Partial<RoundRow>, n = 22): RoundRow[] =>
  panel(n, 6, (i, t) => ({
    priorPlan: 100 + 10 * wobble(5 * i + 3 * t),
    recommended: 120 + 50 * wobble(3 * i + 7 * t + 1),
    chosen: 112 + 20 * wobble(i * 6 + t),
    outcome: 115 + 60 * wobble(11 * i + t),
    ...change(i, t),
  }));

const times = (row: RoundRow, factor: number): RoundRow => ({
  ...row,
  priorPlan: row.priorPlan === null ? null : row.priorPlan * factor,
  recommended: row.recommended === null ? null : row.recommended * factor,
  chosen: row.chosen === null ? null : row.chosen * factor,
  outcome: row.outcome === null ? null : row.outcome * factor,
});
const good = sellers(() => ({}));

const nothing = (reason: string) => (result: WholeWay) => {
  const { trust, verdict, health, dynamics } = result.estimates;
  expect(trust.overall.estimate).toBeNull();
  expect(trust.overall.reason).toContain(reason);
  expect(verdict.preferred).toBe('cannot tell');
  expect(result.sellers.every((seller) => seller.trust === null && seller.trend === null)).toBe(true);
  for (const { parameters } of dynamics) expect(parameters['gain']?.estimate ?? null).toBeNull();
  expect(health.find(({ check }) => check === 'rounds used')?.status).not.toBe('ok');
};
/** Everybody answers alike: what she shows is told, trust is not. */
const nothingBut =
  (reason: string) =>
  ({ estimates, sellers: all }: WholeWay) => {
    expect(estimates.dynamics[0]?.reason).toContain(reason);
    expect(estimates.dynamics[0]?.parameters['initialMean']?.reason).toContain(reason);
    expect(estimates.trust.overall.estimate).toBeNull();
    expect(estimates.trust.overall.reason).toContain(reason);
    expect(estimates.trust.shown.estimate).toBe(reason.includes('high') ? 1 : 0);
    for (const { trust, reason: why } of all)
      expect([trust, why]).toEqual([null, expect.stringContaining(reason)]);
  };
const reasonFor = (name: string, words: string) => (result: WholeWay) => {
  const parameter = result.estimates.dynamics[0]?.parameters[name];
  expect(parameter?.estimate).toBeNull();
  expect(parameter?.reason).toContain(words);
};
const everybody = (told: (trust: number) => boolean) => (result: WholeWay) =>
  expect(result.sellers.filter(({ trust }) => trust === null || !told(trust))).toEqual([]);

const log = { scale: 'log' } as const;
const CASES: Record<string, Case> = {
  'no rows': { rows: [], tells: nothing('no seller') },
  'all values missing': {
    rows: sellers(() => ({ priorPlan: null, recommended: null, chosen: null, outcome: null })),
    tells: nothing('no seller'),
  },
  'the recommendation is the prior plan': {
    rows: sellers(() => ({ recommended: 100, priorPlan: 100 })),
    tells: nothing('no seller'),
  },
  'nobody ever answered': {
    rows: sellers(() => ({ response: 'none', chosen: null })),
    tells: nothing('no seller'),
  },
  'no prior plan': { rows: sellers(() => ({ priorPlan: null })), tells: nothing('no seller') },
  'zeros on the log scale': {
    rows: sellers(() => ({ priorPlan: 0 })),
    settings: log,
    tells: nothing('no seller'),
  },
  'one seller, one round': {
    rows: [roundRow()],
    tells: ({ estimates, sellers: [only] }) => {
      expect(only?.trust).toBeNull();
      expect(estimates.dynamics[0]?.reason).not.toBeNull();
      expect(estimates.verdict.preferred).toBe('cannot tell');
    },
  },
  'one seller': {
    rows: sellers(() => ({}), 1),
    tells: ({ estimates, sellers: [only] }) => {
      expect(estimates.dynamics[0]?.reason).toContain('published prior');
      expect(estimates.trust.overall.n).toBe(1);
      expect(only?.trend).toBeNull();
    },
  },
  'one round each': {
    rows: sellers(() => ({})).filter(({ position }) => position === 1),
    tells: ({ estimates, sellers: all }) => {
      expect(all.every(({ trend }) => trend === null)).toBe(true);
      expect(estimates.verdict.preferred).toBe('cannot tell');
    },
  },
  'few sellers': {
    rows: sellers(() => ({}), 3),
    tells: ({ estimates }) => {
      expect(estimates.dynamics[0]?.parameters['gain']?.estimate).toBeNull();
      expect(estimates.dynamics[0]?.reason).toContain('published prior');
      expect(estimates.verdict.reason).toContain('fewer than 20 sellers');
    },
  },
  'all accept, by button': {
    rows: sellers(() => ({ response: 'accept', chosen: null })),
    tells: nothingBut('trust is high, how high can not be told'),
  },
  'all choose what was recommended': {
    rows: good.map((row) => ({ ...row, chosen: row.recommended })),
    tells: nothingBut('trust is high, how high can not be told'),
  },
  'all keep, by button': {
    rows: sellers(() => ({ response: 'keep', chosen: null })),
    tells: nothingBut('trust is low, how low can not be told'),
  },
  'all dismiss': {
    rows: sellers(() => ({ response: 'dismiss', chosen: null }), 12),
    tells: nothingBut('trust is low, how low can not be told'),
  },
  'one gap for all': {
    rows: sellers(() => ({ priorPlan: 100, recommended: 140 })),
    tells: (result) => {
      reasonFor('gapSlope', 'gaps are all of one size')(result);
      expect(result.estimates.verdict.preferred).toBe('cannot tell');
      expect(result.estimates.verdict.reason).toContain('all gaps have one sign');
    },
  },
  'constant advice': { rows: sellers(() => ({ recommended: 130 })), tells: everybody(() => true) },
  'no outcomes': {
    rows: sellers(() => ({ outcome: null })),
    tells: (result) => {
      reasonFor('gain', 'no outcome was seen')(result);
      const { dynamics, trust } = result.estimates;
      expect(dynamics[0]?.models.map(({ name }) => name)).toEqual(['static']);
      expect(dynamics[0]?.placebo.reason).toBe('nobody had outcomes of which none was shown to her');
      expect(trust.calibration.gap.estimate).toBeNull();
    },
  },
  'outcomes that nobody was shown': {
    rows: sellers(() => ({ outcomeSeen: false })),
    tells: ({ estimates }) => {
      expect(estimates.dynamics[0]?.placebo.reason).toBeNull();
      const { status, detail } = estimates.health.find(({ check }) => check === 'placebo') ?? {};
      expect(status).toBe('unknown');
      expect(detail).toMatch(/^nothing to hold the placebo against: no outcome was seen/);
    },
  },
  'outcomes not shown to those who keep': {
    rows: [
      ...good.map((row) => ({ ...row, chosen: (row.recommended ?? 0) + (row.position % 3 === 0 ? 0 : 5) })),
      ...sellers((i) => ({ sellerId: `k${i}`, outcomeSeen: false, response: 'keep', chosen: null })),
    ],
    tells: ({ estimates }) => {
      expect(estimates.dynamics[0]?.placebo.reason).toContain('how low can not be told');
      expect(estimates.dynamics[0]?.parameters['gain']?.estimate).not.toBeNull();
    },
  },
  'outcomes all better than the plans': {
    rows: sellers((i, t) => ({ recommended: 140 + 10 * wobble(i + t), outcome: 150 })),
    tells: reasonFor('loss', 'gain and loss are one number'),
  },
  'outcomes as far from the plan as from the recommendation': {
    rows: good.map((row) => ({ ...row, outcome: ((row.priorPlan ?? 0) + (row.recommended ?? 0)) / 2 })),
    tells: ({ estimates }) => expect(estimates.trust.overall.estimate).not.toBeNull(),
  },
  'values of 1e-9': { rows: good.map((row) => times(row, 1e-11)), tells: everybody(() => true) },
  'values of 1e12': { rows: good.map((row) => times(row, 1e10)), tells: everybody(() => true) },
  'values of 1e-9 and 1e12 in one file, on logs': {
    rows: good.map((row) => times(row, Number(row.sellerId.slice(1)) % 2 === 0 ? 1e-11 : 1e10)),
    tells: everybody(() => true),
  },
  'values of 1e-9 and 1e12 in one file, on levels': {
    rows: good.map((row) => times(row, Number(row.sellerId.slice(1)) % 2 === 0 ? 1e-11 : 1e10)),
    settings: { scale: 'level' },
    tells: ({ sellers: all }) => expect(all.some(({ trust }) => trust !== null)).toBe(true),
  },
  'one id in two recommenders': {
    rows: [...good, ...good.map((row) => ({ ...row, recommender: 'pricing' }))],
    tells: ({ estimates, sellers: all }) => {
      expect(all).toHaveLength(44);
      expect(Object.keys(estimates.trust.byRecommender)).toEqual(['pricing', 'replenishment']);
    },
  },
  'every row twice': {
    rows: [...good, ...good],
    tells: ({ sellers: all }) => expect(all.every(({ rounds }) => rounds === 12)).toBe(true),
  },
  'a recommender with 19 sequences beside one with 22': {
    rows: [...good, ...sellers(() => ({ recommender: 'pricing' }), 19)],
    tells: ({ estimates }) => {
      expect(estimates.trust.byRecommender['pricing']?.n).toBe(19);
      expect(estimates.dynamics.map(({ segment }) => segment)).toContain('all');
    },
  },
  'a recommender with 19 sequences alone': {
    rows: sellers(() => ({}), 19),
    tells: ({ estimates }) => expect(estimates.dynamics[0]?.reason).toContain('published prior'),
  },
  'one answer for all': {
    rows: sellers(() => ({ trustRating: 4 })),
    tells: ({ estimates }) => expect(estimates.trust.ratings.slope.reason).not.toBeNull(),
  },
};

/** The same rounds as another file would list them: other lines, last seller first. */
const reordered = (rows: readonly RoundRow[]): RoundRow[] =>
  rows.toReversed().map((row, k) => Object.assign({}, row, { line: k + 2 }));

describe.each(Object.entries(CASES))('%s', (_name, { rows, settings, tells }) => {
  let result: WholeWay;
  beforeAll(() => {
    result = wholeWay(rows, settings);
  });
  test('nothing breaks, and what is null says why', () => expect(faults(result)).toEqual([]));
  test('what can be told is told, what can not is not', () => {
    expect.hasAssertions();
    tells(result);
  });
  test('again, from a file in another order: the same bytes', () =>
    expect(wholeWay(reordered(rows), settings).published).toBe(result.published));
});
