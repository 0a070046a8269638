import { compare, type Sequence } from '../sequence.ts';
import { onScale, type ScaleName } from '../scale.ts';

/** A recommendation whose outcome is known, seen by the seller or not, and not only as a bound; values on the scale. */
export interface JudgedRound {
  readonly m: number; // recommended
  readonly y: number; // outcome
  readonly p: number | null; // prior plan
  readonly r: number | null; // fidelity
}

/** Judged rounds of each seller with one recommender, in the order of sellerId. */
export function judgedRounds(
  sequences: readonly Sequence[],
  recommender: string,
  scale: ScaleName,
): JudgedRound[][] {
  return sequences
    .filter((sequence) => sequence.recommender === recommender)
    .toSorted((a, b) => compare(a.sellerId, b.sellerId))
    .map(({ rounds }) => rounds.flatMap(({ row, fidelity }) => judged(row, fidelity, scale) ?? []));
}

function judged(
  { recommended, outcome, priorPlan, outcomeLog }: Sequence['rounds'][number]['row'],
  fidelity: number | string,
  scale: ScaleName,
): JudgedRound | undefined {
  if (recommended === null || outcome === null || outcomeLog?.censored === true) return undefined;
  const m = onScale(recommended, scale);
  const y = onScale(outcome, scale);
  if (m === undefined || y === undefined || !Number.isFinite(m - y)) return undefined;
  const p = priorPlan === null ? undefined : onScale(priorPlan, scale);
  return { m, y, p: p ?? null, r: typeof fidelity === 'number' ? fidelity : null };
}
