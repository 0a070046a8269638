import { describe, expect, test } from 'vitest';
import { kalmanEstimator } from '../../../lib/trust/kalman/kalman-estimator.ts';
import { compareLaws, type LawComparison } from '../../../lib/trust/kalman/law-comparison.ts';
import { fitSegment } from '../../../lib/trust/segment.ts';
import { sequencesOf } from '../../../lib/trust/sequence.ts';
import { asymmetric, meanReverting, movedBy, still, type Step } from './moving-trust.ts';

const SCALE = { name: 'level', minGap: 0.02, minGapRule: 'as set' } as const;

/** Laws on such rounds. */
function compared(step: Step, sellers: number, rounds: number, seed: number, unit = 0.35): LawComparison {
  const measure = { unit, referenceGap: 0.35 };
  const reading = { scale: SCALE, dropOutcomeOfUnusedRows: false };
  const rows = movedBy(step, sellers, rounds, seed);
  const { sequences, identified, models } = fitSegment(sequencesOf(rows, reading), measure, kalmanEstimator);
  const [largest] = models.slice(-1);
  if (!largest) throw new RangeError('compared requires sellers enough for a fit');
  return compareLaws(sequences, measure, identified, largest);
}

const SEEDS = [1, 2, 3, 4];

describe.each([
  ['asymmetric', asymmetric, '5.3'],
  ['mean-reverting', meanReverting, '5.5'],
] as const)('trust that is %s', (_, step, truth) => {
  test.each(SEEDS)('200 sellers, 20 rounds: its law is chosen (seed %i)', (seed) => {
    const { preferred, laws } = compared(step, 200, 20, seed);
    expect(preferred).toBe(truth);
    expect(laws.every(({ convergence }) => convergence.converged)).toBe(true);
  });
  test.each(SEEDS)('40 sellers, 6 rounds: its law or a tie, which goes to 5.3 (seed %i)', (seed) => {
    const { preferred, difference, twoErrors } = compared(step, 40, 6, seed);
    expect([truth, '5.3']).toContain(preferred);
    const wrong = truth === '5.5' ? difference < -twoErrors : difference > twoErrors;
    expect(wrong).toBe(false);
  });
});

test.each(SEEDS)('trust that stands still is in both laws: a tie (seed %i)', (seed) => {
  const { preferred, laws } = compared(still, 200, 10, seed);
  const [asymmetricLaw, reverting] = laws;
  expect(preferred).toBe('5.3');
  expect(reverting.logLikelihood).toBeGreaterThan(asymmetricLaw.logLikelihood - 8);
});

test('likelihoods and scores are of moves on the scale, whatever the unit of the search', () => {
  const [wide, narrow] = [compared(asymmetric, 100, 12, 5, 0.7), compared(asymmetric, 100, 12, 5, 0.2)];
  expect(wide.difference).toBeCloseTo(narrow.difference, 5);
  wide.laws.forEach(({ logLikelihood, heldOutLogScore }, law) => {
    expect(logLikelihood).toBeCloseTo(narrow.laws[law]?.logLikelihood ?? Number.NaN, 3);
    expect(heldOutLogScore).toBeCloseTo(narrow.laws[law]?.heldOutLogScore ?? Number.NaN, 5);
  });
});
