import type { Sequence } from '../../../lib/trust/sequence.ts';

/** A sequence of decisions, each followed at once by the outcome seen, if any. */
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
