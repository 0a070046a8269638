import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cohortsOf } from '../../../lib/processes/rollout/cohorts.ts';
import { NEVER, type RolloutPanel } from '../../../lib/processes/rollout/panel.ts';
import { estimateRollout } from '../../../lib/processes/rollout/rollout.ts';
import type { RolloutSettings } from '../../../lib/processes/rollout/settings.ts';
import { trustOutcome } from '../../../lib/processes/outcomes/from-rows.ts';
import { streams } from '../../../lib/simulation/stream.ts';
import { roundRow } from '../../trust/row.ts';
import { rolloutPanel, type Plan } from './simulated.ts';

const plan: Plan = { sellers: 40, periods: 8, cohorts: [3, 5, NEVER, NEVER], effect: () => 0.2, noise: 0.2 };
const simulated = (change: Partial<Plan> = {}): RolloutPanel =>
  rolloutPanel(streams(41).next().value, { ...plan, ...change });
const panel = (change: Partial<RolloutPanel> = {}): RolloutPanel => ({ ...simulated(), ...change });

const only = (sellers: number, g: number, others = NEVER): Int32Array =>
  Int32Array.from({ length: 40 }, (_, i) => (i < sellers ? g : others));

function reason(of: RolloutPanel, settings: Partial<RolloutSettings> = {}): string {
  const found = estimateRollout(of, { draws: 99, ...settings });
  return 'cells' in found ? 'an effect' : found.reason;
}

describe('a named reason, never a number', () => {
  const cases: [string, RolloutPanel, string, Partial<RolloutSettings>?][] = [
    ['as planned', panel(), 'an effect'],
    ['nobody treated', panel({ cohort: only(0, 3) }), 'none treated'],
    ['one seller treated', panel({ cohort: only(1, 3) }), 'one treated cluster'],
    ['four sellers treated', panel({ cohort: only(4, 3) }), 'too few clusters'],
    ['all treated at once', panel({ cohort: only(40, 3) }), 'all treated'],
    ['one seller left', panel({ cohort: only(39, 3) }), 'too few clusters'],
    [
      'all treated in the end',
      panel({ cohort: only(20, 3, 6) }),
      'no comparison group',
      { comparison: 'never' },
    ],
    ['all treated in the end, one after another', panel({ cohort: only(20, 3, 6) }), 'an effect'],
    ['from the first period on', panel({ cohort: only(20, 0) }), 'no pre-period'],
    [
      'known of from the first period on',
      panel({ cohort: only(20, 2) }),
      'no pre-period',
      { anticipation: 2 },
    ],
    ['after everything that was seen', panel({ cohort: only(20, 8) }), 'treatment after outcome'],
    [
      'a segment got it',
      panel({
        cohort: only(20, 3),
        segments: { country: Array.from({ length: 40 }, (_, i) => (i < 20 ? 'DE' : 'FR')) },
      }),
      'exposure equal to a segment',
    ],
    ['nothing varies', panel({ numerator: new Float64Array(320).fill(7) }), 'constant outcome'],
    ['nobody was seen', panel({ weight: new Float64Array(320) }), 'no rows'],
    ['too large', panel({ numerator: new Float64Array(320).fill(1e200) }), 'not finite'],
    ['not a number', panel({ numerator: new Float64Array(320).fill(Number.NaN) }), 'not finite'],
    [
      'who is in follows from a covariate',
      panel({ cohort: only(20, 3), covariates: { size: Float64Array.from({ length: 40 }, (_, i) => i) } }),
      'no overlap',
    ],
    [
      'two covariates are one',
      panel({
        cohort: Int32Array.from({ length: 40 }, (_, i) => (i % 2 === 0 ? 3 : NEVER)),
        covariates: {
          size: Float64Array.from({ length: 40 }, (_, i) => Math.sin(i)),
          twice: Float64Array.from({ length: 40 }, (_, i) => 2 * Math.sin(i)),
        },
      }),
      'regressors not independent',
      { adjust: 'outcome regression' },
    ],
  ];
  test.each(cases)('%s', (_, of, expected, settings) => {
    expect(reason(of, settings)).toBe(expected);
  });

  test('a seller who leaves the process again', () => {
    const rows = [0, 1, 0].map((dose, position) => roundRow({ position, processes: { reasons: dose } }));
    const outcome = trustOutcome(rows, { name: 'level', minGap: 1, minGapRule: '' });
    expect(cohortsOf(rows, 'reasons', outcome, (row) => row.position)).toMatchObject({
      reason: 'process taken back',
    });
    expect(cohortsOf(rows.slice(0, 2), 'reasons', outcome, (row) => row.position)).toEqual(Int32Array.of(1));
  });
});

test.each([1e-9, 1e12])('in units of %d all is the same', (unit) => {
  const [plain, scaled] = [panel(), panel({ numerator: panel().numerator.map((value) => value * unit) })].map(
    (of) => {
      const found = estimateRollout(of);
      if (!('cells' in found)) throw new Error(found.detail);
      return [...found.dynamic, ...found.group].flatMap(({ estimate, se, bandUpper }) => [
        estimate,
        se,
        bandUpper,
      ]);
    },
  );
  scaled?.forEach((value, k) => expect(value / unit).toBeCloseTo(plain?.[k] ?? 0, 9));
});

test('whatever the panel, an effect with an interval around it, or a reason', () => {
  const value = fc.oneof(
    { weight: 1, arbitrary: fc.constant(Number.NaN) },
    { weight: 100, arbitrary: fc.constant(0) },
    { weight: 400, arbitrary: fc.double({ min: -1e12, max: 1e12, noNaN: true }) },
  );
  const any = fc.integer({ min: 1, max: 32 }).chain((sellers) =>
    fc.record({
      kind: fc.constant('result' as const),
      sellers: fc.constant(sellers),
      periods: fc.constant(4),
      numerator: fc
        .array(value, { minLength: 4 * sellers, maxLength: 4 * sellers })
        .map((v) => Float64Array.from(v)),
      weight: fc
        .array(fc.constantFrom(0, 1, 1, 1), { minLength: 4 * sellers, maxLength: 4 * sellers })
        .map((v) => Float64Array.from(v)),
      cohort: fc
        .array(fc.constantFrom(NEVER, NEVER, 0, 2, 3, 9), { minLength: sellers, maxLength: sellers })
        .map((v) => Int32Array.from(v)),
      covariates: fc.constant({}),
      segments: fc.constant({}),
    }),
  );
  let effects = 0;
  fc.assert(
    fc.property(any, (of) => {
      const found = estimateRollout(of, { draws: 99 });
      const effect = 'cells' in found ? found.effect : found;
      if (effect.kind === 'effect') effects += 1;
      return (
        effect.kind === 'refused' ||
        (Number.isFinite(effect.estimate) && effect.lower < effect.estimate && effect.estimate < effect.upper)
      );
    }),
    { seed: 42, numRuns: 300 },
  );
  expect(effects).toBeGreaterThan(10);
});
