import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { complierEffect } from '../../../lib/processes/experiment/complier.ts';
import { cuped } from '../../../lib/processes/experiment/cuped.ts';
import { differenceInMeans } from '../../../lib/processes/experiment/difference-in-means.ts';
import type { Experiment } from '../../../lib/processes/experiment/experiment.ts';
import { linAdjusted } from '../../../lib/processes/experiment/lin.ts';
import { trustLevelEffect } from '../../../lib/processes/experiment/trust-level.ts';
import type { ProcessEffect } from '../../../lib/processes/effect.ts';
import { streams } from '../../../lib/simulation/stream.ts';
import { measured, reasonOf, told, trustOf, twoArmed } from '../columns.ts';

const n = 40;
const stream = streams(51).next().value;
const noise = Array.from({ length: n }, () => stream.normal());
const arm = noise.map((_, i) => i % 2);
const y = noise.map((value, i) => value + 0.5 * (arm[i] ?? 0));
const plan = (more: Partial<Experiment> = {}, values = y): Experiment =>
  twoArmed(measured(values), arm, more);
const armOf = (treated: number): Partial<Experiment> => ({
  arm: Int32Array.from({ length: n }, (_, i) => (i < treated ? 1 : 0)),
});

const estimators: Record<string, (experiment: Experiment) => ProcessEffect> = {
  'difference in means': differenceInMeans,
  Lin: linAdjusted,
  CUPED: (experiment) => cuped({ before: experiment.outcome.y.map((_, i) => noise[i] ?? 0), ...experiment }),
  complier: (experiment) =>
    complierEffect({
      exposure: Float64Array.from(experiment.arm, (d, i) => (i % 7 === 0 ? 0 : d)),
      ...experiment,
    }),
};

describe.each(Object.entries(estimators))('%s: a named reason, never a number', (_, estimate) => {
  const cases: [string, Experiment, string][] = [
    ['nobody treated', plan(armOf(0)), 'none treated'],
    ['all treated', plan(armOf(n)), 'all treated'],
    ['one seller treated', plan(armOf(1)), 'one treated cluster'],
    ['one seller not treated', plan(armOf(n - 1)), 'too few clusters'],
    ['four sellers treated', plan(armOf(4)), 'too few clusters'],
    [
      'four sellers, many rows',
      twoArmed(
        measured(
          y,
          y.map((__, i) => i % 4),
        ),
        arm,
      ),
      'too few clusters',
    ],
    ['one seller', twoArmed(measured([1]), [1]), 'all treated'],
    ['nothing', twoArmed(measured([]), []), 'no rows'],
    ['no arm', plan({ arm: new Int32Array(n).fill(-1) }), 'no rows'],
    [
      'the same for all',
      plan(
        {},
        y.map(() => 3),
      ),
      'constant outcome',
    ],
    ['a value missing', plan({}, [...y.slice(1), Number.NaN]), 'not finite'],
    [
      'too large',
      plan(
        {},
        y.map((value) => value * 1e200),
      ),
      'not finite',
    ],
    [
      'the process came after',
      plan({ position: new Float64Array(n).fill(5), startsAt: 6 }),
      'treatment after outcome',
    ],
    [
      'a segment is the arm',
      plan({ segments: { country: arm.map((d) => (d === 1 ? 'DE' : 'FR')) } }),
      'exposure equal to a segment',
    ],
  ];
  test.each(cases)('%s', (__, experiment, expected) => {
    expect(reasonOf(estimate(experiment))).toBe(expected);
  });

  test('the arms met without any error', () => {
    expect(reasonOf(estimate(plan({}, arm)))).toBe('constant outcome');
  });

  test('a segment with arms in each value is none', () => {
    expect(
      told(estimate(plan({ segments: { country: arm.map((__, i) => (i < n / 2 ? 'DE' : 'FR')) } }))).n,
    ).toBe(n);
  });

  test.each([1e-9, 1e12])('in units of %d all is the same', (unit) => {
    const [plain, scaled] = [
      told(estimate(plan())),
      told(
        estimate(
          plan(
            {},
            y.map((value) => value * unit),
          ),
        ),
      ),
    ];
    for (const name of ['estimate', 'se', 'lower', 'upper'] as const)
      expect(scaled[name] / unit).toBeCloseTo(plain[name], 9);
  });
});

