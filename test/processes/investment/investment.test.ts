import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { beliefs } from '../../../lib/processes/investment/belief.ts';
import { choiceAmong } from '../../../lib/processes/investment/choice.ts';
import { informationFrom } from '../../../lib/processes/investment/information.ts';
import { investments, type Candidate } from '../../../lib/processes/investment/investments.ts';
import { bestPortfolio, type Item } from '../../../lib/processes/investment/portfolio.ts';
import { streams } from '../../../lib/simulation/stream.ts';

const stream = () => streams(11).next().value;
const candidate = (process: string, estimate: number, over: Partial<Candidate> = {}): Candidate => ({
  process,
  effect: { estimate, se: 0.02, clusters: 400 },
  costPerUnit: 2,
  reach: 1000,
  ...over,
});

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
const total = (of: readonly Item[], field: 'cost' | 'value') =>
  of.reduce((sum, each) => sum + each[field], 0);

describe('beliefs', () => {
  it('of sham processes stay near zero, however lucky one of them was', () => {
    const draw = stream();
    const drawn = Array.from({ length: 300 }, () => {
      const effects = Array.from({ length: 8 }, () => ({ estimate: 0.02 * draw.normal(), se: 0.02 }));
      const raw = Math.max(...effects.map(({ estimate }) => estimate));
      const believed = Math.max(...beliefs(effects).map((belief) => belief.mean));
      return [raw, believed] as const;
    });
    expect(mean(drawn.map(([raw]) => raw))).toBeGreaterThan(0.027); // 1.42 sd: the largest of eight
    expect(mean(drawn.map(([, believed]) => believed))).toBeLessThan(0.013);
  });

  it('are right on average where effects differ, and their intervals hold 95 of 100', () => {
    const draw = stream();
    let [held, all] = [0, 0];
    for (let run = 0; run < 400; run += 1) {
      const truth = Array.from({ length: 10 }, () => 0.05 * draw.normal());
      const effects = truth.map((beta) => ({ estimate: beta + 0.03 * draw.normal(), se: 0.03 }));
      beliefs(effects).forEach((belief, j) => {
        all += 1;
        held += Math.abs((truth[j] ?? 0) - belief.mean) <= 1.96 * Math.sqrt(belief.variance) ? 1 : 0;
      });
    }
    expect(held / all).toBeGreaterThan(0.93);
    expect(held / all).toBeLessThan(0.97);
  });

  it('of one clear effect are hardly drawn; without a standard error there are none', () => {
    const [clear] = beliefs([{ estimate: 0.2, se: 0.02 }]);
    expect(clear?.mean).toBeCloseTo(0.198, 3);
    expect(beliefs([])).toEqual([]);
    expect(() => beliefs([{ estimate: 0.1, se: 0 }])).toThrow(RangeError);
  });
});

