import type { RoundRow } from '../rounds/row.ts';
import { onScale, type ScaleName } from './scale.ts';

/** Fidelity r in [-1,1]: how much closer to the outcome y the recommendation m was than the seller's own plan p.
 *      r = (|p - y| - |m - y|) / (|p - y| + |m - y|)      0 if both were right
 *  docs/model.md 6.2, without costs; on logs where the scale is log. */
export function fidelity(p: number, m: number, y: number): number {
  const own = Math.abs(p - y);
  const theirs = Math.abs(m - y);
  const sum = own + theirs;
  return sum > 0 ? (own - theirs) / sum : 0;
}

/** Fidelity of a round, or why it has none. */
export function fidelityOf(row: RoundRow, scale: ScaleName): number | string {
  if (row.outcome === null) return 'outcome not known';
  if (row.recommended === null) return 'no recommended value';
  if (row.priorPlan === null) return 'no prior plan';
  const [p, m, y] = [row.priorPlan, row.recommended, row.outcome].map((value) => onScale(value, scale));
  if (p === undefined || m === undefined || y === undefined)
    return 'a value is not positive, which the log scale needs';
  const r = fidelity(p, m, y);
  return Number.isFinite(r) ? r : 'values too far apart to compare';
}
