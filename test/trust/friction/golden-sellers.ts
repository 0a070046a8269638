import { fidelity } from '../../../lib/trust/fidelity.ts';
import type { Sequence } from '../../../lib/trust/sequence.ts';

/** Sellers A, B and C of models.md section 8: (p, m, a, y); every outcome is seen right after its decision. */
const EVENTS: Record<string, readonly (readonly [number, number, number, number])[]> = {
  A: [
    [4.0, 4.4, 4.2, 4.5],
    [4.1, 3.9, 4.0, 3.8],
    [4.3, 4.8, 4.6, 4.2],
    [4.0, 4.5, 4.1, 4.45],
    [4.2, 4.0, 4.2, 4.05],
  ],
  B: [
    [3.0, 3.5, 3.45, 3.4],
    [3.2, 3.0, 3.02, 3.05],
    [3.1, 3.6, 3.58, 3.5],
  ],
  C: [
    [5.0, 5.3, 5.0, 5.1],
    [5.1, 5.5, 5.1, 5.2],
    [5.2, 4.9, 5.2, 5.0],
  ],
};

export function sequenceOfEvents(
  sellerId: string,
  events: readonly { gap: number; move: number; r: number | null }[],
): Sequence {
  return {
    sellerId,
    recommender: 'replenishment',
    rounds: [],
    steps: events.map(({ gap, move, r }, round) => ({
      outcomeRound: r === null ? null : round,
      round,
      decision: { gap, move, button: null, cap: null, range: null },
      fidelity: r,
    })),
  };
}

export const goldenSequences: readonly Sequence[] = Object.entries(EVENTS).map(([sellerId, events]) =>
  sequenceOfEvents(
    sellerId,
    events.map(([p, m, a, y]) => ({ gap: m - p, move: a - p, r: fidelity(p, m, y) })),
  ),
);

interface Natural {
  mu0: number;
  tau0: number;
  gain: number;
  loss: number;
  q: number;
  se: number;
  bg: number;
  sw: number;
  eps: number;
}

/** theta of the friction likelihood; by default the parameters of the golden vectors. */
export function frictionTheta(change: Partial<Natural> = {}): Float64Array {
  const { mu0, tau0, gain, loss, q, se, bg, sw, eps }: Natural = {
    mu0: 0.5,
    tau0: 0.2,
    gain: 0.1,
    loss: 0.2,
    q: 0,
    se: 0.05,
    bg: 0,
    sw: 0.15,
    eps: 0.02,
    ...change,
  };
  return Float64Array.of(mu0, tau0, gain, loss, q, Math.log(se), bg, Math.log(sw), Math.log(eps / (1 - eps)));
}
