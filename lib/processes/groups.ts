import { FEWEST_CLUSTERS, type RefusalReason } from './refusal.ts';

/** Why no effect can be told; what an estimator makes its refusal of. */
export interface Objection {
  readonly reason: RefusalReason;
  readonly detail: string;
}

/** Whether there are enough sellers with and without the process to compare.
 *  @param treated, comparison sellers with a row under the process, and with one without */
export function tooFew(treated: number, comparison: number): Objection | undefined {
  if (treated === 0) return { reason: 'none treated', detail: 'nobody met the process' };
  if (comparison === 0) return { reason: 'all treated', detail: 'nobody is without the process' };
  if (treated === 1)
    return {
      reason: 'one treated cluster',
      detail: 'one seller met the process; who she is and what it did are one',
    };
  if (Math.min(treated, comparison) < FEWEST_CLUSTERS)
    return {
      reason: 'too few clusters',
      detail: `${treated} sellers with the process and ${comparison} without; ${FEWEST_CLUSTERS} of each are needed`,
    };
  return undefined;
}

/** Whether y does not vary, to what a computer tells apart. */
export function isConstant(y: Float64Array): boolean {
  let [least, most] = [Infinity, -Infinity];
  for (const value of y) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return !(most - least > 1e-13 * Math.max(Math.abs(least), Math.abs(most)));
}

const LARGEST = 1e150; // squares of anything larger overflow

export function isUsable(column: Float64Array): boolean {
  return column.every((value) => Math.abs(value) <= LARGEST);
}

/** The first segment whose every value is wholly with or wholly without the process, which then cannot be told from it.
 *  Values with one seller each say nothing, so there have to be fewer values than half of the sellers.
 *  @param group of each row, -1 for rows that are in none */
export function segmentOfGroups(
  group: ArrayLike<number>,
  cluster: ArrayLike<number>,
  segments: Readonly<Record<string, readonly (string | undefined)[]>>,
): string | undefined {
  const sellers = new Set(Array.from(cluster).filter((_, i) => group[i] !== -1)).size;
  return Object.keys(segments).find((name) => {
    const groupOf = new Map<string, number>();
    for (const [i, value = ''] of segments[name]?.entries() ?? []) {
      const mine = group[i] ?? -1;
      if (mine === -1) continue;
      if ((groupOf.get(value) ?? mine) !== mine) return false;
      groupOf.set(value, mine);
    }
    return groupOf.size > 1 && groupOf.size <= sellers / 2;
  });
}
