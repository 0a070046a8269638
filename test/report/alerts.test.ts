import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInstant, type Instant } from '../../lib/domain/instant.ts';
import type { AlertRule } from '../../lib/domain/tenant.ts';
import { alertStates } from '../../lib/report/alerts.ts';
import { alertsJson, type AlertState, readAlertStates, rulesOf } from '../../lib/report/alerts-schema.ts';
import { alertBox } from '../../lib/report/alerts-section.ts';
import { alertSentence } from '../../lib/report/alerts-words.ts';
import { streams } from '../../lib/simulation/stream.ts';
import { quantity, unknownRepeated } from '../../lib/trust/quantity.ts';
import { plannedSeFor, repeated, SMALLEST_CHANGE } from '../../lib/trust/repeated.ts';
import type { Repeated } from '../../lib/trust/quantity-schema.ts';
import { estimates } from './fixture.ts';

const ASOF = parseInstant('2026-11-22T12:00:00Z') as Instant;
const at = (week: number) => ({ period: `2026-W${String(week).padStart(2, '0')}`, asOf: ASOF });
const FALL: AlertRule = {
  name: 'fall',
  measure: 'change',
  recommender: null,
  when: 'below',
  threshold: -0.05,
  clearBy: 0.02,
};
const REPORT = { period: '2026-W01', asOf: ASOF, permalink: 'reports/us/2026-W01/x' };

/** Estimates whose change since the last report has these bounds. */
function moved(overall: Repeated | null, byRecommender: Record<string, Repeated> = {}) {
  const since = overall && { report: REPORT, overall, byRecommender, newcomers: 0 };
  return { ...KNOWN, since };
}
const KNOWN = estimates();

function between(lower: number, upper: number): Repeated {
  const middle = (lower + upper) / 2;
  const interval = { lower, upper, reason: null };
  return { estimate: middle, se: 0.01, n: 300, ...interval, anytime: interval };
}

/** Goes through a series of reports. @returns in which each rule was raised and cleared */
function through(rules: readonly AlertRule[], series: readonly (Repeated | null)[]) {
  let states: readonly AlertState[] = [];
  return series.map((overall, week) => {
    const alarm = alertStates(rules, moved(overall), states, at(week));
    states = alarm.states;
    return alarm;
  });
}
const standing = (rules: readonly AlertRule[], series: readonly (Repeated | null)[]) =>
  through(rules, series).map(({ states }) => states.map(({ state, moved: how }) => `${state} ${how}`).join());

