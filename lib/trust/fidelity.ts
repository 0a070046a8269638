import type { RoundRow, SenderLog } from '../rounds/row.ts';
import { onScale, type ScaleName } from './scale.ts';

/** Fidelity r in [-1,1]: how much closer to the outcome y the recommendation m was than the seller's own plan p.
 *      r = (|p - y| - |m - y|) / (|p - y| + |m - y|)      0 if both were right
 *  docs/model.md 6.2, without costs; on logs where the scale is log. */
export function fidelity(p: number, m: number, y: number): number {
  return relative(Math.abs(p - y), Math.abs(m - y));
}

/** What a quantity too small or too large costs the seller, money per unit. */
export interface SellerCosts {
  readonly underage: number; // Cu > 0
  readonly overage: number; // Co > 0
}

/** Fidelity r in [-1,1] by what plan p and recommendation m would have cost the seller at demand D; on levels, docs/model.md 6.2:
 *      loss(x) = Cu max(D - x, 0) + Co max(x - D, 0)      r = (loss(p) - loss(m)) / (loss(p) + loss(m)) */
export function fidelityByCosts(p: number, m: number, D: number, { underage, overage }: SellerCosts): number {
  const loss = (x: number): number => underage * Math.max(D - x, 0) + overage * Math.max(x - D, 0);
  return relative(loss(p), loss(m));
}

/** How much smaller theirs is than her own, as a share of both. */
function relative(own: number, theirs: number): number {
  const sum = own + theirs;
  return sum > 0 ? (own - theirs) / sum : 0;
}

/** Where a round's fidelity comes from: scored upstream, from the seller's costs, or from distances on the scale. */
export type FidelityRule = 'as supplied' | 'by costs' | 'by distance';

export function fidelityRule({ outcomeLog, sender }: RoundRow): FidelityRule {
  if (typeof outcomeLog?.fidelity === 'number') return 'as supplied';
  return costsOf(sender) ? 'by costs' : 'by distance';
}

/** Fidelity of a round, or why it has none. Of a censored outcome A only y >= A is known: it ranks values up to A, and
 *  taking it for y gives r its sign and its largest size. */
export function fidelityOf(row: RoundRow, scale: ScaleName): number | string {
  const supplied = row.outcomeLog?.fidelity ?? null;
  if (supplied !== null) return supplied;
  if (row.outcome === null) return 'outcome not known';
  if (row.recommended === null) return 'no recommended value';
  if (row.priorPlan === null) return 'no prior plan';
  if (row.outcomeLog?.censored === true && Math.max(row.priorPlan, row.recommended) > row.outcome)
    return 'outcome censored below the prior plan or the recommendation';
  const costs = costsOf(row.sender);
  if (costs) return finite(fidelityByCosts(row.priorPlan, row.recommended, row.outcome, costs));
  const p = onScale(row.priorPlan, scale);
  const m = onScale(row.recommended, scale);
  const y = onScale(row.outcome, scale);
  if (p === undefined || m === undefined || y === undefined)
    return 'a value is not positive, which the log scale needs';
  return finite(fidelity(p, m, y));
}

const finite = (r: number): number | string => (Number.isFinite(r) ? r : 'values too far apart to compare');

function costsOf(sender: SenderLog | null): SellerCosts | undefined {
  if (!sender || sender.underageCost === null || sender.overageCost === null) return undefined;
  return { underage: sender.underageCost, overage: sender.overageCost };
}
