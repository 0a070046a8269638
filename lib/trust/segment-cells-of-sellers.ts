import type { RoundRow } from '../rounds/row.ts';
import type { Cells } from './cells.ts';
import type { SequencePath } from './evolution/seller-change.ts';
import { addToCrowds, addToSegments, segmentValues, type Presence } from './segment-cells.ts';

/** What one pass over some whole sellers adds to the tables by segment; nothing where no segment is named. */
export class SegmentCellsOfSellers {
  readonly #presences = new Map<string, Presence[]>(); // by seller
  readonly #values: ReadonlyMap<string, readonly (string | null)[]>;
  readonly #names: readonly string[];
  readonly #cells: Cells;

  constructor(cells: Cells, rows: readonly RoundRow[], names: readonly string[]) {
    this.#cells = cells;
    this.#names = names;
    this.#values = segmentValues(rows, names);
  }

  add(of: SequencePath): void {
    const { sellerId } = of.sequence;
    const values = this.#values.get(sellerId);
    if (values === undefined) return;
    const presence = addToSegments(this.#cells, of, this.#names, values);
    this.#presences.set(sellerId, [...(this.#presences.get(sellerId) ?? []), presence]);
  }

  /** Counts the sellers, once all their sequences were added. */
  count(): void {
    for (const [sellerId, presences] of this.#presences)
      addToCrowds(this.#cells, this.#values.get(sellerId) ?? [], presences);
  }
}
