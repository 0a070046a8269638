import { expect, test } from 'vitest';
import { defaultSettings, type SimulationSettings } from '../../lib/simulation/settings.ts';
import { fidelity } from '../../lib/simulation/behaviour.ts';
import { simulate } from '../../lib/simulation/simulate.ts';
import { fidelityByCosts } from '../../lib/trust/fidelity.ts';

const base = { ...defaultSettings('trust-embedded'), sellers: 100, rounds: 10, bias: 0.1 };
const nothing = base.sender;
const rowsOf = (change: Partial<SimulationSettings> = {}) => simulate({ ...base, ...change }).rows;
const logs = (value: number | null | undefined): number => Math.log(value ?? Number.NaN);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

test('nothing is logged, and no plan asked for twice, where nothing is switched on', () => {
  expect(rowsOf().every(({ sender, priorPlanRepeat }) => sender === null && priorPlanRepeat === null)).toBe(
    true,
  );
});

test('what is logged changes nothing that happens, where trust does not move by costs', () => {
  const still = { gain: 0, loss: 0 };
  const costs = { underage: 4, overage: 1 };
  const logged = rowsOf({
    ...still,
    repeatedPlans: 0.5,
    sender: { jitterSd: 0, forecastLogged: true, margin: 2, costs },
  });
  expect(logged.map((row) => Object.assign({}, row, { sender: null, priorPlanRepeat: null }))).toEqual(
    rowsOf(still),
  );
  const [first] = logged;
  expect(first?.sender).toMatchObject({
    platformMargin: 2,
    underageCost: 4,
    overageCost: 1,
    beforeJitter: null,
  });
  const leans = logged.map(({ recommended, sender }) => logs(recommended) - logs(sender?.platformForecast));
  for (const lean of leans) expect(lean).toBeCloseTo(0.1, 6);
});

test('sellers with costs judge by them, as the analysis does', () => {
  const costs = { underage: 4, overage: 1 };
  for (const [p, m, y] of [
    [4.4, 4.6, 4.7],
    [4.4, 4.6, 4.25],
    [4.5, 4.5, 4.5],
  ] as const)
    expect(fidelity(p, m, y, costs)).toBeCloseTo(
      fidelityByCosts(Math.exp(p), Math.exp(m), Math.exp(y), costs),
      12,
    );
});

test('a jitter shifts the recommendation, and the value before it is what it would have been', () => {
  const shifted = rowsOf({ sender: { ...nothing, jitterSd: 0.05 } });
  const before = shifted.map(({ sender }) => sender?.beforeJitter);
  expect(before).toEqual(rowsOf().map(({ recommended }) => recommended));
  const z = shifted.map(({ recommended, sender }) => logs(recommended) - logs(sender?.beforeJitter));
  expect(Math.abs(mean(z))).toBeLessThan(0.006);
  expect(Math.sqrt(mean(z.map((each) => each * each)))).toBeCloseTo(0.05, 2);
});

test('plans asked for again err on their own', () => {
  const rows = rowsOf({ priorNoiseSd: 0.2, repeatedPlans: 0.4 });
  const twice = rows.filter(({ priorPlanRepeat }) => priorPlanRepeat !== null);
  expect(twice.length / rows.length).toBeCloseTo(0.4, 1);
  const halves = twice.map(
    ({ priorPlan, priorPlanRepeat }) => (logs(priorPlan) - logs(priorPlanRepeat)) ** 2 / 2,
  );
  expect(mean(halves)).toBeCloseTo(0.04, 2);
});

test('common information moves sellers towards the outcome', () => {
  const [informed, plain] = [
    rowsOf({ commonInformation: 1, gain: 0, loss: 0 }),
    rowsOf({ gain: 0, loss: 0 }),
  ];
  informed.forEach((row, n) => {
    const { priorPlan, outcome } = row;
    expect(logs(row.chosen) - logs(plain[n]?.chosen)).toBeCloseTo(logs(outcome) - logs(priorPlan), 6);
  });
});

test.each([
  [{ sender: { ...nothing, jitterSd: -1 } }, 'jitterSd'],
  [{ sender: { ...nothing, margin: 0 } }, 'margin'],
  [{ sender: { ...nothing, costs: { underage: 4, overage: -1 } } }, 'overage'],
  [{ repeatedPlans: 1.5 }, 'repeatedPlans'],
  [{ commonInformation: Number.NaN }, 'commonInformation'],
])('refuses %j', (change, named) => {
  expect(() => rowsOf(change)).toThrow(named);
});
