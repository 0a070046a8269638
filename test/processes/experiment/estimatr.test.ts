import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { complierEffect } from '../../../lib/processes/experiment/complier.ts';
import { differenceInMeans } from '../../../lib/processes/experiment/difference-in-means.ts';
import type { Experiment } from '../../../lib/processes/experiment/experiment.ts';
import { linAdjusted } from '../../../lib/processes/experiment/lin.ts';
import { trustLevelEffect } from '../../../lib/processes/experiment/trust-level.ts';
import type { ProcessEffect } from '../../../lib/processes/effect.ts';
import { measured, told, trustOf, twoArmed } from '../columns.ts';

const term = z.object({
  estimate: z.number(),
  se: z.number(),
  df: z.number(),
  lower: z.number(),
  upper: z.number(),
});
const both = z.object({ CR1: term, CR2: term });
const row = z.record(z.string(), z.number());
/** R 4.2.2, estimatr 1.0.0: reference/experiment.R. */
const { data, ...R } = z
  .object({
    data: z.array(row),
    means: both,
    weighted: z.object({ CR1: term }),
    hc2: term,
    lin: both,
    linHc2: term,
    slope: both,
    complier: both,
    firstStage: both,
  })
  .parse(JSON.parse(readFileSync('reference/out/experiment.json', 'utf8')));

const column = (name: string): number[] => data.map((values) => values[name] ?? Number.NaN);
const seller = column('seller').map((value) => value - 1);
const covariates = { x1: Float64Array.from(column('x1')), x2: Float64Array.from(column('x2')) };
const means = (more: Partial<Experiment> = {}): Experiment =>
  twoArmed(measured(column('y'), seller), column('arm'), more);

/** What both say of an effect, in the form of R's. */
function inR(found: ProcessEffect): z.infer<typeof term> {
  const { estimate, se, lower, upper, diagnostics } = told(found);
  return { estimate, se, df: Number(diagnostics['degreesOfFreedom']), lower, upper };
}

const near = (expected: z.infer<typeof term>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(expected).map(([name, value]) => [name, expect.closeTo(value, 8)]));

test.each(['CR1', 'CR2'] as const)('difference in means, %s: lm_robust', (robust) => {
  expect(inR(differenceInMeans(means({ robust })))).toEqual(near(R.means[robust]));
});

test.each(['CR1', 'CR2'] as const)('Lin, %s: lm_lin', (robust) => {
  expect(inR(linAdjusted(means({ robust, covariates })))).toEqual(near(R.lin[robust]));
});

test.each(['CR1', 'CR2'] as const)('trust level, %s: lm_robust(move ~ 0 + gap + gap:arm)', (robust) => {
  const outcome = trustOf(column('move'), column('gap'), seller);
  expect(inR(trustLevelEffect(twoArmed(outcome, column('arm'), { robust })))).toEqual(near(R.slope[robust]));
});

test('weights, CR1: lm_robust', () => {
  expect(
    inR(differenceInMeans(means({ robust: 'CR1', weights: Float64Array.from(column('weight')) }))),
  ).toEqual(near(R.weighted.CR1));
});

test('one row a seller: HC2, which is Neyman', () => {
  const outcome = measured(column('y'));
  const plain = told(differenceInMeans(twoArmed(outcome, column('arm'))));
  expect([plain.estimate, plain.se]).toEqual([
    expect.closeTo(R.hc2.estimate, 9),
    expect.closeTo(R.hc2.se, 9),
  ]);
  const lin = told(linAdjusted(twoArmed(outcome, column('arm'), { covariates })));
  expect([lin.estimate, lin.se]).toEqual([
    expect.closeTo(R.linHc2.estimate, 9),
    expect.closeTo(R.linHc2.se, 9),
  ]);
});

/** CR1 of iv_robust has the factor (n-1)/(n-2) of its second stage: the same. The interval is Anderson-Rubin's, not iv_robust's. */
test.each(['CR1', 'CR2'] as const)('complier effect, %s: iv_robust', (robust) => {
  const exposure = Float64Array.from(column('exposure'));
  const found = told(complierEffect(means({ robust, exposure })));
  expect(found.estimate).toBeCloseTo(R.complier[robust].estimate, 9);
  expect(found.se).toBeCloseTo(R.complier[robust].se, 9);
  const { estimate, se } = R.firstStage[robust];
  expect(found.diagnostics['firstStage']).toBeCloseTo(estimate, 9);
  expect(found.diagnostics['firstStageF']).toBeCloseTo((estimate / se) ** 2, 6);
});

/** Anderson & Rubin: an end of the interval is a lambda at which y - lambda exposure is just not moved by the assignment. */
test('at an end of the complier interval the assignment just moves nothing', () => {
  const exposure = Float64Array.from(column('exposure'));
  const found = told(complierEffect(means({ exposure })));
  for (const lambda of [found.lower, found.upper]) {
    const rest = measured(
      column('y').map((y, i) => y - lambda * (exposure[i] ?? 0)),
      seller,
    );
    const { lower, upper } = told(differenceInMeans(twoArmed(rest, column('arm'))));
    expect(Math.min(Math.abs(lower), Math.abs(upper))).toBeLessThan(1e-9);
  }
});
