import { studentWidth } from '../../stats/incomplete-beta.ts';
import type { EstimatorRow, ProcessRow } from '../../trust/process-schema.ts';
import type { Repeated } from '../../trust/quantity-schema.ts';
import { unknownRepeated } from '../../trust/quantity.ts';
import type { ProcessEffect } from '../effect.ts';

/** An effect as the estimates tell it; n counts sellers. */
export function told(found: ProcessEffect): Repeated {
  if (found.kind === 'refused') return unknownRepeated(`${found.reason}: ${found.detail}`);
  const { estimate, se, lower, upper, clusters, anytime } = found;
  const series =
    anytime === null
      ? { lower: null, upper: null, reason: 'too few sellers for an interval at all looks' }
      : { ...anytime, reason: null };
  return { estimate, se, lower, upper, n: clusters, reason: null, anytime: series };
}

export function estimatorRow(found: ProcessEffect): EstimatorRow {
  const isRefused = found.kind === 'refused';
  return {
    estimator: found.estimator,
    estimand: isRefused ? '' : found.estimand,
    effect: told(found),
    rows: isRefused ? 0 : found.n,
    refused: isRefused ? found.reason : null,
    diagnostics: isRefused ? {} : { ...found.diagnostics },
  };
}

/** The interval that holds for `count` processes together, by Bonferroni: with the error alpha / count of each, all of them
 *  hold with 1 - alpha, whatever they have to do with each other. */
export function familywise(found: ProcessEffect, count: number): ProcessRow['familywise'] {
  if (found.kind === 'refused') return { lower: null, upper: null };
  const { estimate, se, lower, upper, diagnostics } = found;
  const df = Number(diagnostics['degreesOfFreedom'] ?? Infinity);
  const level = 1 - 0.05 / Math.max(1, count);
  const width = studentWidth(level, Number.isFinite(df) ? df : 1e9) * se;
  // never narrower than the interval of this process alone, which need not be symmetric
  return { lower: Math.min(lower, estimate - width), upper: Math.max(upper, estimate + width) };
}

export function verdictOf({ lower, upper }: ProcessRow['familywise']): ProcessRow['effective'] {
  if (lower === null || upper === null) return 'cannot tell';
  if (lower > 0) return 'builds trust';
  return upper < 0 ? 'breaks trust' : 'cannot tell';
}