describe('a choice among values', () => {
  it('is what drawing them gives', () => {
    const draw = stream();
    const values = [
      { mean: 0.03, variance: 0.0009 },
      { mean: 0.02, variance: 0.0025 },
      { mean: -0.05, variance: 0.0004 },
    ];
    const found = choiceAmong(values);
    const [wins, runs] = [[0, 0, 0], 200_000];
    let [none, most] = [0, 0];
    for (let run = 0; run < runs; run += 1) {
      const drawn = values.map((value) => value.mean + Math.sqrt(value.variance) * draw.normal());
      const top = Math.max(...drawn);
      most += Math.max(0, top);
      if (top <= 0) none += 1;
      else wins[drawn.indexOf(top)] = (wins[drawn.indexOf(top)] ?? 0) + 1;
    }
    found.probabilityBest.forEach((p, j) => expect(Math.abs(p - (wins[j] ?? 0) / runs)).toBeLessThan(0.005));
    expect(Math.abs(found.probabilityNone - none / runs)).toBeLessThan(0.005);
    expect(Math.abs(found.expectedRegret - (most / runs - 0.03))).toBeLessThan(0.0005);
  });

  it('always ends somewhere: the probabilities add up to one', () => {
    const value = fc.record({
      mean: fc.double({ min: -1, max: 1, noNaN: true }),
      variance: fc.double({ min: 1e-6, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(value, { maxLength: 6 }), (values) => {
        const { probabilityBest, probabilityNone, expectedRegret } = choiceAmong(values);
        const sum = probabilityBest.reduce((all, p) => all + p, probabilityNone);
        expect(Math.abs(sum - 1)).toBeLessThan(2e-3);
        expect(expectedRegret).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  it('of values that are known has nothing to regret', () => {
    expect(choiceAmong([{ mean: 1, variance: 0 }]).expectedRegret).toBeLessThan(1e-9);
    expect(choiceAmong([{ mean: -1, variance: 0 }])).toMatchObject({ probabilityNone: 1, expectedRegret: 0 });
    expect(choiceAmong([])).toMatchObject({ probabilityBest: [], probabilityNone: 1 });
    expect(() => choiceAmong([{ mean: Number.NaN, variance: 1 }])).toThrow(RangeError);
  });
});

describe('a portfolio', () => {
  it('is the best of all subsets', () => {
    const item = fc.record({
      cost: fc.integer({ min: 0, max: 20 }),
      value: fc.integer({ min: -5, max: 30 }),
    });
    fc.assert(
      fc.property(fc.array(item, { maxLength: 10 }), fc.integer({ min: 0, max: 60 }), (drawn, budget) => {
        const items = drawn.map((each, j): Item => ({
          process: `p${j}`,
          cost: each.cost,
          value: each.value,
        }));
        const subsets = Array.from({ length: 2 ** items.length }, (_, bits) =>
          items.filter((_each, j) => Math.floor(bits / 2 ** j) % 2 === 1),
        );
        const best = Math.max(
          ...subsets.filter((each) => total(each, 'cost') <= budget).map((each) => total(each, 'value')),
        );
        const found = bestPortfolio(items, budget);
        expect(found.value).toBe(best);
        expect(found.gap).toBe(0);
        const chosen = items.filter(({ process }) => found.processes.includes(process));
        expect([total(chosen, 'value'), total(chosen, 'cost')]).toEqual([found.value, found.cost]);
      }),
      { numRuns: 300 },
    );
  });

  it('of fifty alike is found as well, and a foolish budget is refused', () => {
    const items = Array.from({ length: 50 }, (_, j) => ({
      process: `p${j}`,
      cost: 10 + (j % 7),
      value: 20 + ((j * 5) % 11),
    }));
    const found = bestPortfolio(items, 123);
    expect(found.cost).toBeLessThanOrEqual(123);
    expect(found.gap).toBe(0);
    expect(() => bestPortfolio(items, -1)).toThrow(RangeError);
    expect(() => bestPortfolio([{ process: 'x', cost: -1, value: 1 }], 1)).toThrow(RangeError);
  });
});

describe('the value of an experiment', () => {
  it('is what its preposterior distribution gives', () => {
    const values = [
      { mean: 0.03, variance: 0.0009 },
      { mean: 0.05, variance: 0.0004 },
    ];
    const { value, moves } = informationFrom(values, 0, 0.0009);
    const h = 1e-4;
    let sum = 0;
    for (let z = -8; z < 8; z += h)
      sum += Math.max(0.03 + moves * z, 0.05) * (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * h;
    expect(value).toBeCloseTo(sum - 0.05, 6);
  });

  it('grows with precision, is below what certainty gives, and is nothing where nothing is open', () => {
    const values = [{ mean: 0.03, variance: 0.0009 }];
    const of = (sampling: number) => informationFrom(values, 0, sampling).value;
    expect(of(1e-4)).toBeGreaterThan(of(1e-2));
    expect(of(1e-12)).toBeCloseTo(choiceAmong(values).expectedRegret, 5);
    expect(informationFrom([{ mean: 1, variance: 0 }], 0, 1).value).toBe(0);
    expect(() => informationFrom(values, 1, 1)).toThrow(RangeError);
  });
});

describe('where to invest', () => {
  it('ranks by trust per cost, not by trust', () => {
    const { rows, portfolio } = investments(
      [candidate('dear', 0.12, { costPerUnit: 10 }), candidate('cheap', 0.08), candidate('sham', 0.001)],
      3000,
    );
    expect(rows.map(({ process, rank }) => [process, rank])).toEqual([
      ['cheap', 1],
      ['dear', 2],
      ['sham', 3],
    ]);
    expect(rows[0]?.probabilityBest).toBeGreaterThan(0.95);
    expect(rows[2]?.gainPerUnit.estimate).toBeLessThan(0.002);
    expect(portfolio?.processes).toEqual(['cheap']);
  });

  it('tells no value without a cost, and says why', () => {
    const { rows, portfolio } = investments(
      [candidate('unpriced', 0.1, { costPerUnit: null }), candidate('free', 0.05, { costPerUnit: 0 })],
      null,
    );
    expect(rows.every(({ rank, valuePerCost }) => rank === null && valuePerCost === null)).toBe(true);
    expect(rows.map(({ reason }) => reason)).toEqual([
      'it costs nothing',
      'what it costs is not known: give cost_per_unit in the registry',
    ]);
    expect(portfolio).toBeNull();
  });

  it('would next try what is uncertain and could matter', () => {
    const { rows } = investments(
      [
        candidate('known', 0.05, { effect: { estimate: 0.05, se: 0.002, clusters: 4000 } }),
        candidate('open', 0.045, { effect: { estimate: 0.045, se: 0.04, clusters: 100 } }),
        candidate('hopeless', -0.3, { effect: { estimate: -0.3, se: 0.02, clusters: 400 } }),
      ],
      null,
    );
    const next = rows.toSorted((a, b) => (a.nextExperiment?.rank ?? 9) - (b.nextExperiment?.rank ?? 9));
    expect(next[0]).toMatchObject({ process: 'open', nextExperiment: { sellers: 100 } });
    const worth = (process: string) =>
      next.find((row) => row.process === process)?.nextExperiment?.valueOfInformation ?? 0;
    expect(worth('hopeless')).toBeLessThan(worth('open') / 100);
  });

  it('with nothing to choose from says so', () => {
    expect(investments([], 100)).toMatchObject({
      rows: [],
      probabilityNone: null,
      expectedRegret: null,
      portfolio: { processes: [] },
    });
    const free = candidate('free', 0.1, { costPerUnit: 0 });
    const unpriced = candidate('unpriced', 0.1, { costPerUnit: null });
    expect(investments([free, unpriced], 100)).toMatchObject({
      probabilityNone: null,
      expectedRegret: null,
      portfolio: { processes: ['free'] },
    });
    expect(() => investments([candidate('x', 1, { reach: -1 })], null)).toThrow(RangeError);
  });
});
