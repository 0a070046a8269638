import type { Stream } from './stream.ts';

/** How one seller treats recommendations. `k` = 0 is the credulous seller L0. */
export type Kind =
  { readonly theory: 'trust-embedded' | 'babbling' } | { readonly theory: 'level-k'; readonly k: number };

/** The planted parameters of behaviour and of the law of motion (models.md 5.3), in the names of estimates.json.
 *  Magnitudes on the log scale. */
export interface Behaviour {
  readonly initialMean: number; // mu0
  readonly initialSd: number; // tau0
  readonly gain: number; // l+, in [0,1]
  readonly loss: number; // l-, in [0,1]
  readonly driftSd: number; // q
  readonly noiseSd: number; // se
  readonly delta: number; // log points a level-k seller takes off per level
}

/** What one seller makes of one recommender, round after round. */
export interface Mind {
  /** The chosen value on the log scale, given her own plan p and the recommendation m. */
  choose(p: number, m: number): number;
  /** She saw that the outcome was y: trust moves with the fidelity of m against p. */
  see(p: number, m: number, y: number): void;
  /** The trust factor now; null for a seller who holds none. */
  readonly trust: number | null;
}

/** A seller's mind for one recommender.
 *  @param sign +1 if the marketplace gains from larger values, -1 if from smaller */
export function mindOf(kind: Kind, behaviour: Behaviour, sign: 1 | -1, stream: Stream): Mind {
  const { initialMean, initialSd, noiseSd, delta } = behaviour;
  const noise = () => noiseSd * stream.normal();
  if (kind.theory === 'babbling') return { choose: (p) => p + noise(), see: () => {}, trust: null };
  if (kind.theory === 'level-k') {
    return { choose: (_, m) => m - sign * kind.k * delta + noise(), see: () => {}, trust: null };
  }
  let alpha = clip(initialMean + initialSd * stream.normal());
  return {
    choose: (p, m) => p + alpha * (m - p) + noise(),
    see: (p, m, y) => {
      alpha = moved(alpha, fidelity(p, m, y), behaviour, stream);
    },
    get trust() {
      return alpha;
    },
  };
}

/** r = (|p - y| - |m - y|) / (|p - y| + |m - y|), 0 if both are exact (models.md 6.2). */
export function fidelity(p: number, m: number, y: number): number {
  const own = Math.abs(p - y);
  const theirs = Math.abs(m - y);
  return own + theirs === 0 ? 0 : (own - theirs) / (own + theirs);
}

/** alpha' = alpha + l+ max(r,0) (1 - alpha) - l- max(-r,0) alpha + eta, eta ~ N(0, q^2), clipped (models.md 5.3, 6.12). */
function moved(alpha: number, r: number, { gain, loss, driftSd }: Behaviour, stream: Stream): number {
  const rises = gain * Math.max(r, 0) * (1 - alpha);
  const falls = loss * Math.max(-r, 0) * alpha;
  return clip(alpha + rises - falls + driftSd * stream.normal());
}

const clip = (alpha: number) => Math.min(1, Math.max(0, alpha));
