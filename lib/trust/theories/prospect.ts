import { inverseOf } from '../../stats/cholesky.ts';
import type { Box } from '../../stats/l-bfgs.ts';

/** Where a search stands or is to begin, and what a Newton step from there promises to gain. */
export interface Prospect {
  readonly value: number;
  readonly gain: number;
}

/** g' H^-1 g / 2 over the variables that are free to move. */
export function prospectOf(
  at: {
    readonly x: ArrayLike<number>;
    readonly value: number;
    readonly gradient: ArrayLike<number>;
  },
  curvature: readonly (readonly number[])[],
  { lower, upper }: Box,
): Prospect {
  const { value, gradient } = at;
  const free = Array.from(at.x).flatMap((x, j) => {
    const held = (gradient[j] as number) > 0 ? x <= (lower[j] ?? -Infinity) : x >= (upper[j] ?? Infinity);
    return held ? [] : [j];
  });
  const inverse = inverseOf(free.map((i) => free.map((j) => curvature[i]?.[j] ?? 0)));
  if (!inverse) return { value, gain: Infinity };
  const slope = free.map((j) => gradient[j] as number);
  const gain = slope.reduce(
    (sum, g, a) => sum + g * slope.reduce((row, h, b) => row + h * (inverse[a]?.[b] ?? 0), 0),
    0,
  );
  return { value, gain: gain / 2 };
}
