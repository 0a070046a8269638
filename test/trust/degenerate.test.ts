import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RoundRow } from '../../lib/rounds/row.ts';
import { estimateSellers } from '../../lib/trust/estimate-sellers.ts';
import { estimatesSchema, type Estimates } from '../../lib/trust/estimates.ts';
import { fitTrust } from '../../lib/trust/fit-trust.ts';
import { sellerEstimatesSchema, type SellerRow } from '../../lib/trust/seller-estimates.ts';
import type { AnalysisSettings } from '../../lib/trust/settings.ts';
import { summariseTrust } from '../../lib/trust/summarise-trust.ts';
import { trustFitSchema } from '../../lib/trust/trust-fit.ts';
import { roundRow } from './row.ts';
import { settingsOf } from './settings.ts';

/** The whole way, with what every result must keep: its schema, and no number that is not finite. */
function analyse(
  rows: readonly RoundRow[],
  change: Partial<AnalysisSettings> = {},
): { estimates: Estimates; sellers: SellerRow[] } {
  const fit = trustFitSchema.parse(JSON.parse(JSON.stringify(fitTrust(rows, settingsOf(change)))));
  const part = sellerEstimatesSchema.parse(JSON.parse(JSON.stringify(estimateSellers(rows, fit))));
  const summary = summariseTrust(fit, [part], {
    sha256: '',
    rows: rows.length,
    accepted: rows.length,
    rejected: 0,
    rejections: [],
  });
  return { estimates: estimatesSchema.parse(summary), sellers: part.sellers };
}

/** `sellers` sellers with `rounds` rounds; `value` may change any of them. */
function panel(
  sellers: number,
  rounds: number,
  value: (i: number, t: number) => Partial<RoundRow>,
): RoundRow[] {
  return Array.from({ length: sellers * rounds }, (_, k) => {
    const i = Math.floor(k / rounds);
    const t = k % rounds;
    return roundRow({ sellerId: `s${i}`, line: k + 2, position: t + 1, ...value(i, t) });
  });
}

/** What is wrong with estimates: nulls without a reason, intervals the wrong way round, theories missing. */
function faults({ trust, dynamics, theories, verdict }: Estimates): string[] {
  const found: string[] = [];
  const agreement = Object.values(trust.agreement).flatMap(({ raw, disattenuated }) => [raw, disattenuated]);
  const { thresholds, ...ratings } = trust.ratings;
  const views = [trust.overall, trust.stated, trust.shown, ...Object.values(trust.byRecommender)];
  for (const quantity of [...views, ...agreement, ...thresholds, ...Object.values(ratings)])
    if (quantity.estimate === null && !quantity.reason) found.push('a quantity is null without a reason');
  for (const { segment, parameters } of dynamics)
    for (const [name, { se, reason, lower, upper }] of Object.entries(parameters)) {
      if (se === null && !reason) found.push(`${segment} ${name} has no standard error and no reason`);
      if ((lower ?? 0) > (upper ?? 0)) found.push(`${segment} ${name} has its interval the wrong way round`);
    }
  if (theories.length !== 8) found.push(`${theories.length} theories`);
  for (const { theory, logLikelihood, reason } of theories)
    if (logLikelihood === null && !reason) found.push(`${theory} is null without a reason`);
  if (verdict.reason === '') found.push('the verdict has no reason');
  return found;
}

const wobble = (k: number): number => ((k * 7919) % 97) / 97 - 0.5;

describe('nothing to go on', () => {
  test.each<[string, RoundRow[], string]>([
    ['no rows', [], 'no seller whose trust can be told'],
    [
      'all values missing',
      panel(30, 5, () => ({ priorPlan: null, recommended: null, chosen: null, outcome: null })),
      'no seller',
    ],
    ['the recommendation is the prior plan', panel(30, 5, () => ({ recommended: 100 })), 'no seller'],
    ['nobody ever answered', panel(30, 5, () => ({ response: 'none', chosen: null })), 'no seller'],
    ['no prior plan', panel(30, 5, () => ({ priorPlan: null })), 'no seller'],
    ['one seller, one round', [roundRow()], 'no seller'],
    ['zeros on the log scale', panel(30, 5, () => ({ priorPlan: 0 })), 'no seller'],
  ])('%s', (_name, rows, reason) => {
    const { estimates, sellers } = analyse(rows, { scale: 'log' });
    expect(faults(estimates)).toEqual([]);
    expect(estimates.trust.overall.estimate).toBeNull();
    expect(estimates.trust.overall.reason).toContain(reason);
    expect(estimates.verdict.preferred).toBe('cannot tell');
    expect(sellers.every(({ trust, trend }) => trust === null && trend === null)).toBe(true);
    expect(estimates.health.find(({ check }) => check === 'rounds used')?.status).not.toBe(
      rows.length === 1 ? 'fail' : 'ok',
    );
  });
});

