/** The prime under which combinations are computed: below 2^26, so that a product of two residues is a whole number that a
 *  double holds. A rank under a prime is the rank over the rationals unless the prime divides an elementary divisor of the
 *  matrix. Membership of groups that split sellers one or two ways has none but 1 (incidence of a bipartite graph is totally
 *  unimodular), and other memberships have small ones: docs/disclosure.md. */
export const PRIME = 67_108_859;

/** A sparse row of residues: columns ascending, values in [1, PRIME). */
export interface ResidueRow {
  readonly columns: readonly number[];
  readonly values: readonly number[];
}

export const rowOfOnes = (columns: readonly number[]): ResidueRow => ({
  columns,
  values: columns.map(() => 1),
});

/** row + factor other. */
export function plus(row: ResidueRow, factor: number, other: ResidueRow): ResidueRow {
  const columns: number[] = [];
  const values: number[] = [];
  let [i, j] = [0, 0];
  while (i < row.columns.length || j < other.columns.length) {
    const [a, b] = [row.columns[i] ?? Infinity, other.columns[j] ?? Infinity];
    let value = 0;
    if (a <= b) value += row.values[i++] as number;
    if (b <= a) value += (factor * (other.values[j++] as number)) % PRIME;
    value %= PRIME;
    if (value === 0) continue;
    columns.push(Math.min(a, b));
    values.push(value);
  }
  return { columns, values };
}

/** The residue f with row + f pivot = 0 in the first column of the pivot. */
export function factorAgainst(value: number, pivot: number): number {
  return (PRIME - ((value * inverse(pivot)) % PRIME)) % PRIME;
}

/** Extended Euclid. */
function inverse(value: number): number {
  let [r, next] = [PRIME, value];
  let [t, following] = [0, 1];
  while (next !== 0) {
    const times = Math.floor(r / next);
    [r, next] = [next, r - times * next];
    [t, following] = [following, t - times * following];
  }
  return t < 0 ? t + PRIME : t;
}

/** The value in a column; 0 where there is none. */
export function at(row: ResidueRow, column: number): number {
  let [low, high] = [0, row.columns.length - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = row.columns[middle] as number;
    if (found === column) return row.values[middle] as number;
    if (found < column) low = middle + 1;
    else high = middle - 1;
  }
  return 0;
}
