import { exact } from '../stats/exact-sum.ts';
import type { Cell } from './seller-estimates.ts';

/** One seller's contribution to a mean: her value, its own variance, and how it moves with the parameters of a segment,
 *  or of two. */
export interface Term {
  readonly value: number;
  readonly variance: number;
  readonly gradients: readonly { readonly segment: string; readonly values: readonly number[] }[];
}

interface Total {
  value: bigint;
  variance: bigint;
  readonly gradients: Map<string, bigint[]>; // by segment
}

/** Sums over sellers, exact, so that their order and grouping do not matter. */
export class Cells {
  readonly #cells = new Map<
    string,
    { kind: Cell['kind']; of: readonly string[]; sellers: number; totals: Map<string, Total> }
  >();

  /** Adds one seller to a cell: what it is about, whom of, and her terms by name. */
  add(kind: Cell['kind'], of: readonly string[], terms: Readonly<Record<string, Term>>): void {
    const cell = this.#cell(kind, of);
    cell.sellers += 1;
    for (const [name, { value, variance, gradients }] of Object.entries(terms)) {
      const total = totalOf(cell.totals, name);
      total.value += exact(value);
      total.variance += exact(variance);
      for (const { segment, values } of gradients) addEach(total, segment, values.map(exact));
    }
  }

  /** Adds the sums of another pass. */
  merge({ kind, of, sellers, totals }: Cell): void {
    const cell = this.#cell(kind, of);
    cell.sellers += sellers;
    for (const { name, value, variance, gradients } of totals) {
      const total = totalOf(cell.totals, name);
      total.value += BigInt(value);
      total.variance += BigInt(variance);
      for (const { segment, values } of gradients) addEach(total, segment, values.map(BigInt));
    }
  }

  list(): Cell[] {
    return [...this.#cells.values()].map(({ kind, of, sellers, totals }) => ({
      kind,
      of: [...of],
      sellers,
      totals: [...totals].map(([name, { value, variance, gradients }]) => ({
        name,
        value: String(value),
        variance: String(variance),
        gradients: [...gradients].map(([segment, values]) => ({ segment, values: values.map(String) })),
      })),
    }));
  }

  #cell(kind: Cell['kind'], of: readonly string[]) {
    const key = [kind, ...of].join('\n');
    const cell = this.#cells.get(key) ?? { kind, of, sellers: 0, totals: new Map<string, Total>() };
    this.#cells.set(key, cell);
    return cell;
  }
}

function totalOf(totals: Map<string, Total>, name: string): Total {
  const total = totals.get(name) ?? { value: 0n, variance: 0n, gradients: new Map<string, bigint[]>() };
  totals.set(name, total);
  return total;
}

function addEach({ gradients }: Total, segment: string, values: readonly bigint[]): void {
  const sums = gradients.get(segment) ?? [];
  values.forEach((value, j) => (sums[j] = (sums[j] ?? 0n) + value));
  gradients.set(segment, sums);
}

export function clip(trust: number): number {
  return Math.min(Math.max(trust, 0), 1);
}
