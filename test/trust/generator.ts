import type { RoundRow } from '../../lib/rounds/row.ts';
import { streams } from '../../lib/simulation/stream.ts';
import { fidelity } from '../../lib/trust/fidelity.ts';
import { roundRow } from './row.ts';

export interface Design {
  readonly sellers: number;
  readonly rounds: number;
  readonly se: number;
  readonly seed: number;
}

const clip = (trust: number): number => Math.min(Math.max(trust, 0), 1);

/** What design G1 plants. */
export const PLANTED = { mu0: 0.5, tau0: 0.2, gain: 0.1, loss: 0.2, q: 0.03 } as const;

/** Generator G1 of docs/model.md 6.12, values being logarithms: y ~ N(0,.5^2), p = y + N(0,.4^2), m = y + N(0,.3^2),
 *  d = alpha g + N(0, se^2), trust clipped to [0,1] as it moves. `last` is each seller's trust after the last outcome. */
export function generate(design: Design): { rows: RoundRow[]; last: number[] } {
  const rows: RoundRow[] = [];
  const last: number[] = [];
  const source = streams(design.seed);
  for (let seller = 0; seller < design.sellers; seller++) {
    const stream = source.next().value;
    let alpha = clip(PLANTED.mu0 + PLANTED.tau0 * stream.normal());
    for (let round = 1; round <= design.rounds; round++) {
      const outcome = 0.5 * stream.normal();
      const priorPlan = outcome + 0.4 * stream.normal();
      const recommended = outcome + 0.3 * stream.normal();
      const chosen = priorPlan + alpha * (recommended - priorPlan) + design.se * stream.normal();
      const sellerId = `s${String(seller).padStart(4, '0')}`;
      rows.push(
        roundRow({
          sellerId,
          line: rows.length + 2,
          position: round,
          priorPlan,
          recommended,
          chosen,
          outcome,
        }),
      );
      const r = fidelity(priorPlan, recommended, outcome);
      const up = PLANTED.gain * Math.max(r, 0) * (1 - alpha);
      alpha = clip(alpha + up - PLANTED.loss * Math.max(-r, 0) * alpha + PLANTED.q * stream.normal());
    }
    last.push(alpha);
  }
  return { rows, last };
}
