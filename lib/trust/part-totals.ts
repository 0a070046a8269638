import * as z from 'zod/mini';
import { Cells } from './cells.ts';
import { cellSchema, type Cell, type SellerEstimates } from './seller-estimates.ts';

/** What all parts of a run add up to: no line a seller is in it, so that it is as small for ten million of them as for ten. Plain
 *  JSON: it travels between Lambdas as a file. */
export const partTotalsSchema = z.object({
  /** Lines of sellers.csv, and of those without a trust how many for each reason. */
  lines: z.object({ all: z.number(), withheld: z.record(z.string(), z.number()) }),
  cells: z.array(cellSchema),
});
export type PartTotals = z.infer<typeof partTotalsSchema>;

export function totalsOf({ sellers, cells }: SellerEstimates): PartTotals {
  const withheld = new Map<string, number>();
  for (const { reason } of sellers)
    if (reason !== null) withheld.set(reason, (withheld.get(reason) ?? 0) + 1);
  return { lines: { all: sellers.length, withheld: Object.fromEntries(withheld) }, cells: [...cells] };
}

/** Adds parts up one after another: in any order, in any grouping, the same digits. */
export class TotalsOfParts {
  readonly #cells = new Cells();
  readonly #withheld = new Map<string, number>();
  #all = 0;

  add({ lines, cells }: PartTotals): void {
    this.#all += lines.all;
    for (const [reason, count] of Object.entries(lines.withheld))
      this.#withheld.set(reason, (this.#withheld.get(reason) ?? 0) + count);
    for (const cell of cells) this.#cells.merge(cell);
  }

  totals(): { lines: PartTotals['lines']; cells: Cell[] } {
    const withheld = Object.fromEntries(this.#withheld);
    return { lines: { all: this.#all, withheld }, cells: this.#cells.list() };
  }
}
