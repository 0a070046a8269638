import { describe, expect, test } from 'vitest';
import { fidelity } from '../../../lib/trust/fidelity.ts';
import { streams } from '../../../lib/simulation/stream.ts';
import { kalmanEstimator } from '../../../lib/trust/kalman/kalman-estimator.ts';
import { compareLaws, type LawComparison } from '../../../lib/trust/kalman/law-comparison.ts';
import { fitSegment } from '../../../lib/trust/segment.ts';
import { sequencesOf } from '../../../lib/trust/sequence.ts';
import { roundRow } from '../row.ts';

const SCALE = { name: 'level', minGap: 0.02, minGapRule: 'as set' } as const;
const SE = 0.1;

/** Moves trust on after an outcome of fidelity r; `normal` draws. */
type Step = (alpha: number, mean: number, r: number, normal: () => number) => number;

const asymmetric: Step = (alpha, _, r, normal) =>
  alpha + 0.1 * Math.max(r, 0) * (1 - alpha) - 0.2 * Math.max(-r, 0) * alpha + 0.03 * normal();
const meanReverting: Step = (alpha, mean, r, normal) =>
  0.3 * mean + 0.7 * alpha + 0.15 * Math.max(r, 0) - 0.3 * Math.max(-r, 0) + 0.05 * normal();
const still: Step = (alpha) => alpha;

/** Rounds of design G1 (docs/model.md 6.12) whose trust moves by `step`, not cut to [0,1]. */
function compared(step: Step, sellers: number, rounds: number, seed: number, unit = 0.35): LawComparison {
  const measure = { unit, referenceGap: 0.35 };
  const source = streams(seed);
  const rows = Array.from({ length: sellers }, (_seller, seller) => {
    const stream = source.next().value;
    const normal = (): number => stream.normal();
    const mean = 0.5 + 0.15 * normal();
    let alpha = mean + 0.1 * normal();
    return Array.from({ length: rounds }, (_round, round) => {
      const outcome = 0.5 * normal();
      const priorPlan = outcome + 0.4 * normal();
      const recommended = outcome + 0.3 * normal();
      const chosen = priorPlan + alpha * (recommended - priorPlan) + SE * normal();
      alpha = step(alpha, mean, fidelity(priorPlan, recommended, outcome), normal);
      const place = { sellerId: `s${seller}`, line: seller * rounds + round + 2, position: round + 1 };
      return roundRow({ ...place, priorPlan, recommended, chosen, outcome });
    });
  }).flat();
  const reading = { scale: SCALE, dropOutcomeOfUnusedRows: false };
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
