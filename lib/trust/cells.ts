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
  gapVariance: bigint;
  readonly gapGradient: bigint[];
}

/** One seller's trust: its variance, and how its mean moves with the parameters. */
export interface State {
  readonly mean: number;
  readonly variance: number;
  readonly gradient: readonly number[];
}

/** Sums of trust over sellers by recommender and period: exact, so that their order does not matter. */
export class Cells {
  readonly #sums = new Map<string, { key: CellKey; sums: Sums }>();

  /** Adds one seller's trust, clipped to [0,1]; where it is clipped, it no longer moves with the parameters. */
  add(key: CellKey, state: State): void {
    const sums = this.#of(key);
    const clipped = clip(state.mean);
    sums.sellers += 1;
    sums.mean += exact(clipped);
    sums.variance += exact(state.variance);
    if (clipped === state.mean) addEach(sums.gradient, state.gradient.map(exact));
  }

  /** Adds one seller's gap between trust and its Bayesian benchmark, which is known: the gap is as uncertain as trust. */
  addGap(key: CellKey, state: State, benchmark: number): void {
    const sums = this.#of(key);
    const clipped = clip(state.mean);
    sums.benchmarked += 1;
    sums.gap += exact(clipped - benchmark);
    sums.gapVariance += exact(state.variance);
    if (clipped === state.mean) addEach(sums.gapGradient, state.gradient.map(exact));
  }

  /** Adds the sums of another pass. */
  merge(cell: Cell): void {
    const sums = this.#of(cell);
    sums.sellers += cell.sellers;
    sums.mean += BigInt(cell.mean);
    sums.variance += BigInt(cell.variance);
    addEach(sums.gradient, cell.gradient.map(BigInt));
    sums.benchmarked += cell.benchmarked;
    sums.gap += BigInt(cell.gap);
    sums.gapVariance += BigInt(cell.gapVariance);
    addEach(sums.gapGradient, cell.gapGradient.map(BigInt));
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
      gapVariance: String(sums.gapVariance),
      gapGradient: sums.gapGradient.map(String),
    }));
  }

  #of(key: CellKey): Sums {
    const text = `${key.recommender}\n${key.segment}\n${key.period ?? ''}`;
    const found = this.#sums.get(text);
    if (found) return found.sums;
    const none = { sellers: 0, mean: 0n, variance: 0n, benchmarked: 0, gap: 0n, gapVariance: 0n };
    const sums: Sums = { ...none, gradient: [], gapGradient: [] };
    this.#sums.set(text, { key, sums });
    return sums;
  }
}

function addEach(sums: bigint[], values: readonly bigint[]): void {
  values.forEach((value, j) => (sums[j] = (sums[j] ?? 0n) + value));
}

export function clip(trust: number): number {
  return Math.min(Math.max(trust, 0), 1);
}
