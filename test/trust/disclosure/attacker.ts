/** Whoever reads a report and solves the linear system of its sums, in fractions of whole numbers. Knows who is in which
 *  cell, and nothing of what they said. Shares no code with what guards the report. */

/** Rows of 0 and 1 over unknowns; `owners` says whose each unknown is. */
export interface System {
  readonly rows: readonly (readonly number[])[];
  readonly owners: readonly number[];
}

/** Whether some combination of the sums holds nobody but these: the rank without their columns is smaller. */
export function canSingleOut({ rows, owners }: System, whom: ReadonlySet<number>): boolean {
  const others = rows.map((row) => row.filter((_, j) => !whom.has(owners[j] ?? -1)));
  return rank(others) < rank(rows);
}

/** Groups of fewer than k that can be singled out, of crowds that are given with their sizes. */
export function singledOut(system: System, sizes: ReadonlyMap<number, number>, k: number): number[][] {
  const found: number[][] = [];
  const crowds = [...sizes].filter(([, size]) => size < k);
  const whole = rank(system.rows);
  const look = (from: number, chosen: readonly number[], sellers: number): void => {
    const whom = new Set(chosen);
    const others = system.rows.map((row) => row.filter((_, j) => !whom.has(system.owners[j] ?? -1)));
    if (chosen.length > 0 && rank(others) < whole) found.push([...chosen]);
    for (let i = from; i < crowds.length; i++) {
      const [crowd, size] = crowds[i] as [number, number];
      if (sellers + size < k) look(i + 1, [...chosen, crowd], sellers + size);
    }
  };
  look(0, [], 0);
  return found;
}

/** Fraction-free elimination; rows are divided by what their entries have in common, so that they stay small. */
function rank(rows: readonly (readonly number[])[]): number {
  let left = rows.map((row) => [...row]).filter((row) => row.some((value) => value !== 0));
  let found = 0;
  for (let j = 0; left.length > 0 && j < (left[0]?.length ?? 0); j++) {
    const pivot = left.find((row) => row[j] !== 0);
    if (pivot === undefined) continue;
    found += 1;
    const own = pivot[j] as number;
    left = left.filter((row) => row !== pivot).map((row) => without(row, pivot, row[j] as number, own));
  }
  return found;
}

function without(row: number[], pivot: readonly number[], factor: number, own: number): number[] {
  if (factor === 0) return row;
  const next = row.map((value, i) => value * own - factor * (pivot[i] as number));
  const common = next.reduce((a, b) => gcd(a, Math.abs(b)), 0);
  if (common > 2 ** 40) throw new RangeError('entries grow beyond exact whole numbers');
  return common > 1 ? next.map((value) => value / common) : next;
}

const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
