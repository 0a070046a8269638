import type { Experiment } from '../../lib/processes/experiment/experiment.ts';
import { outcomeOf, type Outcome } from '../../lib/processes/outcomes/outcome.ts';
import type { Effect, ProcessEffect, Refused } from '../../lib/processes/effect.ts';

/** The effect, where one was told.
 *  @throws Error with the refusal otherwise */
export function told(found: ProcessEffect): Effect {
  if (found.kind === 'refused') throw new Error(`refused: ${found.reason}: ${found.detail}`);
  return found;
}

/** The reason of a refusal, or the effect that should not have been told. */
export function reasonOf(found: ProcessEffect): Refused['reason'] | Effect {
  return found.kind === 'refused' ? found.reason : found;
}

/** An outcome measured as it is, one row a seller unless sellers are named. */
export function measured(y: readonly number[], seller: readonly number[] = [...y.keys()]): Outcome {
  return outcomeOf('result', {
    y: Float64Array.from(y),
    cluster: Int32Array.from(seller),
    sellers: [...new Set(seller)].map((c) => `s${c}`),
  });
}

export function trustOf(
  move: readonly number[],
  gap: readonly number[],
  seller: readonly number[] = [...move.keys()],
): Outcome {
  return outcomeOf('trust', {
    y: Float64Array.from(move),
    bases: [Float64Array.from(gap)],
    cluster: Int32Array.from(seller),
    sellers: [...new Set(seller)].map((c) => `s${c}`),
  });
}

export function twoArmed(
  outcome: Outcome,
  arm: readonly number[],
  more: Partial<Experiment> = {},
): Experiment {
  return { outcome, arm: Int32Array.from(arm), arms: ['control', 'process'], ...more };
}
