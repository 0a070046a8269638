import type { Evaluate } from '../kalman/objective.ts';
import { readPoint, type PassSums, type PointSums } from './pass.ts';

/** The likelihood where passes have been, by theta. */
export class KnownPoints {
  readonly #sums = new Map<string, PointSums>();

  add(points: readonly Float64Array[], sums: PassSums): void {
    points.forEach((theta, k) => this.#sums.set(keyOf(theta), sums.points[k] ?? null));
  }

  has(theta: Float64Array): boolean {
    return this.#sums.has(keyOf(theta));
  }

  /** @throws NotYetKnown where no pass has been */
  readonly evaluate: Evaluate = (theta, gradient) => {
    const sums = this.#sums.get(keyOf(theta));
    if (sums === undefined) throw new NotYetKnown(theta);
    return readPoint(sums, gradient);
  };
}

const keyOf = (theta: Float64Array): string => theta.join(' ');

/** A computation came to a theta that the next pass has to go to. It stops there, and is begun again with what that pass
 *  finds: it takes the same way to the same place, since nothing else enters it. */
class NotYetKnown extends Error {
  readonly theta: Float64Array;

  constructor(theta: Float64Array) {
    super('no pass has been at this theta yet');
    this.name = 'NotYetKnown';
    this.theta = theta;
  }
}

/** What a computation finds, or the theta at which it has to wait. */
export function upToUnknown<T>(compute: () => T): { found: T } | { needs: Float64Array } {
  try {
    return { found: compute() };
  } catch (error) {
    if (error instanceof NotYetKnown) return { needs: error.theta };
    throw error;
  }
}
