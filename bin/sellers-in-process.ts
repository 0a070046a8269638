import type { RoundRow } from '../lib/rounds/row.ts';
import { estimateSellers } from '../lib/trust/estimate-sellers.ts';
import type { SellerEstimates } from '../lib/trust/seller-estimates.ts';
import { addParts } from '../lib/trust/spread/add-parts.ts';
import { passOverPanel, passPanel, type PassPanel } from '../lib/trust/spread/pass-panel.ts';
import type { PassPart } from '../lib/trust/spread/pass-part.ts';
import type { SpreadState } from '../lib/trust/spread/spread-state.ts';
import type { TrustFit } from '../lib/trust/trust-fit.ts';
import type { WholeSellers } from './large-analysis.ts';
import { placesIn, rangesOf, sharded, type ShardedRows, type ShardRange } from './sharded-rows.ts';

/** The sellers of a file in this process: sequences of one range of shards at a time, between passes only their columns. */
export class SellersInProcess implements WholeSellers {
  readonly rows: number;
  readonly sellers: number;
  readonly #rows: readonly RoundRow[];
  readonly #sharded: ShardedRows;
  readonly #ranges: readonly ShardRange[];
  #panels: readonly PassPanel[] | undefined;

  /** @param shards ranges of shards; absent: as many as the rows call for */
  constructor(rows: readonly RoundRow[], shards?: number) {
    this.#rows = rows;
    this.#sharded = sharded(rows);
    this.#ranges = rangesOf(this.#sharded, shards);
    this.rows = rows.length;
    this.sellers = this.#sharded.sellers;
  }

  below(shard: number): readonly RoundRow[] {
    return this.#in({ from: 0, to: shard });
  }

  race(): undefined {
    return undefined;
  }

  pass(state: SpreadState): PassPart {
    const panels = (this.#panels ??= this.#ranges.map((range) => passPanel(this.#in(range), state)));
    return panels.map((panel) => passOverPanel(panel, state)).reduce((a, b) => addParts(a, b));
  }

  *estimates(fit: TrustFit): Generator<SellerEstimates> {
    this.#panels = undefined;
    for (const range of this.#ranges) yield estimateSellers(this.#in(range), fit);
  }

  close(): void {
    this.#panels = undefined;
  }

  #in(range: ShardRange): RoundRow[] {
    return Array.from(placesIn(this.#sharded, range), (place) => this.#rows[place] as RoundRow);
  }
}
