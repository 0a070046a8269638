import type { ConstantPool } from '../../../stats/wasm/constant-pool.ts';
import { f64x2, i32, v128, type Code } from '../../../stats/wasm/instructions.ts';

/** Pairs of nodes (z_15+i, z_15-i), i = 0 to 15, one lane each; of the middle one, there twice, one has weight 0. */
export const PAIRS = 16;
export const PAIR_BYTES = 16;
export const NODE_BYTES = PAIRS * PAIR_BYTES;
/** L at all nodes, then phi at all nodes. */
export const SLOT_BYTES = 2 * NODE_BYTES;
/** Of a slot: sums over nodes of p/L, then of phi p/L times 1, z, z^2. */
export const SUMS_BYTES = 32;
/** alpha_j = m + root z_j at a step: m, root. */
export const STATE_BYTES = 16;

/** Two events side by side as the panel has them, what does not depend on theta. An absent one has gap 0. */
export const COLUMNS = { gap: 0, logGap: 16, target: 32, state: 48, bytes: 64 } as const;
/** The same two at theta. x is that of the middle node, step the distance from node to node, L = A Phi(x) + B or
 *  A phi(x) + B; then what the loops over nodes begin with. */
export const ENTRY = {
  x: 0,
  step: 16,
  inverse: 32,
  A: 48,
  B: 64,
  middle: 80,
  shrink: 96,
  up: 112,
  down: 128,
  upRatio: 144,
  downRatio: 160,
  own: 176,
  ownUpRatio: 192,
  ownDownRatio: 208,
  corrections: 224,
  bytes: 320,
} as const;
/** Numbers of theta, each twice. */
export const THETA = {
  sw2: 0,
  se2: 16,
  bg: 32,
  nodeStep: 48,
  height: 64,
  phiBase: 80,
  densityBase: 96,
  bytes: 112,
} as const;

/** Distances up to which three corrections, and five, give an increment of Phi to 1e-12. */
export const NARROW = 0.18;
export const WIDEST = 0.45;

/** Where things stand in the kernel's memory, in bytes. */
export interface KernelPlaces {
  readonly powers: number; // 2^(j/64)
  readonly taylor: number; // of Phi, from the point -REACH on
  readonly product: number;
  readonly weights: number;
  readonly nodes: number; // z
  readonly theta: number;
  readonly pool: ConstantPool;
}

/** The table of Phi goes from -16 to 16; with nodes up to WIDEST apart, all are saturated if the middle one is beyond 15.5. */
export const REACH = 16;
export const FARTHEST = 15.5;

export const zero = i32.of(0);
/** A pair of doubles at a fixed place. */
export const fixed = (place: number): Code => v128.load(zero, place);
/** One of two events: its double in both lanes. */
export const both = (entry: Code, place: number, lane: 0 | 1): Code =>
  f64x2.loadSplat(entry, place + 8 * lane);
