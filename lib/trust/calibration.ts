import { bayesBenchmark, pooledVariance, squaredErrors, type SquaredErrors } from './bayes-benchmark.ts';
import type { Quantity } from './estimates.ts';
import { unknownQuantity } from './quantity.ts';
import type { ScaleName } from './scale.ts';
import type { Sequence } from './sequence.ts';

/** Squared errors of the outcomes a seller saw, in the order she saw them. */
export function errorsSeen(sequence: Sequence, scale: ScaleName): SquaredErrors[] {
  return sequence.steps.flatMap(({ outcomeRound }) => {
    const use = outcomeRound === null ? undefined : sequence.rounds[outcomeRound];
    return (use && squaredErrors(use.row, scale)) ?? [];
  });
}

/** v0 over all outcomes seen; null where none was. */
export function benchmarkVariance(sequences: readonly Sequence[], scale: ScaleName): number | null {
  return pooledVariance(sequences.flatMap((sequence) => errorsSeen(sequence, scale))) ?? null;
}

/** Trust a seller would have now who weighs by the errors she has seen; null where she has seen none. */
export function benchmarkNow(
  sequence: Sequence,
  { benchmarkVariance: v0, scale }: { readonly benchmarkVariance: number | null; readonly scale: ScaleName },
): number | null {
  if (v0 === null) return null;
  const errors = errorsSeen(sequence, scale);
  return errors.length > 0 ? (bayesBenchmark(errors, v0).at(-1) ?? null) : null;
}

/** How closely the weight sellers give follows the weight they should: not yet estimated. */
export function calibrationSlope(sequences: readonly Sequence[], _scale: ScaleName): Quantity {
  return unknownQuantity('not estimated yet', sequences.length);
}
