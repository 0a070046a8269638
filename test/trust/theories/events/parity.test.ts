import { describe, expect, test } from 'vitest';
import { FRICTION, FRICTION_LENGTH } from '../../../../lib/trust/friction/nested-model.ts';
import { eventKit } from '../../../../lib/trust/theories/events/event-kit.ts';
import { STATICS, type Signs } from '../../../../lib/trust/theories/kit.ts';
import type { Sequence } from '../../../../lib/trust/sequence.ts';
import { goldenSequences } from '../../golden-sellers.ts';
import { panelSequences, reference, TRUTH } from './panel-fixture.ts';

const MEASURE = { unit: 1, referenceGap: 1 };
const up: Signs = new Map([['replenishment', 1]]);
const down: Signs = new Map([['replenishment', -1]]);

describe.each([
  ['sellers A, B, C', goldenSequences, up, reference.golden],
  ['36 sellers with buttons, the marketplace gains upward', panelSequences, up, reference.up],
  ['the same, downward', panelSequences, down, reference.down],
] as const)('%s: log-likelihood of each seller', (_, sequences, signs, expected) => {
  test.each(STATICS)('%s', (theory) => {
    const values = valuesOf(sequences, signs, theory, 1);
    expect(distance(values, expected[theory])).toBeLessThan(1e-7);
  });

  test('TE-dyn', () => {
    const { mu0, tau0, gain, loss, q, lnSe, lnSw, logitEps } = FRICTION;
    const theta = new Float64Array(FRICTION_LENGTH);
    [theta[mu0], theta[tau0], theta[gain], theta[loss], theta[q]] = [0.5, 0.2, 0.1, 0.2, 0.03];
    theta.set(TRUTH.slice(3, 4), lnSe);
    theta.set(TRUTH.slice(4), lnSw);
    expect(logitEps).toBe(lnSw + 1);
    const values = eventKit.dynamics.values(sequences, MEASURE, theta);
    expect(distance(values, expected['TE-dyn'])).toBeLessThan(1e-7);
  });

  test('other units give the same likelihood: events have none', () => {
    for (const theory of STATICS) {
      const values = valuesOf(sequences, signs, theory, 0.25);
      expect(distance(values, expected[theory])).toBeLessThan(1e-7);
      expect(eventKit.shiftPerEvent({ unit: 0.25, referenceGap: 1 })).toBe(0);
    }
  });
});

function valuesOf(
  sequences: readonly Sequence[],
  signs: Signs,
  theory: (typeof STATICS)[number],
  unit: number,
): Float64Array {
  const values = new Float64Array(sequences.length);
  const theta = TRUTH.map((value, place) =>
    place === 2 ? value / unit : place === 3 ? value - Math.log(unit) : value,
  );
  eventKit.panelOf(sequences, { unit, referenceGap: unit }).evaluate(theory, theta, signs, values, null);
  return values;
}

/** Largest difference; infinite unless both have as many numbers. */
function distance(values: ArrayLike<number>, expected: readonly number[] = []): number {
  if (values.length !== expected.length) return Infinity;
  return Math.max(...expected.map((value, i) => Math.abs(value - (values[i] ?? Infinity))));
}