describe('what only some need', () => {
  test('CUPED without anything from before', () => {
    expect(reasonOf(cuped(plan()))).toBe('no pre-period');
    expect(reasonOf(cuped(plan({ before: new Float64Array(n).fill(Number.NaN) })))).toBe('no pre-period');
    expect(reasonOf(cuped(plan({ before: new Float64Array(n).fill(2) })))).toBe('no pre-period');
  });

  test('exposure that the assignment hardly moves', () => {
    const hardly = Float64Array.from(noise, (value, i) => (value + 0.3 * (arm[i] ?? 0) > 0 ? 1 : 0));
    expect(reasonOf(complierEffect(plan({ exposure: hardly })))).toBe('weak exposure');
    expect(reasonOf(complierEffect(plan({ exposure: new Float64Array(n) })))).toBe('weak exposure');
    expect(() => complierEffect(plan())).toThrow(RangeError);
  });

  test('all meet what they were assigned: the complier effect is the effect', () => {
    const [complier, whole] = [
      told(complierEffect(plan({ exposure: Float64Array.from(arm) }))),
      told(differenceInMeans(plan())),
    ];
    for (const name of ['estimate', 'se', 'lower', 'upper'] as const)
      expect(complier[name]).toBeCloseTo(whole[name], 12);
  });

  test('covariates that are one another', () => {
    const [a, b] = [Float64Array.from(noise), Float64Array.from(noise, (value) => 1 - 2 * value)];
    const found = linAdjusted(plan({ covariates: { size: a, weight: b } }));
    expect(found).toMatchObject({
      reason: 'regressors not independent',
      detail: 'weight follows from the others',
    });
  });

  test('more covariates than rows', () => {
    const covariates = Object.fromEntries(
      Array.from({ length: 20 }, (_, k) => [
        `x${k}`,
        Float64Array.from(noise, (__, i) => Math.sin(i * (k + 2))),
      ]),
    );
    expect(reasonOf(linAdjusted(plan({ covariates })))).toBe('too few rows');
  });

  test('covariates that are not known take the mean; those that do not vary are left out', () => {
    const known = Float64Array.from(noise, (value, i) => (i % 5 === 0 ? Number.NaN : value));
    const found = told(linAdjusted(plan({ covariates: { known, one: new Float64Array(n).fill(1e12) } })));
    expect(found.diagnostics).toMatchObject({ covariates: 'known', missingCovariates: 8 });
  });

  test('a covariate far from 0 adjusts as one near it', () => {
    const [near = 0, far] = [0, 1e6].map((shift) => {
      const year = Float64Array.from(noise, (_, i) => Math.cos(i) + shift);
      return told(linAdjusted(plan({ covariates: { year } }))).estimate;
    });
    expect(far).toBeCloseTo(near, 8);
  });

  test('trust of sellers whose plans were never off', () => {
    expect(
      reasonOf(
        trustLevelEffect(
          twoArmed(
            trustOf(
              y,
              y.map(() => 0),
            ),
            arm,
          ),
        ),
      ),
    ).toBe('regressors not independent');
    expect(() => trustLevelEffect(plan())).toThrow(RangeError);
  });

  test('wrong calls', () => {
    expect(() => differenceInMeans(plan(), 2)).toThrow(RangeError);
    expect(() => differenceInMeans(plan({ covariates: { x: new Float64Array(3) } }))).not.toThrow(TypeError);
    expect(() => differenceInMeans(plan({ weights: new Float64Array(n) }))).toThrow(RangeError);
    expect(() => differenceInMeans(JSON.parse(JSON.stringify(plan())))).toThrow(/11 % of the true one/);
  });
});

const whole = (rows: number, max: number) =>
  fc.array(fc.integer({ min: 0, max }), { minLength: rows, maxLength: rows });

test('whatever the columns, an effect with intervals around it, or a reason', () => {
  const number = fc.oneof(fc.constant(0), fc.constant(1), fc.double({ min: -1e12, max: 1e12, noNaN: true }));
  const column = (rows: number) => fc.array(number, { minLength: rows, maxLength: rows });
  const any = fc.integer({ min: 1, max: 60 }).chain((rows) =>
    fc.record({
      y: column(rows),
      x: column(rows),
      met: whole(rows, 1),
      arm: whole(rows, 1),
      seller: whole(rows, 20),
    }),
  );
  let effects = 0;
  fc.assert(
    fc.property(any, (data) => {
      const x = Float64Array.from(data.x);
      const experiment = twoArmed(measured(data.y, data.seller), data.arm, {
        covariates: { x },
        before: x,
        exposure: Float64Array.from(data.met),
      });
      const trust = twoArmed(trustOf(data.y, data.x, data.seller), data.arm);
      return [
        ...Object.values(estimators).map((estimate) => estimate(experiment)),
        trustLevelEffect(trust),
      ].every((found) => {
        if (found.kind === 'refused') return true;
        effects += 1;
        const { lower, upper, estimate, anytime } = found;
        const outside = anytime === null || (anytime.lower <= lower && upper <= anytime.upper);
        return Number.isFinite(estimate) && lower <= estimate && estimate <= upper && outside;
      });
    }),
    { seed: 52, numRuns: 150 },
  );
  expect(effects).toBeGreaterThan(60);
});

test('values far from 0 are no constants', () => {
  const far = told(
    differenceInMeans(
      plan(
        {},
        y.map((value) => value + 1e9),
      ),
    ),
  );
  expect(far.estimate).toBeCloseTo(told(differenceInMeans(plan())).estimate, 5);
});
