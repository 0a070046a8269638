import { decisionsOf, type Sequence } from '../../sequence.ts';
import { restrictedEvents, type Roster } from '../roster.ts';

/** What the static theories need of each sequence: T events, A = sum g^2, B = sum g d, C = sum d^2, G = sum g, D = sum d,
 *  gaps g and moves d in units of the median gap. */
export interface MoveSums {
  readonly T: Float64Array;
  readonly A: Float64Array;
  readonly B: Float64Array;
  readonly C: Float64Array;
  readonly G: Float64Array;
  readonly D: Float64Array;
  readonly caps: readonly CapEvent[];
  readonly bySize: BySize;
}

/** A recommendation that stood at a bound of its range. */
export interface CapEvent {
  readonly sequence: number;
  readonly side: 1 | -1; // +1: the upper bound
  readonly g: number;
  readonly d: number;
  readonly range: number;
}

/** Events of each sequence by falling |g|, with sums over those up to and with each: enough for the squares that are left
 *  beside a discount delta which the smaller gaps do not survive,
 *      Q(delta) = C + sum over |g| > delta of [ (x + delta)^2 - d^2 ]      x = sign(g) d - |g| */
export interface BySize {
  readonly size: Float64Array; // |g|
  readonly x: Float64Array; // sum x
  readonly excess: Float64Array; // sum x^2 - d^2
}

export function moveSumsOf(sequences: readonly Sequence[], roster: Roster): MoveSums {
  const each = () => new Float64Array(sequences.length);
  const [T, A, B, C, G, D] = [each(), each(), each(), each(), each(), each()];
  const ofEach = () => new Float64Array(roster.gaps.length);
  const sums = { T, A, B, C, G, D, bySize: { size: ofEach(), x: ofEach(), excess: ofEach() } };
  const { unit } = roster.measure;
  const caps: CapEvent[] = [];
  sequences.forEach((sequence, i) => {
    const events: Move[] = [];
    for (const { gap, move, cap, range } of decisionsOf([sequence])) {
      const [g, d] = [gap / unit, move / unit];
      events.push({ g, d, size: Math.abs(g) });
      A[i] = (A[i] as number) + g * g;
      B[i] = (B[i] as number) + g * d;
      C[i] = (C[i] as number) + d * d;
      G[i] = (G[i] as number) + g;
      D[i] = (D[i] as number) + d;
      if (cap === null || range === null) continue;
      caps.push({ sequence: i, side: cap === 'upper' ? 1 : -1, g, d, range: range / unit });
    }
    T[i] = events.length;
    fillBySize(events, sums.bySize, roster.starts[i] as number);
  });
  return { ...sums, caps };
}

interface Move {
  readonly g: number;
  readonly d: number;
  readonly size: number; // |g|
}

function fillBySize(events: Move[], into: BySize, start: number): void {
  let [x, excess] = [0, 0];
  events
    .sort((a, b) => b.size - a.size)
    .forEach(({ g, d, size }, k) => {
      const left = Math.sign(g) * d - size;
      x += left;
      excess += left * left - d * d;
      into.size[start + k] = size;
      into.x[start + k] = x;
      into.excess[start + k] = excess;
    });
}

/** The sums of some sequences, by index, ascending. */
export function restrictedSums(sums: MoveSums, roster: Roster, kept: Int32Array): MoveSums {
  const of = (values: Float64Array) => Float64Array.from(kept, (i) => values[i] as number);
  const place = new Map([...kept.entries()].map(([now, before]) => [before, now]));
  const { size, x, excess } = sums.bySize;
  return {
    T: of(sums.T),
    A: of(sums.A),
    B: of(sums.B),
    C: of(sums.C),
    G: of(sums.G),
    D: of(sums.D),
    caps: sums.caps.flatMap((cap) => {
      const sequence = place.get(cap.sequence);
      return sequence === undefined ? [] : [{ ...cap, sequence }];
    }),
    bySize: {
      size: restrictedEvents(roster, kept, size),
      x: restrictedEvents(roster, kept, x),
      excess: restrictedEvents(roster, kept, excess),
    },
  };
}
