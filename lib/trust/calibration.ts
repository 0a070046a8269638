import { clusteredRegression, type Observation } from '../stats/clustered-regression.ts';
import { bayesBenchmark, pooledVariance, squaredErrors, type SquaredErrors } from './bayes-benchmark.ts';
import type { Quantity } from './quantity-schema.ts';
import { quantity, unknownQuantity } from './quantity.ts';
import type { ScaleName } from './scale.ts';
import type { Sequence, Step } from './sequence.ts';

/** Squared errors of the outcomes a seller saw, in the order she saw them. */
export function errorsSeen(sequence: Sequence, scale: ScaleName): SquaredErrors[] {
  const seen: SquaredErrors[] = [];
  for (const step of sequence.steps) {
    const errors = errorsOf(step, sequence, scale);
    if (errors) seen.push(errors);
  }
  return seen;
}

/** Squared errors of the outcome seen in a step; undefined without one, or where they can not be told. */
function errorsOf({ outcomeRound }: Step, { rounds }: Sequence, scale: ScaleName): SquaredErrors | undefined {
  const use = outcomeRound === null ? undefined : rounds[outcomeRound];
  return use && squaredErrors(use.row, scale);
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

/** How closely the weight sellers give follows the weight they should, alphaB before each decision:
 *      d = b0 g + b1 (alphaB g) + e          slope b1: 1 if trust tracks the benchmark, 0 if it ignores it
 *  from decisions after an outcome was seen, clustered by seller. On moves, never on smoothed trust, which is shrunk. */
export function calibrationSlope(sequences: readonly Sequence[], scale: ScaleName): Quantity {
  const v0 = benchmarkVariance(sequences, scale);
  if (v0 === null) return unknownQuantity('no outcome was seen to compare trust with');
  const clusters = new Map<string, Observation[]>();
  for (const sequence of sequences)
    clusters.set(sequence.sellerId, [
      ...(clusters.get(sequence.sellerId) ?? []),
      ...benchmarked(sequence, v0, scale),
    ]);
  const fitted = clusteredRegression([...clusters.values()]);
  if (!fitted) return unknownQuantity('the benchmark never differs between decisions');
  const [, slope = Number.NaN] = fitted.coefficients;
  const variance = fitted.covariance?.[1]?.[1];
  return quantity(slope, variance === undefined ? null : Math.sqrt(variance), fitted.clusters);
}

/** Moves with the gap, and the gap times the benchmark as it stood: only after an outcome was seen. */
function benchmarked(sequence: Sequence, v0: number, scale: ScaleName): Observation[] {
  const path = bayesBenchmark(errorsSeen(sequence, scale), v0);
  const observations: Observation[] = [];
  let seen = 0;
  for (const step of sequence.steps) {
    const { decision } = step;
    const alphaB = path[seen] ?? 0;
    if (decision && seen > 0)
      observations.push({ y: decision.move, x: [decision.gap, alphaB * decision.gap] });
    if (errorsOf(step, sequence, scale)) seen += 1;
  }
  return observations;
}
