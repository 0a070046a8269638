import { describe, expect, it } from 'vitest';
import type { RoundRow } from '../../lib/rounds/row.ts';
import {
  defaultSettings,
  simulatedRecommenders,
  type SimulationSettings,
} from '../../lib/simulation/settings.ts';
import { simulate } from '../../lib/simulation/simulate.ts';
import { clusteredRegression } from '../../lib/stats/clustered-regression.ts';

const settings = (changed: Partial<SimulationSettings> = {}): SimulationSettings => ({
  ...defaultSettings('trust-embedded'),
  ...changed,
});
const STILL = { initialSd: 0, gain: 0, loss: 0, driftSd: 0 } as const;

const mean = (values: readonly number[]) => values.reduce((sum, each) => sum + each, 0) / values.length;
const log = (value: number | null) => Math.log(value ?? Number.NaN);
const gapOf = (row: RoundRow) => log(row.recommended) - log(row.priorPlan);
const moveOf = (row: RoundRow) => log(row.chosen) - log(row.priorPlan);
function bySeller(rows: readonly RoundRow[]): RoundRow[][] {
  const groups = new Map<string, RoundRow[]>();
  for (const row of rows) groups.set(row.sellerId, [...(groups.get(row.sellerId) ?? []), row]);
  return [...groups.values()];
}

const without = (rows: readonly RoundRow[], changed: Partial<RoundRow>) =>
  rows.map((row) => Object.assign({}, row, changed));

describe('prior plans noted with error', () => {
  it.each([
    [0.1, 0.519],
    [0.2, 0.569],
    [0.3, 0.632],
  ])('of %d pull the weight from .5 to %d', (priorNoiseSd, slope) => {
    const { rows } = simulate(settings({ ...STILL, priorNoiseSd, sellers: 2000 }));
    const fitted =
      mean(rows.map((row) => gapOf(row) * moveOf(row))) / mean(rows.map((row) => gapOf(row) ** 2));
    expect(Math.abs(fitted - slope)).toBeLessThan(0.005);
  });

  it('change nothing else in the file', () => {
    const noisy = simulate(settings({ priorNoiseSd: 0.2 })).rows;
    const exact = simulate(settings()).rows;
    expect(without(noisy, { priorPlan: null })).toEqual(without(exact, { priorPlan: null }));
    expect(noisy).not.toEqual(exact);
  });
});

describe('rounds never answered', () => {
  const { rows, truth } = simulate(settings({ unanswered: 0.3 }));

  it('say none and hold no chosen value; the others were typed', () => {
    const none = rows.filter(({ response }) => response === 'none');
    expect(none.length / rows.length).toBeCloseTo(0.3, 1);
    expect(none.every(({ chosen }) => chosen === null)).toBe(true);
    expect(rows.every(({ response, chosen }) => (response === 'adjust') === (chosen !== null))).toBe(true);
    expect(truth.conditions.responses.none).toEqual({ share: 0.3, rows: none.length });
  });

  it('change nothing else in the file', () => {
    const blank = { chosen: null, response: null };
    expect(without(rows, blank)).toEqual(without(simulate(settings()).rows, blank));
  });
});

describe('outcomes', () => {
  it('that are missing were seen by nobody, and move no trust', () => {
    const { rows, truth } = simulate(settings({ missingOutcomes: 0.4 }));
    const missing = rows.filter(({ outcome }) => outcome === null);
    expect(missing.length / rows.length).toBeCloseTo(0.4, 1);
    expect(missing.some(({ outcomeSeen }) => outcomeSeen)).toBe(false);
    expect(truth.conditions.missingOutcomes.rows).toBe(missing.length);
    const all = simulate(settings({ missingOutcomes: 1 }));
    expect(new Set(all.truth.evolution.map((each) => each.mean?.toFixed(12))).size).toBe(1);
  });

  it('that are unseen are known to the file', () => {
    const { rows, truth } = simulate(settings({ seenShare: 0.7 }));
    const unseen = rows.filter(({ outcomeSeen }) => !outcomeSeen);
    expect(unseen.length / rows.length).toBeCloseTo(0.3, 1);
    expect(unseen.every(({ outcome }) => outcome !== null)).toBe(true);
    expect(truth.conditions.unseenOutcomes).toEqual({ share: 0.3, rows: unseen.length });
  });

  it('are shown to a seller always or never where sellers are blind', () => {
    const { rows, truth } = simulate(settings({ unseenSellers: 0.4 }));
    const seen = bySeller(rows).map((own) => own.filter(({ outcomeSeen }) => outcomeSeen).length);
    expect(seen.every((count) => count === 0 || count === 20)).toBe(true);
    const blind = seen.filter((count) => count === 0).length;
    expect(blind / 200).toBeCloseTo(0.4, 1);
    expect(truth.conditions.unseenSellers).toEqual({ share: 0.4, sellers: blind });
  });
});

