import { describe, expect, test } from 'vitest';
import { adfForm } from '../../../lib/trust/friction/adf.ts';
import { frictionCovariance } from '../../../lib/trust/friction/covariance.ts';
import { fitFriction, fitFrictionNested } from '../../../lib/trust/friction/fit.ts';
import { FRICTION, frictionModel } from '../../../lib/trust/friction/nested-model.ts';
import { frictionPanel } from '../../../lib/trust/friction/panel.ts';
import { pathForm } from '../../../lib/trust/friction/deterministic-path.ts';
import { frictionSmoother } from '../../../lib/trust/friction/smooth.ts';
import { BUTTONS, buttonsRun, LAST, SKILLED, STILL_TABLED } from '../recovery/buttons.ts';
import { allowed, mean } from '../recovery/tally.ts';
import { frictionTheta } from './events.ts';
import { G2, simulateFriction } from './simulated.ts';

const measure = { unit: 1, referenceGap: 0.3 };

test('QD finds the parameters of G2 (docs/model.md 6.12, reduced to 3 replications)', () => {
  const runs = [101, 102, 103].map((seed) => buttonsRun(G2, seed, 'qd'));
  for (const { name, read, planted, sd } of BUTTONS) {
    const off = Math.abs(mean(runs.map(({ theta }) => read(theta))) - planted);
    expect({ name, within: off <= allowed(sd, runs.length) }).toEqual({ name, within: true });
  }
  expect(mean(runs.map(({ last }) => last))).toBeLessThan(LAST + 0.01);
});

test('sellers who trust more get somewhat better recommendations, and nothing moves: no gain worth naming', () => {
  const runs = [1, 2].map((seed) => buttonsRun(SKILLED, seed, 'qd').theta);
  for (const [place, sd] of [
    [FRICTION.gain, STILL_TABLED.gainSd],
    [FRICTION.loss, STILL_TABLED.lossSd],
  ] as const)
    expect(Math.abs(mean(runs.map((theta) => theta[place] as number)))).toBeLessThan(allowed(sd, 2) + 0.01);
});

describe('data with process noise', () => {
  const truth = { ...G2, sellers: 200, rounds: 40, gain: 0.1, loss: 0.2, q: 0.03, bg: 0 };
  const { sequences } = simulateFriction(truth, 7);
  const panel = frictionPanel(sequences, measure);
  const adf = fitFriction(panel, adfForm, frictionModel('asymmetric', 'qd-adf', false));

  test('QD-ADF finds gain, loss and drift within 3 standard errors', () => {
    const covariance = frictionCovariance(panel, adfForm, adf) ?? [];
    for (const [place, value] of [
      [FRICTION.gain, truth.gain],
      [FRICTION.loss, truth.loss],
      [FRICTION.q, truth.q],
      [FRICTION.mu0, truth.mu0],
    ] as const) {
      const se = Math.sqrt(covariance[place]?.[place] ?? 0);
      expect(se).toBeGreaterThan(0);
      expect(Math.abs((adf.theta[place] as number) - value)).toBeLessThan(3 * se);
    }
  });

  test('QD-ADF fits better than the deterministic path, which loses some of the gains', () => {
    const path = fitFriction(panel, pathForm, frictionModel('asymmetric', 'qd', false));
    expect(adf.logLikelihood - path.logLikelihood).toBeGreaterThan(20);
    expect(path.theta[FRICTION.gain]).toBeLessThan(adf.theta[FRICTION.gain] as number);
  });
});

test('trust that does not move leaves the wider models no gain worth naming', () => {
  const still = { ...G2, sellers: 120, gain: 0, loss: 0, bg: 0 };
  const panel = frictionPanel(simulateFriction(still, 3).sequences, measure);
  const fits = fitFrictionNested(panel, adfForm, false);
  const [least = Number.NaN, , most = Number.NaN] = fits.map(({ logLikelihood }) => logLikelihood);
  expect(most - least).toBeGreaterThanOrEqual(0);
  expect(most - least).toBeLessThan(6);
});

test('95 % bands of QD-ADF at the true parameters hold the truth as often as they say', () => {
  const truth = { ...G2, sellers: 1500, rounds: 20, gain: 0.1, loss: 0.2, q: 0.03, bg: 0 };
  const { sequences, trust } = simulateFriction(truth, 11);
  const panel = frictionPanel(sequences, measure);
  const theta = frictionTheta({ ...truth });
  const smooth = frictionSmoother(panel, adfForm, theta);
  let now = 0;
  let all = 0;
  trust.forEach((states, i) => {
    const { smoothed, filtered } = smooth(i);
    const error = Math.abs((states.at(-1) as number) - (filtered.last[0] as number));
    if (error < 1.96 * Math.sqrt(filtered.last[2] as number)) now++;
    states.forEach((alpha, k) => {
      const half = 1.96 * Math.sqrt(smoothed.variance[k] as number);
      if (Math.abs(alpha - (smoothed.mean[k] as number)) < half) all++;
    });
  });
  const [last, history] = [now / truth.sellers, all / (truth.sellers * (truth.rounds + 1))];
  console.log(`QD-ADF coverage of 95 % bands: now ${last.toFixed(3)}, whole history ${history.toFixed(3)}`);
  for (const coverage of [last, history]) {
    expect(coverage).toBeGreaterThan(0.93);
    expect(coverage).toBeLessThan(0.97);
  }
});
