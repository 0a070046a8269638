import * as z from 'zod/mini';

const number = z.nullable(z.number());

/** Mean trust of the sellers of one segment with one recommender who decided in a closed period. A withheld cell has no
 *  number at all: not even how many sellers there were. */
export const segmentCellSchema = z.strictObject({
  segment: z.string(), // size
  value: z.string(), // small
  recommender: z.nullable(z.string()), // null: all together
  period: z.nullable(z.string()), // null: now
  sellers: number,
  mean: number,
  lower: number,
  upper: number,
  reason: z.nullable(z.string()), // why it is withheld or cannot be told, or why its interval is weak
});
export type SegmentCell = z.infer<typeof segmentCellSchema>;

/** What was checked before a cell was published. `docs/disclosure.md` */
export const disclosureSchema = z.strictObject({
  smallestGroup: z.number(), // k
  cells: z.number(), // that there are
  published: z.number(),
  small: z.number(), // withheld: fewer than k sellers
  complementary: z.number(), // withheld: others would give few sellers away
  unsettled: z.number(), // withheld: what they tell is told elsewhere in the same digits, so that subtraction would undo it
  asBefore: z.number(), // of past periods, as the report before told or withheld them
  /** Tables whose combinations were searched: now, and each closed period. */
  tables: z.number(),
  /** Echelon forms computed in the search. */
  ranks: z.number(),
  /** Fewest sellers in any combination the search met, each cell among them; that none has fewer than `smallestGroup` is
   *  proven for all combinations. null: no cell is published. */
  fewest: number,
});
export type Disclosure = z.infer<typeof disclosureSchema>;
