import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RoundRow } from '../../../lib/rounds/row.ts';
import { simulate } from '../../../lib/simulation/simulate.ts';
import { defaultSettings } from '../../../lib/simulation/settings.ts';
import { fitTrust } from '../../../lib/trust/fit-trust.ts';
import { onlineTrust } from '../../../lib/trust/kalman/online.ts';
import { trustPaths } from '../../../lib/trust/kalman/path.ts';
import { sequencesOf } from '../../../lib/trust/sequence.ts';
import { scaleOfFit, type SegmentFit } from '../../../lib/trust/trust-fit.ts';
import { settingsOf } from '../settings.ts';

/** With rounds that were not answered and outcomes that were not, or later, seen. */
const rows = simulate({
  ...defaultSettings('trust-embedded'),
  sellers: 60,
  rounds: 14,
  seenShare: 0.7,
}).rows.map((row, k): RoundRow =>
  Object.assign({}, row, {
    ...(k % 7 === 3 && { chosen: null, response: 'none' as const }),
    ...(k % 5 === 1 && row.outcomeSeen && { outcomeSeenPosition: row.position + 2 }),
  }),
);
const fit = fitTrust(rows, settingsOf({ estimator: 'kf' }));
const sequences = sequencesOf(rows, { scale: scaleOfFit(fit), dropOutcomeOfUnusedRows: false });
const segment = fit.segments['all'] as SegmentFit;

/** Of theta: mu0, tau0, gain, loss, q, ln se, bg. */
const BOX = [
  { min: -1, max: 2 },
  { min: 0, max: 2 },
  { min: 0, max: 0.98 },
  { min: 0, max: 0.98 },
  { min: 0, max: 1 },
  { min: -5, max: 2 },
  { min: -1, max: 1 },
];

describe('one event at a time', () => {
  const { start, updateSeller } = onlineTrust(segment);

  test('is trust now as the whole history tells it, of every seller', () => {
    const paths = trustPaths(sequences, segment);
    expect(sequences.some(({ steps }) => steps.some(({ decision }) => decision === null))).toBe(true);
    expect(sequences.some(({ steps }) => steps.some(({ fidelity }) => fidelity === null))).toBe(true);
    sequences.forEach(({ steps }, i) => {
      const { mean, variance } = steps.reduce(updateSeller, start);
      expect(mean).toBeCloseTo(paths[i]?.mean.at(-1) ?? Number.NaN, 12);
      expect(variance).toBeCloseTo(paths[i]?.variance.at(-1) ?? Number.NaN, 12);
    });
  });

  test('is the filter of every prefix, under any parameters', () => {
    fc.assert(
      fc.property(
        fc.tuple(...BOX.map((range) => fc.double({ ...range, noNaN: true }))),
        fc.nat({ max: sequences.length - 1 }),
        fc.nat({ max: 14 }),
        (theta, i, length) => {
          const moved = { ...segment, theta, covariance: [] };
          const online = onlineTrust(moved);
          const sequence = sequences[i];
          const steps = sequence?.steps.slice(0, length) ?? [];
          const [path] = trustPaths(sequence ? [{ ...sequence, steps }] : [], moved);
          const state = steps.reduce(online.updateSeller, online.start);
          expect(state.mean).toBeCloseTo(path?.mean.at(-1) ?? Number.NaN, 12);
          expect(state.variance).toBeCloseTo(path?.variance.at(-1) ?? Number.NaN, 12);
        },
      ),
      { seed: 6, numRuns: 300 },
    );
  });

  test('a decision and its outcome may come as two events', () => {
    const decision = { gap: 0.3, move: 0.1 };
    const apart = updateSeller(updateSeller(start, { decision, fidelity: null }), {
      decision: null,
      fidelity: -0.5,
    });
    expect(apart).toEqual(updateSeller(start, { decision, fidelity: -0.5 }));
  });

  test('an event without either leaves everything as it was', () => {
    expect(updateSeller(start, { decision: null, fidelity: null })).toEqual(start);
  });
});

test('the friction likelihoods have no such state', () => {
  expect(() => onlineTrust({ ...segment, estimator: 'qd-adf' })).toThrow('requires a Kalman fit');
});
