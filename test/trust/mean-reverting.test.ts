import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { centralDifference } from '../../lib/stats/central-difference.ts';
import { covarianceOf } from '../../lib/trust/kalman/covariance.ts';
import { fitKalman } from '../../lib/trust/kalman/fit.ts';
import { likelihoodWithGradient, logLikelihoods } from '../../lib/trust/kalman/likelihood.ts';
import { meanRevertingModel, REVERTING } from '../../lib/trust/kalman/mean-reverting-model.ts';
import type { KalmanPanel } from '../../lib/trust/kalman/panel.ts';
import type { SurprisesAndDoses } from '../../lib/trust/laws/mean-reverting.ts';
import { PANEL_TRUTH as TRUTH, panelOf } from './panel-csv.ts';

const MODEL = meanRevertingModel({ gapSlope: false, twoSided: true, process: true });

const total = (panel: KalmanPanel<SurprisesAndDoses>, theta: Float64Array): number =>
  logLikelihoods(panel, theta).reduce((sum, ll) => sum + ll, 0);

const committed = (): string => gunzipSync(readFileSync('test/golden/trust-panel-200.csv.gz')).toString();

describe('200 sellers', () => {
  const panel = panelOf(committed());

  test('log-likelihood at the truth', () => expect(total(panel, TRUTH)).toBeCloseTo(-3554.732862526, 6));

  test('gradient agrees with central differences', () => {
    const gradient = new Float64Array(TRUTH.length);
    likelihoodWithGradient(panel)(TRUTH, gradient);
    centralDifference((theta) => total(panel, theta), TRUTH).forEach((slope, j) =>
      expect(Math.abs((gradient[j] as number) - slope)).toBeLessThan(1e-4 * Math.max(1, Math.abs(slope))),
    );
  });

  test('maximum likelihood', () => {
    const fit = fitKalman(panel, MODEL);
    expect(fit.logLikelihood).toBeCloseTo(-3553.099199, 5);
    expect(fit.convergence).toMatchObject({ converged: true, starts: 2 });
  });
});

/** md5 of the whole file, log-likelihood at the truth and at its maximum; 10,000 sellers are searched on a part first. */
const LARGER = [
  [1000, '8072112858a3831b0e9a1730ff7f6fbe', -18091.467619031, -18088.629889],
  [10000, '2b0465abbcdc9147e92341fd42351c3a', -178696.023496323, -178689.221056],
] as const;

/** Maximum and standard errors with 1,000 sellers, to their printed digits: SciPy's L-BFGS-B on numba, and TMB's nlminb and sdreport, agreed. */
const MAXIMUM = {
  m: [0.457402, 6],
  tau: [0.160702, 6],
  phi: [0.846351, 5],
  gain: [0.027561, 6],
  loss: [0.074171, 6],
  b: [0.024028, 6],
  q: [0.05399, 5],
} as const;
const ERRORS = { gain: 0.00289706, loss: 0.00423345, b: 0.00260342 } as const;

const numpy = ((): string | undefined => {
  try {
    return execFileSync('python3', ['-c', 'import numpy; print(numpy.__version__)'], {
      stdio: 'pipe',
    }).toString();
  } catch {
    return undefined;
  }
})();
if (numpy === undefined)
  console.log(
    'skipped: no python3 with numpy here, so the larger panels of reference/trust-panel.py cannot be made',
  );

describe.skipIf(numpy === undefined).each(LARGER)('%i sellers', (sellers, md5, atTruth, most) => {
  let csv = '';
  let panel: KalmanPanel<SurprisesAndDoses>;
  beforeAll(() => {
    csv = execFileSync('python3', ['reference/trust-panel.py', String(sellers), '20260101'], {
      maxBuffer: 2 ** 28,
    }).toString();
    panel = panelOf(csv);
  });

  test('log-likelihood at the truth', () => {
    expect(createHash('md5').update(csv).digest('hex')).toBe(md5);
    expect(Math.abs(total(panel, TRUTH) - atTruth)).toBeLessThan(1e-6);
  });

  test('maximum likelihood, from no knowledge of the truth', () => {
    const fit = fitKalman(panel, MODEL);
    expect(fit.convergence.converged).toBe(true);
    expect(Math.abs(fit.logLikelihood - most)).toBeLessThan(1e-6);
    if (sellers > 1000) return;
    for (const [name, [value, digits]] of Object.entries(MAXIMUM))
      expect(fit.theta[REVERTING[name as keyof typeof MAXIMUM]]).toBeCloseTo(value, digits);
    expect(Math.exp(fit.theta[REVERTING.lnSe] ?? Number.NaN)).toBeCloseTo(0.502465, 5);
    const covariance = covarianceOf(panel, fit) ?? [];
    for (const [name, se] of Object.entries(ERRORS)) {
      const place = REVERTING[name as keyof typeof ERRORS];
      expect(Math.sqrt(covariance[place]?.[place] ?? Number.NaN) / se).toBeCloseTo(1, 4);
    }
  });
});
