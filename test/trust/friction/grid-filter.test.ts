import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { adfForm } from '../../../lib/trust/friction/adf.ts';
import { frictionCovariance } from '../../../lib/trust/friction/covariance.ts';
import { fitFrictionNested } from '../../../lib/trust/friction/fit.ts';
import { frictionLogLikelihoods } from '../../../lib/trust/friction/likelihood.ts';
import { FRICTION } from '../../../lib/trust/friction/nested-model.ts';
import { frictionPanel } from '../../../lib/trust/friction/panel.ts';
import { frictionSmoother } from '../../../lib/trust/friction/smooth.ts';
import type { Sequence } from '../../../lib/trust/sequence.ts';
import { frictionTheta, sequenceOfEvents } from './events.ts';

const ROUNDS = 16;
type Fitted = Parameters & { readonly trust: readonly (readonly [mean: number, sd: number])[] };
type Parameters = Record<
  'logLikelihood' | 'mu0' | 'tau0' | 'gain' | 'loss' | 'q' | 'se' | 'sw' | 'eps',
  number
>;

/** reference/friction_grid.py: 150 sellers x 16 rounds fitted under QD-ADF and under a grid filter, docs/model.md 6.5. */
const reference: { 'at the truth': { adf: number }; truth: Parameters; adf: Fitted; grid: Fitted } =
  JSON.parse(readFileSync('reference/out/friction-grid.json', 'utf8'));

const lines = gunzipSync(readFileSync('test/golden/friction-150x16.csv.gz'))
  .toString()
  .trimEnd()
  .split('\n')
  .slice(1);
const sequences = Array.from({ length: lines.length / ROUNDS }, (_, i): Sequence =>
  sequenceOfEvents(
    `s${i}`,
    lines.slice(i * ROUNDS, (i + 1) * ROUNDS).map((line) => {
      const [gap = 0, weight = 0, r = 0] = line.split(',').map(Number);
      return { gap, move: weight * gap, r };
    }),
  ),
);
const panel = frictionPanel(sequences, { unit: 1, referenceGap: 0.3 });
const fit = fitFrictionNested(panel, adfForm, false).at(-1);
if (!fit) throw new Error('nothing was fitted');
const natural = (place: number, working: number): number => {
  if (place === FRICTION.lnSe || place === FRICTION.lnSw) return Math.log(working);
  return place === FRICTION.logitEps ? Math.log(working / (1 - working)) : working;
};
const PLACES = [
  ['mu0', FRICTION.mu0],
  ['tau0', FRICTION.tau0],
  ['gain', FRICTION.gain],
  ['loss', FRICTION.loss],
  ['q', FRICTION.q],
  ['se', FRICTION.lnSe],
  ['sw', FRICTION.lnSw],
  ['eps', FRICTION.logitEps],
] as const;
const covariance = frictionCovariance(panel, adfForm, fit) ?? [];
/** Distance of an estimate from a reference's, in standard errors. */
const apart = (from: Parameters, name: (typeof PLACES)[number][0], place: number): number =>
  Math.abs((fit.theta[place] ?? Number.NaN) - natural(place, from[name])) /
  Math.sqrt(covariance[place]?.[place] ?? Number.NaN);

test('QD-ADF at the truth and at its maximum is that of numpy', () => {
  const truth = frictionLogLikelihoods(panel, adfForm, frictionTheta(reference.truth));
  expect(truth.reduce((sum, ll) => sum + ll, 0)).toBeCloseTo(reference['at the truth'].adf, 4);
  expect(fit.logLikelihood).toBeGreaterThan(reference.adf.logLikelihood - 1e-3);
  expect(fit.logLikelihood).toBeLessThan(reference.adf.logLikelihood + 0.02);
});

test.each(PLACES)(
  '%s: as numpy finds it under QD-ADF, and near what a filter without Gaussian shape finds',
  (name, place) => {
    expect(apart(reference.adf, name, place)).toBeLessThan(0.1);
    expect(apart(reference.grid, name, place)).toBeLessThan(0.5);
  },
);

test('trust after the last outcome: within .02 of the grid filter for nearly all, its width within .01', () => {
  const smooth = frictionSmoother(panel, adfForm, fit.theta);
  const off = reference.grid.trust.map(([mean, sd], i) => {
    const { last } = smooth(i).filtered;
    return [Math.abs((last[0] as number) - mean), Math.abs(Math.sqrt(last[2] as number) - sd)] as const;
  });
  expect(off.filter(([mean]) => mean > 0.02).length).toBeLessThanOrEqual(3);
  for (const [, sd] of off) expect(sd).toBeLessThan(0.01);
});