describe('an alert', () => {
  it('is raised by its bound, not by its estimate, and cleared when that bound is back by clearBy', () => {
    const uppers = [-0.049, -0.051, -0.04, -0.031, -0.0299, -0.04, -0.06];
    expect(
      standing(
        [FALL],
        uppers.map((upper) => between(-0.2, upper)),
      ),
    ).toEqual([
      'clear stayed',
      'raised raised',
      'raised stayed',
      'raised stayed',
      'clear cleared',
      'clear stayed',
      'raised raised',
    ]);
  });

  it('above is the mirror image of below', () => {
    const rise: AlertRule = { ...FALL, when: 'above', threshold: 0.05 };
    const bounds = fc.array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), { maxLength: 30 });
    fc.assert(
      fc.property(bounds, (uppers) => {
        const below = uppers.map((upper) => between(upper - 0.1, upper));
        const above = uppers.map((upper) => between(-upper, -upper + 0.1));
        expect(standing([rise], above)).toEqual(standing([FALL], below));
      }),
      { seed: 6 },
    );
  });

  it('is told once, however often its bound hovers about the threshold', () => {
    const inside = fc.double({ min: -0.3, max: -0.0301, noNaN: true }); // never back at -0.03
    const hovering = fc.array(fc.option(inside), { maxLength: 60 });
    fc.assert(
      fc.property(hovering, (uppers) => {
        const series = uppers.map((upper) => (upper === null ? null : between(-0.5, upper)));
        const told = through([FALL], series).flatMap(({ raised, cleared }) => raised.concat(cleared));
        const crossed = uppers.some((upper) => upper !== null && upper < -0.05);
        expect(told).toHaveLength(crossed ? 1 : 0);
      }),
      { seed: 7 },
    );
  });

  it('is raised and cleared in turn, and stays where it cannot be told, with the reason', () => {
    const any = fc.array(fc.option(fc.double({ min: -0.2, max: 0.1, noNaN: true })), { maxLength: 60 });
    fc.assert(
      fc.property(any, (uppers) => {
        let was = 'clear';
        for (const { states } of through(
          [FALL],
          uppers.map((upper) => (upper === null ? null : between(-0.5, upper))),
        )) {
          const [{ state, moved: how, reason, estimate, since }] = states as [AlertState];
          expect(reason !== null).toBe(estimate === null);
          expect(how !== 'stayed').toBe(state !== was);
          expect(estimate === null && how !== 'stayed').toBe(false);
          expect(state === 'raised' && since === null).toBe(false);
          was = state;
        }
      }),
      { seed: 8 },
    );
  });

  it('begins anew when its rule is set otherwise, and ends with it', () => {
    const low = between(-0.2, -0.1);
    const { states } = alertStates([FALL], moved(low), [], at(1));
    const renamed = alertStates([{ ...FALL, name: 'drop' }], moved(low), states, at(2));
    expect([renamed.raised.map(({ name }) => name), renamed.ended]).toEqual([['drop'], ['fall']]);
    const stricter = alertStates([{ ...FALL, threshold: -0.08 }], moved(low), states, at(2));
    expect([stricter.raised.length, stricter.ended]).toEqual([1, ['fall']]);
    const wider = alertStates([{ ...FALL, clearBy: 0.05 }], moved(low), states, at(2));
    expect([wider.raised, wider.ended, wider.states[0]?.since]).toEqual([[], [], at(1)]);
    expect(alertStates([], moved(low), states, at(2)).ended).toEqual(['fall']);
    expect(rulesOf(states)).toEqual([FALL]);
    expect(readAlertStates(alertsJson(at(1), stricter))).toEqual(stricter.states);
  });

  it('watches trust and gap with intervals that hold at all looks, and knows each recommender by name', () => {
    const known = estimates();
    const rules = (['trust', 'gap'] as const).flatMap((measure) =>
      [null, 'pricing', 'constructor'].map((recommender) =>
        Object.assign({}, FALL, { name: `${measure}-${recommender ?? 'all'}`, measure, recommender }),
      ),
    );
    const { states } = alertStates(rules, known, [], at(1));
    const { overall, calibration } = known.trust;
    const [all, pricing, none, gap, gapOfPricing, noGap] = states;
    expect(all?.estimate).toBe(overall.estimate);
    expect(all?.upper).toBeGreaterThan(overall.upper ?? 1);
    expect(pricing?.estimate).toBe(known.trust.byRecommender['pricing']?.estimate);
    expect(gap).toMatchObject({ upper: calibration.gap.anytime.upper, reason: null });
    expect(gapOfPricing?.estimate).toBe(calibration.byRecommender['pricing']?.gap.estimate);
    for (const missing of [none, noGap])
      expect(missing).toMatchObject({ estimate: null, reason: 'there is no recommender constructor' });
  });

  it('begins clear after a report without states or with states of another version', () => {
    expect(readAlertStates(undefined)).toEqual([]);
    expect(readAlertStates('{"schema":"seller-trust/alerts@2"}')).toEqual([]);
    expect(() => readAlertStates('{')).toThrow(SyntaxError);
  });

  it('stands near the top of the page while it is raised, in words with its interval', () => {
    const [first, second] = through([FALL], [between(-0.2, -0.1), null]);
    const [raised] = first?.states ?? [];
    const [untold] = second?.states ?? [];
    expect(alertSentence(raised as AlertState)).toBe(
      'fall: the change of trust of all recommenders together since the report before is below −0.05: −0.15 (−0.20 to −0.10; n 300); new in this report.',
    );
    expect(alertSentence(untold as AlertState)).toMatch(
      /cannot be told now: .*; since the report of 2026-W00\.$/,
    );
    expect(String(alertBox(first?.states ?? []))).toContain('id="alerts"');
    expect(alertBox([])).toBe('');
    const [, back] = through([FALL], [between(-0.2, -0.1), between(-0.02, 0.02)]);
    expect(String(alertBox(back?.states ?? []))).toMatch(/no longer told to be below/);
    const [never] = through([FALL], [null]);
    expect(String(alertBox(never?.states ?? []))).toMatch(/cannot tell[\s\S]*fall: cannot be told, .{10}/);
    const [calm] = through([FALL], [between(-0.02, 0.02)]);
    expect(alertBox(calm?.states ?? [])).toBe('');
  });
});

describe('52 weekly reports in which nothing changes', () => {
  const SERIES = 500;
  const PLANNED = plannedSeFor(SMALLEST_CHANGE);
  const stream = streams(5).next().value;
  const looks = Array.from({ length: SERIES }, () =>
    Array.from({ length: 52 }, (_, week) => {
      const se = 0.002 * 1.06 ** (week % 40); // 0.002 to 0.02, about and off the planned one
      return repeated(quantity(se * stream.normal(), se, 300), PLANNED, [-1, 1]);
    }),
  );
  const either: AlertRule[] = [
    { ...FALL, threshold: 0, clearBy: 0 },
    { ...FALL, name: 'rise', when: 'above', threshold: 0, clearBy: 0 },
  ];
  const everRaised = (series: readonly (readonly Repeated[])[]) =>
    series.filter((each) => through(either, each).some(({ raised }) => raised.length > 0)).length / SERIES;

  it('raise an alert of change in at most 5 % of years, even at a threshold of 0 to both sides', () => {
    const share = everRaised(looks);
    const alone = everRaised(
      looks.map((each) =>
        each.map((look) => ({ ...look, anytime: { ...look.anytime, lower: look.lower, upper: look.upper } })),
      ),
    );
    console.log(`years with a false alarm: ${100 * share} %; by intervals of one look ${100 * alone} %`);
    expect(share).toBeLessThanOrEqual(0.05);
    expect(alone).toBeGreaterThan(0.8);
  });
});

it('a change that cannot be told says why', () => {
  const { states } = alertStates([FALL], moved(unknownRepeated('nobody saw an outcome')), [], at(1));
  expect(states).toMatchObject([{ state: 'clear', moved: 'stayed', reason: 'nobody saw an outcome' }]);
});
