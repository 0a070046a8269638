import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { centralDifference } from '../../../lib/stats/central-difference.ts';
import { covarianceOf } from '../../../lib/trust/kalman/covariance.ts';
import { fitKalman } from '../../../lib/trust/kalman/fit.ts';
import { logLikelihoods } from '../../../lib/trust/kalman/likelihood.ts';
import { meanRevertingModel, REVERTING } from '../../../lib/trust/kalman/mean-reverting-model.ts';
import { kalmanPanel } from '../../../lib/trust/kalman/panel.ts';
import { robustCovariance } from '../../../lib/trust/kalman/robust-covariance.ts';
import { panelOf } from '../panel-csv.ts';

const panel = panelOf(gunzipSync(readFileSync('test/golden/trust-panel-200.csv.gz')).toString());
const fit = fitKalman(panel, meanRevertingModel({ gapSlope: false, twoSided: true, process: true }));
const covariance = covarianceOf(panel, fit) ?? [];
const sellers = Array.from({ length: 200 }, (_, i) => i);

const slopes = (i: number): Float64Array =>
  centralDifference((theta) => logLikelihoods(panel, theta)[i] ?? Number.NaN, fit.theta);
const doubled = (column: Float64Array): Float64Array => Float64Array.from([...column, ...column]);

describe('standard errors that hold where the law does not', () => {
  const robust = robustCovariance(panel, fit, covariance, sellers);

  test('are near the others where the law does hold', () => {
    for (const name of ['m', 'gain', 'loss', 'b', 'lnSe'] as const) {
      const place = REVERTING[name];
      const ratio = (robust[place]?.[place] ?? 0) / (covariance[place]?.[place] ?? Number.NaN);
      expect(Math.sqrt(ratio)).toBeGreaterThan(0.8);
      expect(Math.sqrt(ratio)).toBeLessThan(1.25);
    }
  });

  test('V B V, with the scores of sellers by differences of their likelihoods', () => {
    const [place, bend] = [REVERTING.loss, REVERTING.bg];
    let sum = 0;
    for (const i of sellers) {
      const score = slopes(i);
      const pulled = (covariance[place] ?? []).reduce(
        (total, value, j) => total + (j === bend ? 0 : value * (score[j] as number)),
        0,
      );
      sum += pulled * pulled;
    }
    expect(((200 / 199) * sum) / (robust[place]?.[place] ?? Number.NaN)).toBeCloseTo(1, 5);
  });

  test('scores of one cluster are summed: with every seller twice in the panel, two clusters of a seller are one of it', () => {
    const twice = Array.from({ length: 2 }, () => sellers).flat();
    const starts = Int32Array.from({ length: 401 }, (_, i) => 26 * i);
    const { law, inputs, design, move, bend } = panel;
    const both = kalmanPanel(
      law,
      { surprise: doubled(inputs.surprise), dose: doubled(inputs.dose) },
      { starts, design: doubled(design), move: doubled(move), bend: doubled(bend) },
    );
    const half = covariance.map((row) => row.map((value) => value / 2));
    const once = robust[REVERTING.loss]?.[REVERTING.loss] ?? Number.NaN;
    const clustered = robustCovariance(both, fit, half, twice)[REVERTING.loss]?.[REVERTING.loss] ?? 0;
    expect(clustered / once).toBeCloseTo(1, 9);
    const apart = robustCovariance(
      both,
      fit,
      half,
      Array.from(twice, (_, i) => i),
    );
    expect((apart[REVERTING.loss]?.[REVERTING.loss] ?? 0) / once).toBeCloseTo(0.5, 2);
  });
});

test('one cluster says nothing', () =>
  expect(() =>
    robustCovariance(
      panel,
      fit,
      covariance,
      sellers.map(() => 0),
    ),
  ).toThrow(RangeError));
