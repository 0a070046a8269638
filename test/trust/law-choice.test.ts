import { describe, expect, test } from 'vitest';
import { dynamicsRow, type Dynamics } from '../../lib/trust/dynamics.ts';
import { dynamicsSchema } from '../../lib/trust/estimates.ts';
import { adfEstimator } from '../../lib/trust/friction/friction-estimator.ts';
import { healthRows } from '../../lib/trust/health.ts';
import { kalmanEstimator } from '../../lib/trust/kalman/kalman-estimator.ts';
import { placeboOf } from '../../lib/trust/placebo.ts';
import { segmentsOf } from '../../lib/trust/segments.ts';
import { sequencesOf } from '../../lib/trust/sequence.ts';
import { asymmetric, meanReverting, movedBy, still, type Step } from './kalman/moving-trust.ts';

const SCALE = { name: 'level', minGap: 0.02, minGapRule: 'as set' } as const;
const MEASURE = { unit: 0.35, referenceGap: 0.35 };

function toldOf(step: Step, estimator = kalmanEstimator, sellers = 200) {
  const rows = movedBy(step, sellers, 20, 7);
  const reading = { scale: SCALE, dropOutcomeOfUnusedRows: false };
  const sequences = sequencesOf(rows, reading);
  const segments = segmentsOf(sequences, MEASURE, estimator);
  const [segment, fitted] = segments.own[0];
  const placebo = placeboOf(rows, reading, MEASURE, estimator)(segment, fitted);
  const dynamics: Dynamics = dynamicsRow(fitted, { segment, scale: SCALE, measure: MEASURE, placebo });
  const health = healthRows(sequences, SCALE, segments, dynamics);
  return { dynamics, motion: health.find(({ check }) => check === 'law of motion') };
}

describe('law 5.3 is used; 5.5 stands beside it', () => {
  test('trust that returns to a mean: the health box warns, and the published law is still 5.3', () => {
    const { dynamics, motion } = toldOf(meanReverting);
    expect(dynamicsSchema.parse(dynamics)).toEqual(dynamics);
    const [used, other] = dynamics.laws;
    expect(dynamics.law).toBe('5.3');
    expect(used).toMatchObject({ law: '5.3', logLikelihood: dynamics.models.at(-1)?.logLikelihood });
    expect(dynamics.heldOutLogScore).toBe(used?.heldOut.score);
    expect(other?.heldOut.lower).toBeGreaterThan(0);
    expect((other?.heldOut.score ?? 0) - (used?.heldOut.score ?? 0)).toBeCloseTo(
      other?.heldOut.difference ?? Number.NaN,
      12,
    );
    expect(motion?.status).toBe('warn');
  });

  test.each([
    ['asymmetric', asymmetric],
    ['still', still],
  ] as const)('trust that is %s: nothing to warn of', (_, step) => {
    const { dynamics, motion } = toldOf(step);
    expect(dynamics.laws.map(({ convergence }) => convergence.converged)).toEqual([true, true]);
    expect(motion?.status).toBe('ok');
  });

  test('not compared by events, nor under the published prior', () => {
    expect(toldOf(asymmetric, adfEstimator, 40)).toMatchObject({ dynamics: { laws: [] }, motion: undefined });
    expect(toldOf(asymmetric, kalmanEstimator, 10)).toMatchObject({
      dynamics: { laws: [], heldOutLogScore: null },
      motion: undefined,
    });
  });
});