describe('little to go on', () => {
  test('few sellers: trust rests on the published prior, dynamics and theories are null and say so', () => {
    const { estimates, sellers } = analyse(panel(3, 6, (i, t) => ({ chosen: 110 + 10 * wobble(i * 6 + t) })));
    expect(faults(estimates)).toEqual([]);
    expect(estimates.dynamics[0]?.parameters['gain']?.estimate).toBeNull();
    expect(estimates.dynamics[0]?.reason).toContain('published prior');
    expect(sellers.every(({ trust }) => trust !== null && trust >= 0 && trust <= 1)).toBe(true);
    expect(estimates.verdict.reason).toContain('fewer than 20 sellers');
  });

  test('no outcomes: static trust only', () => {
    const { estimates } = analyse(
      panel(30, 6, (i, t) => ({ outcome: null, chosen: 120 + 20 * wobble(i * 6 + t) })),
    );
    expect(faults(estimates)).toEqual([]);
    expect(estimates.dynamics[0]?.models.map(({ name }) => name)).toEqual(['static']);
    expect(estimates.dynamics[0]?.parameters['gain']?.reason).toContain('no outcome was seen');
    expect(estimates.dynamics[0]?.placebo.reason).toBe('nobody had outcomes of which none was shown to her');
    expect(estimates.trust.calibration.gap.estimate).toBeNull();
  });

  test('outcomes that nobody was shown: the placebo has nothing to be compared with', () => {
    const { estimates } = analyse(
      panel(30, 8, (i, t) => ({
        outcome: 100 + ((7 * i + 3 * t) % 60),
        outcomeSeen: false,
        chosen: 120 + 20 * wobble(i * 8 + t),
      })),
    );
    expect(faults(estimates)).toEqual([]);
    expect(estimates.dynamics[0]?.placebo.reason).toBeNull();
    const { status, detail } = estimates.health.find(({ check }) => check === 'placebo') ?? {};
    expect(status).toBe('ok');
    expect(detail).toMatch(/^nothing to hold the placebo against: no outcome was seen/);
  });

  test('one gap for all: no gap slope, and theories cannot be told apart', () => {
    const { estimates } = analyse(panel(40, 8, (i, t) => ({ chosen: 120 + 15 * wobble(i * 8 + t) })));
    expect(faults(estimates)).toEqual([]);
    expect(estimates.dynamics[0]?.parameters['gapSlope']?.reason).toBe('gaps are all of one size');
    expect(estimates.verdict.preferred).toBe('cannot tell');
    expect(estimates.verdict.reason).toContain('all gaps have one sign');
  });

  test('outcomes all better than the plans: gain and loss are one number', () => {
    const rows = panel(30, 6, (i, t) => ({
      recommended: 140 + 40 * wobble(3 * i + t),
      chosen: 120 + 9 * wobble(i * 6 + t),
      outcome: 150,
    }));
    const { estimates } = analyse(rows);
    expect(faults(estimates)).toEqual([]);
    expect(estimates.dynamics[0]?.models.map(({ name }) => name)).toEqual(['static', 'symmetric']);
    expect(estimates.dynamics[0]?.parameters['loss']?.reason).toContain('gain and loss are one number');
  });

  test('everybody does exactly as told: no noise, no crash', () => {
    const { estimates, sellers } = analyse(
      panel(30, 6, (i, t) => ({
        recommended: 140 + 40 * wobble(3 * i + t),
        chosen: 140 + 40 * wobble(3 * i + t),
      })),
    );
    expect(faults(estimates)).toEqual([]);
    expect(sellers.every(({ trust }) => trust !== null && trust > 0.99)).toBe(true);
  });
});

describe('much to go on', () => {
  test('a seller with 5,000 rounds beside 30 with 5', () => {
    const many = panel(1, 5000, (_i, t) => ({
      recommended: 140 + 60 * wobble(t),
      chosen: 118 + 30 * wobble(5 * t + 1),
      outcome: 130 + 50 * wobble(11 * t),
    }));
    const others = panel(30, 5, (i, t) => ({
      sellerId: `o${i}`,
      recommended: 140 + 60 * wobble(i + t),
      chosen: 118 + 30 * wobble(i * 5 + t),
    }));
    const { estimates, sellers } = analyse([...many, ...others], { scale: 'level' });
    expect(faults(estimates)).toEqual([]);
    expect(sellers).toHaveLength(31);
    expect(sellers.every(({ trust }) => trust !== null)).toBe(true);
  });
});

test('any rows at all: no crash, no NaN, nulls with reasons', () => {
  const value = fc.option(
    fc.oneof(
      fc.constantFrom(0, 1e-9, 1e12, -1e12, 1, 100, Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE),
      fc.double({ min: -1e3, max: 1e3, noNaN: true }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    ),
    { freq: 6, nil: null },
  );
  const row = fc.record({
    sellerId: fc.nat({ max: 40 }).map((i) => `s${i}`),
    recommender: fc.constantFrom('a', 'all', 'constructor'),
    position: fc.nat({ max: 20 }),
    priorPlan: value,
    recommended: value,
    chosen: value,
    outcome: value,
    lowerBound: value,
    upperBound: value,
    trustRating: fc.option(fc.integer({ min: 1, max: 7 }), { nil: null }),
    outcomeSeen: fc.boolean(),
    outcomeSeenPosition: fc.option(fc.nat({ max: 25 }), { nil: null }),
    response: fc.constantFrom(null, 'accept', 'keep', 'adjust', 'dismiss', 'none'),
  });
  fc.assert(
    fc.property(
      fc.array(row, { maxLength: 200, size: 'max' }),
      fc.constantFrom('auto', 'log', 'level'),
      fc.option(fc.constantFrom(1e-6, 1), { nil: null }),
      (rows, scale, minGap) => {
        const { estimates } = analyse(
          rows.map((change, i) => roundRow({ ...change, line: i + 2 } as Partial<RoundRow>)),
          { scale: scale as AnalysisSettings['scale'], minGap },
        );
        expect(faults(estimates)).toEqual([]);
      },
    ),
    { seed: 9, numRuns: 150 },
  );
});
