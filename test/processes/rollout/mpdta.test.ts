import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { outcomeOf } from '../../../lib/processes/outcomes/outcome.ts';
import { NEVER, panelOf, type RolloutPanel } from '../../../lib/processes/rollout/panel.ts';
import { estimateRollout, type Rollout } from '../../../lib/processes/rollout/rollout.ts';
import type { RolloutSettings } from '../../../lib/processes/rollout/settings.ts';

const FILE = '../shared/data/published/mpdta.csv';
const present = existsSync(FILE);
if (!present)
  console.log(
    `skipped: ${FILE} is not here, the minimum-wage figures of Callaway & Sant'Anna cannot be checked`,
  );

const FIRST = 2003;

/** Log of teen employment in 500 counties, 2003 to 2007; lpop is the log of population. */
function counties(adjusted: boolean): RolloutPanel {
  const rows: Record<string, string>[] = parse(readFileSync(FILE), { columns: true });
  const number = (name: string): number[] => rows.map((row) => Number(row[name]));
  const [unit, treat, lpop] = [number('countyreal'), number('first.treat'), number('lpop')];
  const units = [...new Set(unit)];
  const at = unit.map((county) => units.indexOf(county));
  const byCounty = (values: readonly number[]): number[] =>
    units.map((_, i) => values[at.indexOf(i)] ?? NEVER);
  const outcome = outcomeOf('result', {
    y: Float64Array.from(number('lemp')),
    cluster: Int32Array.from(at),
    sellers: units.map(String),
  });
  return panelOf(outcome, {
    period: Int32Array.from(number('year'), (year) => year - FIRST),
    periods: 5,
    cohort: Int32Array.from(byCounty(treat), (year) => (year > 0 ? year - FIRST : NEVER)),
    ...(adjusted ? { covariates: { lpop: Float64Array.from(byCounty(lpop)) } } : {}),
  });
}

function told(adjusted: boolean, settings: Partial<RolloutSettings> = {}): Rollout {
  const found = estimateRollout(counties(adjusted), { comparison: 'never', ...settings });
  if (!('cells' in found)) throw new Error(found.detail);
  return found;
}

const close = (values: readonly number[], digits: number): unknown[] =>
  values.map((value) => expect.closeTo(value, digits));

/** Counties that 2004 is compared with in the year of its raise. */
function comparisons({ cells }: Rollout): readonly number[] {
  return cells
    .filter(({ cohort, period }) => cohort === 1 && period === 1)
    .map(({ comparison }) => comparison);
}

describe.skipIf(!present)('minimum wage and teen employment (mpdta, R package did)', () => {
  test('all twelve cells, never-treated comparison, with analytic standard errors', () => {
    const { cells } = told(false);
    expect(cells.map(({ cohort, period }) => [cohort + FIRST, period + FIRST])).toEqual(
      [2004, 2006, 2007].flatMap((g) => [2004, 2005, 2006, 2007].map((t) => [g, t])),
    );
    // published to four digits: Callaway & Sant'Anna (2021), did's vignette
    expect(cells.map(({ estimate }) => estimate)).toEqual(
      close(
        [
          -0.0105, -0.0704, -0.1373, -0.1008, 0.0065, -0.0028, -0.0046, -0.0412, 0.0305, -0.0027, -0.0311,
          -0.0261,
        ],
        4,
      ),
    );
    // the square root of the mean of squared influence, by numpy
    expect(cells.map(({ se }) => se)).toEqual(
      close(
        [
          0.023251, 0.030985, 0.036436, 0.034359, 0.023327, 0.019559, 0.017755, 0.020229, 0.015034, 0.016396,
          0.017878, 0.016655,
        ],
        6,
      ),
    );
  });

  test('pre-test p .16812', () => {
    const { preTrend } = told(false);
    expect(preTrend?.statistic).toBeCloseTo(7.791237, 6);
    expect(preTrend?.df).toBe(5);
    expect(preTrend?.p).toBeCloseTo(0.16812, 5);
  });

  test('by time since, and the four means', () => {
    const { dynamic, overall } = told(false);
    expect(dynamic.map(({ at }) => at)).toEqual([-3, -2, -1, 0, 1, 2, 3]);
    expect(dynamic.map(({ estimate }) => estimate)).toEqual(
      close([0.030507, -0.000563, -0.024459, -0.019932, -0.050957, -0.137259, -0.100811], 6),
    );
    expect(
      [overall.dynamic, overall.simple, overall.group].flatMap(({ estimate, se }) => [estimate, se]),
    ).toEqual(close([-0.07724, 0.019965, -0.039951, 0.012034, -0.031018, 0.012446], 6));
  });

  /** did's vignette, `xformla = ~lpop`: estimates to four digits. Its standard errors are one bootstrap's, .0233 .0297 .0348
   *  .0340 / .0236 .0184 .0194 .0189 / .0145 .0163: within what 1,000 draws vary by. */
  test('doubly robust given population', () => {
    const { cells } = told(true);
    expect(cells.slice(0, 10).map(({ estimate }) => estimate)).toEqual(
      close([-0.0145, -0.0764, -0.1404, -0.1069, -0.0005, -0.0062, 0.001, -0.0413, 0.0267, -0.0046], 4),
    );
    for (const [k, se] of [
      0.0233, 0.0297, 0.0348, 0.034, 0.0236, 0.0184, 0.0194, 0.0189, 0.0145, 0.0163,
    ].entries())
      expect(Math.abs((cells[k]?.se ?? 0) / se - 1)).toBeLessThan(0.08);
  });

  test('bands are wider than intervals, and the same each time; another seed moves them little', () => {
    const [first, again, other] = [told(false), told(false), told(false, { seed: 7 })];
    expect(again.dynamic).toEqual(first.dynamic);
    for (const [k, { lower, upper, bandLower, bandUpper, se }] of first.dynamic.entries()) {
      expect(bandLower).toBeLessThan(lower);
      expect(bandUpper).toBeGreaterThan(upper);
      expect(Math.abs(bandUpper - (other.dynamic[k]?.bandUpper ?? 0))).toBeLessThan(0.05 * se);
    }
  });

  test('not-yet-treated sellers are also a comparison', () => {
    expect(comparisons(told(false))).toEqual([309]);
    expect(comparisons(told(false, { comparison: 'not yet' }))).toEqual([480]);
  });
});
