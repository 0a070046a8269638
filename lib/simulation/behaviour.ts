import type { Stream } from './stream.ts';

/** How one seller treats recommendations. `k` = 0 is the credulous seller L0. */
export type Kind =
  { readonly theory: 'trust-embedded' | 'babbling' } | { readonly theory: 'level-k'; readonly k: number };

/** The planted parameters of behaviour and of the law of motion (docs/model.md 5.3, 6.3), in the names of estimates.json.
 *  Magnitudes on the log scale. */
export interface Behaviour {
  readonly initialMean: number; // mu0
  readonly initialSd: number; // tau0
  readonly gain: number; // l+, in [0,1]
  readonly loss: number; // l-, in [0,1]
  readonly driftSd: number; // q
  readonly noiseSd: number; // se
  readonly gapSlope: number; // bg, weight per factor e of the gap
  readonly referenceGap: number; // g0 > 0: trust is the weight at this gap
  readonly delta: number; // log points a level-k seller takes off per level
  readonly clipped: boolean; // trust is kept in [0,1] as it moves: so in G1, not in G2
}

/** What one seller makes of one recommender, round after round. */
export interface Mind {
  /** Her move for a gap, before noise, log scale.
   *  @param lift what processes add to her trust while she is exposed to them */
  move(gap: number, lift?: number): number;
  /** The chosen value on the log scale, given her own plan p and the recommendation m: p + move + N(0, se^2). */
  choose(p: number, m: number, lift?: number): number;
  /** She saw that the outcome was y: trust moves with the fidelity of m against p, by what either would have cost her where
   *  costs are given. */
  see(p: number, m: number, y: number, costs?: Costs | null): void;
  /** The trust factor now, at the reference gap, without lift; null for a seller who holds none. */
  readonly trust: number | null;
}

/** A seller's mind for one recommender:
 *      trust-embedded   move = (alpha + bg ln(|g|/g0)) g
 *      level-k          move = g - sign k delta
 *      babbling         move = 0
 *  @param sign +1 if the marketplace gains from larger values, -1 if from smaller */
export function mindOf(kind: Kind, behaviour: Behaviour, sign: 1 | -1, stream: Stream): Mind {
  if (kind.theory === 'trust-embedded') return trusting(behaviour, stream);
  const discount = kind.theory === 'level-k' ? sign * kind.k * behaviour.delta : 0;
  const fixed = (gap: number) => (kind.theory === 'babbling' ? 0 : gap - discount);
  return {
    move: fixed,
    choose: (p, m) => p + fixed(m - p) + behaviour.noiseSd * stream.normal(),
    see: () => {},
    trust: null,
  };
}

function trusting(behaviour: Behaviour, stream: Stream): Mind {
  const { initialMean, initialSd, gapSlope, referenceGap, noiseSd } = behaviour;
  let alpha = kept(initialMean + initialSd * stream.normal(), behaviour);
  const move = (gap: number, lift = 0) =>
    gap === 0 ? 0 : (alpha + lift + gapSlope * Math.log(Math.abs(gap) / referenceGap)) * gap;
  return {
    move,
    choose: (p, m, lift) => p + move(m - p, lift) + noiseSd * stream.normal(),
    see: (p, m, y, costs) => {
      alpha = moved(alpha, fidelity(p, m, y, costs), behaviour, stream);
    },
    get trust() {
      return alpha;
    },
  };
}

/** What a unit too few and a unit too many cost a seller, money. */
export interface Costs {
  readonly underage: number;
  readonly overage: number;
}

/** r = (|p - y| - |m - y|) / (|p - y| + |m - y|), 0 if both are exact; with costs, what either would have cost her stands for
 *  its distance, levels being e to the logs (docs/model.md 6.2). */
export function fidelity(p: number, m: number, y: number, costs: Costs | null = null): number {
  const [own, theirs] = costs ? [loss(p, y, costs), loss(m, y, costs)] : [Math.abs(p - y), Math.abs(m - y)];
  return own + theirs === 0 ? 0 : (own - theirs) / (own + theirs);
}

/** Cu max(D - x, 0) + Co max(x - D, 0), from logs. */
function loss(x: number, D: number, { underage, overage }: Costs): number {
  const over = Math.exp(x) - Math.exp(D);
  return over > 0 ? overage * over : -underage * over;
}

/** alpha' = alpha + l+ max(r,0) (1 - alpha) - l- max(-r,0) alpha + eta, eta ~ N(0, q^2) (docs/model.md 5.3, 6.12). */
function moved(alpha: number, r: number, behaviour: Behaviour, stream: Stream): number {
  const rises = behaviour.gain * Math.max(r, 0) * (1 - alpha);
  const falls = behaviour.loss * Math.max(-r, 0) * alpha;
  return kept(alpha + rises - falls + behaviour.driftSd * stream.normal(), behaviour);
}

const kept = (alpha: number, { clipped }: Behaviour) => (clipped ? Math.min(1, Math.max(0, alpha)) : alpha);
