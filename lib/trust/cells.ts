import { exact } from '../stats/exact-sum.ts';
import type { Cell } from './seller-estimates.ts';

export interface CellKey {
  readonly recommender: string;
  readonly segment: string;
  readonly period: string | null; // null: now
}

interface Sums {
  sellers: number;
  mean: bigint;
  variance: bigint;
  readonly gradient: bigint[];
  benchmarked: number;
  gap: bigint;
  gapSquared: bigint;
}

/** Sums of trust over sellers by recommender and period: exact, so that their order does not matter. */
export class Cells {
  readonly #sums = new Map<string, { key: CellKey; sums: Sums }>();

  /** Adds one seller's trust, clipped to [0,1]; where it is clipped, it no longer moves with the parameters. */
  add(key: CellKey, state: { mean: number; variance: number; gradient: readonly number[] }): void {
    const sums = this.#of(key, state.gradient.length);
    const clipped = Math.min(Math.max(state.mean, 0), 1);
    sums.sellers += 1;
    sums.mean += exact(clipped);
    sums.variance += exact(state.variance);
    if (clipped !== state.mean) return;
    state.gradient.forEach((value, j) => (sums.gradient[j] = (sums.gradient[j] ?? 0n) + exact(value)));
  }

  /** Adds one seller's gap between trust and its Bayesian benchmark. */
  addGap(key: CellKey, gap: number): void {
    const sums = this.#of(key, 0);
    sums.benchmarked += 1;
    sums.gap += exact(gap);
    sums.gapSquared += exact(gap * gap);
  }

  /** Adds the sums of another pass. */
  merge(cell: Cell): void {
    const sums = this.#of(cell, cell.gradient.length);
    sums.sellers += cell.sellers;
    sums.mean += BigInt(cell.mean);
    sums.variance += BigInt(cell.variance);
    cell.gradient.forEach((value, j) => (sums.gradient[j] = (sums.gradient[j] ?? 0n) + BigInt(value)));
    sums.benchmarked += cell.benchmarked;
    sums.gap += BigInt(cell.gap);
    sums.gapSquared += BigInt(cell.gapSquared);
  }

  list(): Cell[] {
    return [...this.#sums.values()].map(({ key, sums }) => ({
      recommender: key.recommender,
      segment: key.segment,
      period: key.period,
      sellers: sums.sellers,
      mean: String(sums.mean),
      variance: String(sums.variance),
      gradient: sums.gradient.map(String),
      benchmarked: sums.benchmarked,
      gap: String(sums.gap),
      gapSquared: String(sums.gapSquared),
    }));
  }

  #of(key: CellKey, parameters: number): Sums {
    const text = `${key.recommender}\n${key.segment}\n${key.period ?? ''}`;
    const found = this.#sums.get(text);
    if (found) return found.sums;
    const gradient = Array.from({ length: parameters }, () => 0n);
    const sums = { sellers: 0, mean: 0n, variance: 0n, gradient, benchmarked: 0, gap: 0n, gapSquared: 0n };
    this.#sums.set(text, { key, sums });
    return sums;
  }
}
