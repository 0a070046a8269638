import type { RoundRow } from '../lib/rounds/row.ts';
import { shardOf } from '../lib/store/key.ts';
import { estimateSellers } from '../lib/trust/estimate-sellers.ts';
import type { SellerEstimates } from '../lib/trust/seller-estimates.ts';
import { addParts } from '../lib/trust/spread/add-parts.ts';
import { passOverPanel, passPanel, type PassPanel } from '../lib/trust/spread/pass-panel.ts';
import type { PassPart } from '../lib/trust/spread/pass-part.ts';
import type { SpreadState } from '../lib/trust/spread/spread-state.ts';
import type { TrustFit } from '../lib/trust/trust-fit.ts';
import type { WholeSellers } from './large-analysis.ts';

const SHARDS = 1024;
/** Rows of which sequences are made at once. */
const ROWS_A_PART = 25_000;

/** The sellers of a file in this process: rows by shard, sequences of one part at a time, between passes only their columns. */
export class SellersInProcess implements WholeSellers {
  readonly rows: number;
  readonly sellers: number;
  readonly #parts: readonly Part[];
  #panels: readonly PassPanel[] | undefined;

  constructor(rows: readonly RoundRow[]) {
    const { byShard, sellers } = sharded(rows);
    this.rows = rows.length;
    this.sellers = sellers;
    this.#parts = partsOf(byShard);
  }

  below(shard: number): readonly RoundRow[] {
    return this.#parts
      .flatMap(({ shards }) => shards.filter(({ place }) => place < shard))
      .flatMap(({ rows }) => rows);
  }

  pass(state: SpreadState): PassPart {
    const panels = (this.#panels ??= this.#parts.map((part) => passPanel(rowsOf(part), state)));
    return panels.map((panel) => passOverPanel(panel, state)).reduce((a, b) => addParts(a, b));
  }

  *estimates(fit: TrustFit): Generator<SellerEstimates> {
    this.#panels = undefined;
    for (const part of this.#parts) yield estimateSellers(rowsOf(part), fit);
  }
}

interface Shard {
  readonly place: number;
  readonly rows: readonly RoundRow[];
}

interface Part {
  readonly shards: readonly Shard[];
}

const rowsOf = ({ shards }: Part): RoundRow[] => shards.flatMap(({ rows }) => rows);

function sharded(rows: readonly RoundRow[]): { byShard: RoundRow[][]; sellers: number } {
  const byShard = Array.from({ length: SHARDS }, (): RoundRow[] => []);
  const places = new Map<string, number>();
  for (const row of rows) {
    const { sellerId } = row;
    let place = places.get(sellerId);
    if (place === undefined) places.set(sellerId, (place = shardOf(sellerId)));
    byShard[place]?.push(row);
  }
  return { byShard, sellers: places.size };
}

/** Neighbouring shards together, some `ROWS_A_PART` rows a part; a part at least. */
function partsOf(byShard: readonly RoundRow[][]): Part[] {
  const parts: Shard[][] = [];
  let room = 0;
  byShard.forEach((rows, place) => {
    if (parts.length === 0 || (room < rows.length && rows.length > 0)) {
      parts.push([]);
      room = ROWS_A_PART;
    }
    parts.at(-1)?.push({ place, rows });
    room -= rows.length;
  });
  return parts.map((shards) => ({ shards }));
}
