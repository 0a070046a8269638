import { streams } from '../../../lib/simulation/stream.ts';
import { fidelity } from '../../../lib/trust/fidelity.ts';
import { KAPPA } from '../../../lib/trust/friction/event.ts';
import type { Sequence } from '../../../lib/trust/sequence.ts';
import { sequenceOfEvents } from './events.ts';

export interface Truth {
  readonly sellers: number;
  readonly rounds: number;
  readonly mu0: number;
  readonly tau0: number;
  readonly gain: number;
  readonly loss: number;
  readonly q: number;
  readonly sw: number;
  readonly se: number;
  readonly eps: number;
  readonly bg: number;
  readonly referenceGap: number;
  /** Recommendations err less for who trusts more: sd .3 exp(-skill z), z her initial trust in standard deviations. */
  readonly skill?: number;
}

/** Design G2, docs/model.md 6.12. */
export const G2: Truth = {
  sellers: 300,
  rounds: 14,
  mu0: 0.5,
  tau0: 0.3,
  gain: 0.05,
  loss: 0.15,
  q: 0,
  sw: 0.2,
  se: 0.05,
  eps: 0.05,
  bg: 0.2,
  referenceGap: 0.3,
};

/** Generator G2 of docs/model.md 6.12: y, p and m as in G1, decisions by button or typed. `trust[i]` is alpha of seller i
 *  before each decision, then after the last outcome. */
export function simulateFriction(truth: Truth, seed: number): { sequences: Sequence[]; trust: number[][] } {
  const random = streams(seed).next().value;
  const { uniform } = random;
  const normal = (sd: number): number => sd * random.normal();
  const trust: number[][] = [];
  const sequences = Array.from({ length: truth.sellers }, (_, i) => {
    let alpha = truth.mu0 + normal(truth.tau0);
    const skill = Math.exp((-(truth.skill ?? 0) * (alpha - truth.mu0)) / truth.tau0);
    const states = [alpha];
    const events = Array.from({ length: truth.rounds }, () => {
      const y = normal(0.5);
      const p = y + normal(0.4);
      const m = y + normal(0.3 * skill);
      const gap = Math.abs(m - p) < 0.02 ? 0.02 : m - p;
      const e = alpha + truth.bg * Math.log(Math.abs(gap) / truth.referenceGap);
      const w = e + normal(Math.hypot(truth.sw, truth.se / gap));
      const W = uniform() < truth.eps ? lapse(uniform()) : w < KAPPA ? 0 : w > 1 - KAPPA ? 1 : w;
      const r = fidelity(p, m, y);
      alpha += truth.gain * Math.max(r, 0) * (1 - alpha) - truth.loss * Math.max(-r, 0) * alpha;
      alpha += normal(truth.q);
      states.push(alpha);
      return { gap, move: W * gap, r };
    });
    trust.push(states);
    return sequenceOfEvents(`s${i}`, events);
  });
  return { sequences, trust };
}

/** A third each: keep, accept, anything between. */
function lapse(u: number): number {
  if (u < 1 / 3) return 0;
  return u < 2 / 3 ? 1 : KAPPA + (3 * u - 2) * (1 - 2 * KAPPA);
}
