import { describe, expect, it } from 'vitest';
import { plan, type PlanSettings } from '../../../lib/simulation/plan/plan.ts';
import { costOf } from '../../../lib/simulation/plan/prices.ts';

const settings = (changed: Partial<PlanSettings> = {}): PlanSettings => ({
  effect: 0.2,
  sd: 1.4,
  baselineCorrelation: 0,
  responseRate: 0.15,
  power: 0.8,
  level: 0.95,
  arms: 2,
  waves: 12,
  waveDays: 7,
  looks: 12,
  invitationsPerWave: null,
  seed: 1,
  ...changed,
});

/** Published with the plan: sellers an arm, power 80 %, sd 1.4. */
describe('a plan for a fixed end', () => {
  it.each([
    [0.5, 124],
    [0.3, 342],
    [0.2, 770],
    [0.1, 3077],
  ])('a difference of %d needs %d answers an arm', (effect, answers) => {
    expect(plan(settings({ effect })).smallest.fixedEnd.answersPerArm).toBe(answers);
  });

  it('770 answers an arm are 5,128 invitations where 15 % answer', () => {
    expect(plan(settings()).smallest.fixedEnd).toMatchObject({ invitationsPerArm: 5128, invitations: 10256 });
  });

  it('a baseline with r = .5 saves a quarter', () => {
    expect(plan(settings({ baselineCorrelation: 0.5 })).smallest.fixedEnd.answersPerArm).toBe(577); // .75 x 769.2
  });

  it('divides alpha among comparisons', () => {
    const { alpha, smallest } = plan(settings({ arms: 3 }));
    expect(alpha).toBe(0.025);
    expect(smallest.fixedEnd.answersPerArm).toBe(932); // 2 1.96 (2.2414 + .8416)^2 / .04
    expect(smallest.fixedEnd.invitations).toBe(3 * smallest.fixedEnd.invitationsPerArm);
  });
});

const plans = [
  settings(),
  settings({ baselineCorrelation: 0.6, looks: 4 }),
  settings({ effect: 0.5, responseRate: 1, looks: 12 }),
  settings({ arms: 4, power: 0.9 }),
];

describe.each(plans)('simulated studies agree with the formula: %o', (asked) => {
  const { smallest, uncorrected, studies } = plan(asked);
  const error = 3.3 * Math.sqrt((asked.power * (1 - asked.power)) / studies);

  it('power', () => {
    for (const { power } of [smallest.fixedEnd, smallest.anytimeValid])
      expect(Math.abs(power.simulated - asked.power)).toBeLessThan(error);
  });

  it('false alarms: the level at a fixed end, no more than that at any time, more when looked at without correction', () => {
    const alpha = 0.05 / (asked.arms - 1);
    const slack = 3.3 * Math.sqrt((alpha * (1 - alpha)) / studies);
    expect(Math.abs(smallest.fixedEnd.falseAlarms - alpha)).toBeLessThan(slack + 0.004); // z, not t
    expect(smallest.anytimeValid.falseAlarms).toBeLessThan(alpha);
    expect(uncorrected.falseAlarms).toBeGreaterThan(2 * alpha);
  });
});

it('at 40 an arm a week for 26 weeks a difference of 0.2 is found in 90 % at a fixed end, in fewer at any time', () => {
  const { available } = plan(settings({ responseRate: 1, waves: 26, looks: 26, invitationsPerWave: 80 }));
  expect(available?.answersPerArm).toBe(1040);
  expect(available?.power.fixedEnd).toBeCloseTo(0.9, 2);
  expect(available?.power.anytimeValid).toBeCloseTo(0.667, 2); // tuned to the last look; to the first it is .56
});

it('weeks follow from the invitations a wave', () => {
  const { smallest } = plan(settings({ invitationsPerWave: 533, waveDays: 14 }));
  expect(smallest.fixedEnd).toMatchObject({ waves: 20, weeks: 40, invitationsPerWave: 533 });
});

it('is not looked at more often than there are waves', () => {
  const { looks, smallest } = plan(settings({ invitationsPerWave: 5000 }));
  expect(smallest.anytimeValid).toMatchObject({ waves: 4, weeks: 4 });
  expect(looks).toBe(4);
  expect(plan(settings({ invitationsPerWave: 1_000_000 }))).toMatchObject({ looks: 1 });
});

it('ends early as often as not', () => {
  const { anytimeValid, fixedEnd } = plan(settings()).smallest;
  expect(anytimeValid.medianWeeks).toBeLessThan(12);
  expect(fixedEnd.medianWeeks).toBeNull();
});

it('is the same for the same seed', () => {
  expect(plan(settings())).toEqual(plan(settings()));
});

it('counts the cost of asking and of answering', () => {
  const price = { what: '', usd: 2, per: 10, source: '', date: '', perInvitation: 1, perAnswer: 3 };
  expect(costOf(100, 20, [price])).toBeCloseTo(0.2 * 160, 12);
});

it.each([
  [{ effect: 0 }, /effect/],
  [{ effect: Number.NaN }, /effect/],
  [{ responseRate: 0 }, /response rate/],
  [{ power: 1 }, /power/],
  [{ arms: 1 }, /two arms/],
  [{ looks: 0 }, /looks/],
  [{ waveDays: 0 }, /waveDays/],
  [{ baselineCorrelation: 1 }, /correlation/],
])('refuses %o', (changed, message) => {
  expect(() => plan(settings(changed))).toThrow(message);
});
