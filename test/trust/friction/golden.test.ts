import { describe, expect, test } from 'vitest';
import { filterRoom } from '../../../lib/stats/kalman-filter.ts';
import { adfForm } from '../../../lib/trust/friction/adf.ts';
import type { FrictionForm } from '../../../lib/trust/friction/form.ts';
import { frictionLogLikelihoods } from '../../../lib/trust/friction/likelihood.ts';
import { noiseAt } from '../../../lib/trust/friction/noise.ts';
import { frictionPanel } from '../../../lib/trust/friction/panel.ts';
import { pathForm } from '../../../lib/trust/friction/deterministic-path.ts';
import { goldenSequences } from '../golden-sellers.ts';
import { frictionTheta } from './events.ts';

const panel = frictionPanel(goldenSequences, { unit: 1, referenceGap: 0.2 });

/** E[alpha] and sd after the last outcome, by seller. */
function afterLastOutcome(form: FrictionForm, theta: Float64Array): number[][] {
  const room = filterRoom(5);
  const { forward } = form.passes(5);
  panel.law.fill(theta, panel.inputs, panel.space);
  return [0, 1, 2].map((i) => {
    forward(panel, noiseAt(theta, 5), i, room);
    return [room.last[0] as number, Math.sqrt(room.last[2] as number)];
  });
}

/** Largest difference; infinite unless both have as many numbers. */
const distance = (values: ArrayLike<number>, expected: readonly number[]): number =>
  values.length === expected.length
    ? Math.max(...expected.map((value, i) => Math.abs(value - (values[i] ?? Infinity))))
    : Infinity;

describe('docs/model.md 8, QD', () => {
  test('log-likelihoods without and with the gap slope', () => {
    expect(
      distance(
        frictionLogLikelihoods(panel, pathForm, frictionTheta()),
        [-1.44102382, -3.62592135, -4.60955662],
      ),
    ).toBeLessThan(1e-7);
    expect(
      distance(
        frictionLogLikelihoods(panel, pathForm, frictionTheta({ bg: 0.2 })),
        [-2.06833215, -2.08304091, -6.01582553],
      ),
    ).toBeLessThan(1e-7);
  });

  test('trust after the last outcome', () => {
    expect(
      distance(
        afterLastOutcome(pathForm, frictionTheta()).flat(),
        [0.48215207, 0.0646124, 0.87699376, 0.08608596, 0.14087459, 0.08339053],
      ),
    ).toBeLessThan(1e-7);
  });
});

describe('docs/model.md 8, QD-ADF', () => {
  test('log-likelihoods without and with the gap slope', () => {
    expect(
      distance(
        frictionLogLikelihoods(panel, adfForm, frictionTheta({ q: 0.03 })),
        [-1.39799388, -3.55171768, -4.41689231],
      ),
    ).toBeLessThan(1e-7);
    expect(
      distance(
        frictionLogLikelihoods(panel, adfForm, frictionTheta({ q: 0.03, bg: 0.2 })),
        [-1.9631038, -2.06156698, -5.58277453],
      ),
    ).toBeLessThan(1e-7);
  });

  test('trust after the last outcome without and with the gap slope', () => {
    expect(
      distance(
        afterLastOutcome(adfForm, frictionTheta({ q: 0.03 })).flat(),
        [0.4673548, 0.08063957, 0.9083051, 0.11716145, 0.09729811, 0.11759084],
      ),
    ).toBeLessThan(1e-7);
    expect(
      distance(
        afterLastOutcome(adfForm, frictionTheta({ q: 0.03, bg: 0.2 })).flat(),
        [0.38483871, 0.08110849, 0.82746984, 0.11404811, 0.03328598, 0.12216849],
      ),
    ).toBeLessThan(1e-7);
  });
});
