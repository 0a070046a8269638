import { existsSync, readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { logit, probit } from '../../../lib/trust/stated/ordered-link.ts';
import { fitOrdered } from '../../../lib/trust/stated/ordered-regression.ts';

const FILE = '../shared/data/published/wine.csv';
const present = existsSync(FILE);
if (!present)
  console.log(`skipped: ${FILE} is not here, so published ordered regressions are not reproduced`);

const tasting = z.object({ rating: z.string(), temp: z.string(), contact: z.string() });

/** 72 ratings of bitterness, 1 to 5 (Randall 1989). */
function wine() {
  return z
    .array(tasting)
    .parse(parse(readFileSync(FILE), { columns: true }))
    .map(({ rating, temp, contact }) => ({
      y: Number(rating) - 1,
      x: [temp === 'warm' ? 1 : 0, contact === 'yes' ? 1 : 0],
      variance: 0,
    }));
}

const errors = (covariance: number[][] | undefined): number[] =>
  covariance?.map((row, j) => Math.sqrt(row[j] ?? Number.NaN)) ?? [];

describe.skipIf(!present)('wine.csv', () => {
  test('proportional odds: clm of R package ordinal, to its printed digits', () => {
    const fit = fitOrdered(wine(), 5, logit);
    expect(fit.converged).toBe(true);
    expect(fit.logLikelihood).toBeCloseTo(-86.4919234, 6);
    const [warm, contact, ...thresholds] = fit.estimates;
    expect([warm, contact]).toEqual([expect.closeTo(2.503102, 5), expect.closeTo(1.527798, 5)]);
    [-1.344383, 1.250809, 3.466887, 5.006404].forEach((at, k) => expect(thresholds[k]).toBeCloseTo(at, 5));
    const [seWarm, seContact] = errors(fit.covariance);
    expect([seWarm, seContact]).toEqual([expect.closeTo(0.52868, 5), expect.closeTo(0.476623, 5)]);
  });
  test('ordered probit: reference/ordered.py', () => {
    const fit = fitOrdered(wine(), 5, probit);
    expect(fit.logLikelihood).toBeCloseTo(-85.7611484, 6);
    [1.499375, 0.867743, -0.773263, 0.736021, 2.04468, 2.941345].forEach((at, j) =>
      expect(fit.estimates[j]).toBeCloseTo(at, 5),
    );
    [0.29179, 0.266907].forEach((se, j) => expect(errors(fit.covariance)[j]).toBeCloseTo(se, 5));
  });
});
