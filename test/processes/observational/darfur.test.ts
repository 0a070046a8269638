import { describe, expect, it } from 'vitest';
import {
  asStrongAs,
  leastSquares,
  leastSquaresRobustness,
} from '../../../lib/processes/observational/sensitivity/least-squares.ts';
import { columnOf, publishedTable } from './published.ts';

const table = publishedTable('darfur.csv');
const CONTROLS = ['age', 'farmer_dar', 'herder_dar', 'pastvoted', 'hhsize_darfur', 'female'];

const column = (name: string): Float64Array => columnOf(table ?? new Map(), name);
const regression = () => ({
  y: column('peacefactor'),
  exposure: column('directlyharmed'),
  controls: Object.fromEntries(CONTROLS.map((name) => [name, column(name)])),
  absorbed: Int32Array.from(column('village')),
});

/** Cinelli & Hazlett (2020), table 1 and section 5, as the R package sensemakr 0.1.4 prints them: peacefactor on
 *  directlyharmed with six controls and fixed effects of 486 villages. */
describe.skipIf(!table)('attitudes to peace in Darfur', () => {
  it('gives the published estimate and its partial R2', () => {
    const fit = leastSquares(regression());
    expect(fit.df).toBe(783);
    expect(fit.estimate).toBeCloseTo(0.0973158, 7);
    expect(fit.se).toBeCloseTo(0.0232565, 7);
    expect(fit.partialR2).toBeCloseTo(0.0218731, 7);
  });

  it('gives the published robustness values', () => {
    const { RV, RVa } = leastSquaresRobustness(leastSquares(regression()));
    expect(RV).toBeCloseTo(0.1387764, 7);
    expect(RVa).toBeCloseTo(0.076258, 7);
  });

  it.each([
    [1, 0.0752, 0.0323, 0.1182],
    [2, 0.0529, 0.013, 0.0929],
    [3, 0.0304, -0.0063, 0.067],
  ])('bounds a confounder %d times as strong as being female', (times, estimate, lower, upper) => {
    const bound = asStrongAs(regression(), 'female', times);
    expect(Math.abs(bound.estimate - estimate)).toBeLessThan(5.1e-5);
    expect(Math.abs(bound.lower - lower)).toBeLessThan(5.1e-5);
    expect(Math.abs(bound.upper - upper)).toBeLessThan(5.1e-5);
  });

  it('needs a control that is there', () => {
    expect(() => asStrongAs(regression(), 'height', 1)).toThrow(RangeError);
  });
});
