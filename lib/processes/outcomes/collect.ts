import type { RoundRow } from '../../rounds/row.ts';
import { outcomeOf, type Outcome, type OutcomeKind } from './outcome.ts';

/** What a round says of an outcome: y and its bases. */
export interface Reading {
  readonly y: number;
  readonly bases?: readonly [number, ...number[]];
}

/** Columns of an outcome from rounds; a round with nothing to say gives its reason, and is counted.
 *  @throws RangeError if these are not rounds, as estimates of sellers */
export function collect(
  kind: OutcomeKind,
  rows: readonly RoundRow[],
  read: (row: RoundRow, index: number) => Reading | string,
): Outcome {
  const sellers = new Map<string, number>();
  const unusable: Record<string, number> = {};
  const [readings, cluster, at]: [Reading[], number[], number[]] = [[], [], []];
  for (const [index, row] of rows.entries()) {
    if (!('priorPlan' in row)) outcomeOf('estimates of sellers', { y, cluster: none, sellers: [] });
    const reading = read(row, index);
    if (typeof reading === 'string') unusable[reading] = (unusable[reading] ?? 0) + 1;
    else {
      if (!sellers.has(row.sellerId)) sellers.set(row.sellerId, sellers.size);
      cluster.push(sellers.get(row.sellerId) ?? 0);
      readings.push(reading);
      at.push(index);
    }
  }
  const width = readings[0]?.bases?.length ?? 1;
  const base = (k: number): Float64Array => Float64Array.from(readings, ({ bases }) => bases?.[k] ?? 1);
  return outcomeOf(kind, {
    y: Float64Array.from(readings, (reading) => reading.y),
    bases: [base(0), ...Array.from({ length: width - 1 }, (_, k) => base(k + 1))],
    cluster: Int32Array.from(cluster),
    sellers: [...sellers.keys()],
    row: Int32Array.from(at),
    unusable,
  });
}

const y = new Float64Array();
const none = new Int32Array();
