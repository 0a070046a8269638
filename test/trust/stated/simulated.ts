import type { RoundRow } from '../../../lib/rounds/row.ts';
import { streams } from '../../../lib/simulation/stream.ts';
import { fidelity } from '../../../lib/trust/fidelity.ts';
import type { Rated } from '../../../lib/trust/stated/rated.ts';
import { PLANTED } from '../generator.ts';
import { roundRow } from '../row.ts';

export interface Truth {
  readonly slope: number;
  readonly style: number; // share of e that stays with the seller, standard deviation; e has variance 1
  readonly thresholds: readonly number[];
}

export const TRUTH: Truth = { slope: 5, style: 0.6, thresholds: [0.2, 1, 1.8, 2.6, 3.4, 4.4] };

export const ratingOf = (latent: number, { thresholds }: Truth): number =>
  1 + thresholds.filter((at) => latent > at).length;

export interface Design {
  readonly sellers: number;
  readonly answers: number; // a seller
  readonly seed: number;
}

/** Answers beside posteriors that are right: alpha_i ~ N(.5, .2^2), alpha | decisions ~ N(m, P), P = .01 or .02. */
export function simulateRated({ sellers, answers, seed }: Design, truth: Truth = TRUTH): Rated[] {
  const { normal } = streams(seed).next().value;
  return Array.from({ length: sellers }, (_, i) => {
    const variance = i % 2 === 0 ? 0.01 : 0.02;
    const mean = 0.5 + Math.sqrt(0.04 - variance) * normal();
    const alpha = mean + Math.sqrt(variance) * normal();
    const style = truth.style * normal();
    return Array.from({ length: answers }, (): Rated => {
      const e = style + Math.sqrt(1 - truth.style ** 2) * normal();
      const rating = ratingOf(truth.slope * alpha + e, truth);
      return { sellerId: `s${i}`, rating, mean, variance, segment: 'all', gradient: [1] };
    });
  }).flat();
}

export interface Marketplace extends Design {
  readonly rounds: number;
  readonly noise: number; // se of docs/model.md 6.12
}

const clip = (trust: number): number => Math.min(Math.max(trust, 0), 1);

/** Generator G1 of docs/model.md 6.12 with answers in every (rounds / answers)th round, given at the decision. */
export function simulateMarketplace(design: Marketplace, truth: Truth = TRUTH): RoundRow[] {
  const source = streams(design.seed);
  const every = Math.max(1, Math.floor(design.rounds / Math.max(1, design.answers)));
  return Array.from({ length: design.sellers }, (_, i) => {
    const { normal } = source.next().value;
    let alpha = clip(PLANTED.mu0 + PLANTED.tau0 * normal());
    const style = truth.style * normal();
    return Array.from({ length: design.rounds }, (_round, t) => {
      const outcome = 0.5 * normal();
      const priorPlan = outcome + 0.4 * normal();
      const recommended = outcome + 0.3 * normal();
      const chosen = priorPlan + alpha * (recommended - priorPlan) + design.noise * normal();
      const e = style + Math.sqrt(1 - truth.style ** 2) * normal();
      const asked = design.answers > 0 && t % every === every - 1;
      const trustRating = asked ? ratingOf(truth.slope * alpha + e, truth) : null;
      const r = fidelity(priorPlan, recommended, outcome);
      const up = PLANTED.gain * Math.max(r, 0) * (1 - alpha);
      alpha = clip(alpha + up - PLANTED.loss * Math.max(-r, 0) * alpha + PLANTED.q * normal());
      const sellerId = `s${String(i).padStart(4, '0')}`;
      const line = i * design.rounds + t + 2;
      return roundRow({
        sellerId,
        line,
        position: t + 1,
        priorPlan,
        recommended,
        chosen,
        outcome,
        trustRating,
      });
    });
  }).flat();
}
