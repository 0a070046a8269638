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
  reason: z.nullable(z.string()), // why it is withheld or cannot be told
});

/** What was checked before a cell was published. */
export const disclosureSchema = z.strictObject({
  smallestGroup: z.number(), // k
  cells: z.number(), // that there are
  published: z.number(),
  small: z.number(), // withheld: fewer than k sellers
  complementary: z.number(), // withheld: others would give a small one away
  /** Fewest sellers that any linear combination of published cells singles out; null: none singles out fewer than all. */
  fewest: number,
});