describe('sellers who lose trust', () => {
  const leaving = settings({ leaveBelow: 0.4 });
  const { rows, truth, sellers } = simulate(leaving);

  it('leave with their trust below the line, the others stay to the end', () => {
    const left = sellers.filter((seller) => seller.left);
    expect(left.length).toBeGreaterThan(20);
    for (const seller of sellers) expect((seller.trust ?? 1) < 0.4).toBe(seller.left);
    expect(sellers.every((seller) => seller.left || seller.rounds === 20)).toBe(true);
    expect(truth.recommenders['replenishment']?.sellersLeft).toBe(left.length);
    expect(rows).toHaveLength(sellers.reduce((sum, seller) => sum + seller.rounds, 0));
  });

  it('are gone from a file of survivors, whose trust looks higher from the first round on', () => {
    const survivors = simulate({ ...leaving, survivorsOnly: true });
    const gone = new Set(sellers.filter((seller) => seller.left).map(({ sellerId }) => sellerId));
    expect(survivors.rows.some(({ sellerId }) => gone.has(sellerId))).toBe(false);
    expect(survivors.rows.map(({ line }) => line)).toEqual(survivors.rows.map((_, index) => index + 2));
    const [first, everybody] = [survivors.truth.evolution[0], truth.evolution[0]];
    expect(first?.mean).toBeGreaterThan((everybody?.mean ?? 1) + 0.05);
  });
});

it('one-sided recommendations lie where the marketplace gains', () => {
  const { rows } = simulate(settings({ oneSided: true, recommenders: simulatedRecommenders(2) }));
  for (const row of rows) expect(Math.sign(gapOf(row))).toBe(row.recommender === 'replenishment' ? 1 : -1);
});

describe('a process', () => {
  const process = { name: 'reasons', effect: 0.15, share: 0.4, from: 6 };
  const sham = { name: 'sham', effect: 0, share: 0.5, from: 1 };
  const { rows, truth } = simulate(settings({ sellers: 1000, processes: [process, sham] }));

  it('exposes sellers by a coin, from one round to the end', () => {
    const exposed = bySeller(rows).filter((own) => own.some((row) => row.processes['reasons'] === 1));
    for (const own of exposed)
      expect(own.map((row) => row.processes['reasons'])).toEqual(own.map((_, index) => Number(index >= 5)));
    expect(exposed.length / 1000).toBeCloseTo(0.4, 1);
    expect(truth.processes[0]).toMatchObject({ process: 'reasons', effect: 0.15, sellers: exposed.length });
  });

  it.each([
    ['reasons', 0.15],
    ['sham', 0],
  ])('%s adds %d to trust: the interaction of gap and exposure', (name, effect) => {
    const late = rows.filter(({ position }) => position >= 6);
    const clusters = bySeller(late).map((own) =>
      own.map((row) => ({ y: moveOf(row), x: [gapOf(row), gapOf(row) * (row.processes[name] ?? 0)] })),
    );
    const fitted = clusteredRegression(clusters);
    const se = Math.sqrt(fitted?.covariance?.[1]?.[1] ?? Number.NaN);
    expect(Math.abs((fitted?.coefficients[1] ?? Number.NaN) - effect) / se).toBeLessThan(3);
    expect(se).toBeLessThan(0.02);
  });
});

describe('buttons', () => {
  const { rows, truth } = simulate({ ...defaultSettings('trust-embedded', true), dismissed: 0.5 });
  const of = (...words: readonly string[]) => rows.filter(({ response }) => words.includes(response ?? ''));

  it('accept is the recommendation, keep and dismiss the plan, adjust lies between', () => {
    expect(of('accept').every(({ chosen, recommended }) => chosen === recommended)).toBe(true);
    expect(of('keep', 'dismiss').every(({ chosen, priorPlan }) => chosen === priorPlan)).toBe(true);
    for (const row of of('adjust').filter((each) => Math.abs(gapOf(each)) > 0.02)) {
      const weight = moveOf(row) / gapOf(row);
      expect(weight).toBeGreaterThan(0.0999);
      expect(weight).toBeLessThan(0.9001);
    }
  });

  it('are all pressed, half the keeps to dismiss', () => {
    for (const word of ['accept', 'keep', 'dismiss', 'adjust'])
      expect(of(word).length / rows.length).toBeGreaterThan(0.08);
    expect(of('dismiss').length / of('keep', 'dismiss').length).toBeCloseTo(0.5, 1);
  });

  it('the truth names their parameters', () => {
    expect(truth.dynamics).toMatchObject({
      referenceGap: 0.3,
      parameters: { weightNoiseSd: 0.2, lapse: 0.05, gapSlope: 0.2, gain: 0.05, loss: 0.15 },
    });
  });
});

it('the truth tells trust as estimates.json does', () => {
  const { truth, sellers } = simulate(settings({ recommenders: simulatedRecommenders(2) }));
  const trusts = sellers.map(({ trust }) => trust ?? Number.NaN);
  expect(truth.trust.overall).toBeCloseTo(mean(trusts), 10);
  expect(truth.trust.calibration.byRecommender['pricing']?.trust).toBe(truth.trust.byRecommender['pricing']);
  expect(truth.evolution).toHaveLength(40);
  expect(truth.evolution[0]).toMatchObject({ period: '1', recommender: 'pricing', sellers: 200 });
  expect(simulate({ ...defaultSettings('mixture') }).truth.trust.overall).toBeNull();
});

it.each<[Partial<SimulationSettings>, RegExp]>([
  [{ unanswered: 1.5 }, /unanswered/],
  [{ missingOutcomes: Number.NaN }, /missingOutcomes/],
  [{ priorNoiseSd: -1 }, /priorNoiseSd/],
  [{ survivorsOnly: true }, /leaveBelow/],
  [{ referenceGap: 0 }, /referenceGap/],
  [{ processes: [{ name: 'a', effect: 0.1, share: 0.5, from: 21 }] }, /round from 1 to 20/],
  [{ processes: [{ name: 'a b', effect: 0.1, share: 0.5, from: 1 }] }, /process name/],
])('refuses %o', (changed, message) => {
  expect(() => simulate(settings(changed))).toThrow(message);
});
