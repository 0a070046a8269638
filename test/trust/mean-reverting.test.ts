import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { centralDifference } from '../../lib/stats/central-difference.ts';
import { minimise } from '../../lib/stats/l-bfgs.ts';
import { likelihoodWithGradient, logLikelihoods } from '../../lib/trust/kalman/likelihood.ts';
import type { KalmanPanel } from '../../lib/trust/kalman/panel.ts';
import type { SurprisesAndDoses } from '../../lib/trust/laws/mean-reverting.ts';
import { PANEL_TRUTH as TRUTH, panelOf } from './panel-csv.ts';

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
    const evaluate = likelihoodWithGradient(panel);
    const found = minimise(
      (theta, gradient) => {
        const value = evaluate(theta, gradient);
        gradient.forEach((slope, j) => (gradient[j] = -slope));
        return -value;
      },
      TRUTH,
      {
        lower: [-2, 0, 0, 0, -1, -1, -1, 0, -7, 0],
        upper: [3, 2, 2, 0.999, 1, 1, 1, 1, 3, 0],
      },
    );
    expect(-found.value).toBeCloseTo(-3553.099199, 5);
  });
});

/** md5 of the whole file, log-likelihood at the truth. */
const LARGER = [
  [1000, '8072112858a3831b0e9a1730ff7f6fbe', -18091.467619031],
  [10000, '2b0465abbcdc9147e92341fd42351c3a', -178696.023496323],
] as const;

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

describe.skipIf(numpy === undefined).each(LARGER)('%i sellers', (sellers, md5, expected) => {
  test('log-likelihood at the truth', () => {
    const csv = execFileSync('python3', ['reference/trust-panel.py', String(sellers), '20260101'], {
      maxBuffer: 2 ** 28,
    }).toString();
    expect(createHash('md5').update(csv).digest('hex')).toBe(md5);
    expect(Math.abs(total(panelOf(csv), TRUTH) - expected)).toBeLessThan(1e-6);
  });
});
