import { streams } from '../../../lib/simulation/stream.ts';
import type { RoundRow } from '../../../lib/rounds/row.ts';
import { fidelity } from '../../../lib/trust/fidelity.ts';
import { roundRow } from '../row.ts';

/** Moves trust on after an outcome of fidelity r; `normal` draws. */
export type Step = (alpha: number, mean: number, r: number, normal: () => number) => number;

export const asymmetric: Step = (alpha, _, r, normal) =>
  alpha + 0.1 * Math.max(r, 0) * (1 - alpha) - 0.2 * Math.max(-r, 0) * alpha + 0.03 * normal();
export const meanReverting: Step = (alpha, mean, r, normal) =>
  0.3 * mean + 0.7 * alpha + 0.15 * Math.max(r, 0) - 0.3 * Math.max(-r, 0) + 0.05 * normal();
export const still: Step = (alpha) => alpha;

/** Rounds of design G1 (docs/model.md 6.12), values being logarithms, noise .1: trust begins near a mean of the seller's own, moves by
 *  `step` and is not cut to [0,1]. */
export function movedBy(step: Step, sellers: number, rounds: number, seed: number): RoundRow[] {
  const source = streams(seed);
  return Array.from({ length: sellers }, (_seller, seller) => {
    const stream = source.next().value;
    const normal = (): number => stream.normal();
    const mean = 0.5 + 0.15 * normal();
    let alpha = mean + 0.1 * normal();
    return Array.from({ length: rounds }, (_round, round) => {
      const outcome = 0.5 * normal();
      const priorPlan = outcome + 0.4 * normal();
      const recommended = outcome + 0.3 * normal();
      const chosen = priorPlan + alpha * (recommended - priorPlan) + 0.1 * normal();
      alpha = step(alpha, mean, fidelity(priorPlan, recommended, outcome), normal);
      const place = { sellerId: `s${seller}`, line: seller * rounds + round + 2, position: round + 1 };
      return roundRow({ ...place, priorPlan, recommended, chosen, outcome });
    });
  }).flat();
}
