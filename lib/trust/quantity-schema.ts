import * as z from 'zod/mini';

const number = z.nullable(z.number());
const reason = z.nullable(z.string()); // why a null beside it is null, or why a number is weak

/** A number a reader could quote, with its interval at `level` and the number of units it rests on. */
export const quantitySchema = z.strictObject({
  estimate: number,
  lower: number,
  upper: number,
  se: number,
  n: z.number(),
  reason,
});
export type Quantity = z.infer<typeof quantitySchema>;

/** A number that every report repeats. Beside its interval, which holds at one look, one that holds at all looks of a
 *  series together. */
export const repeatedSchema = z.extend(quantitySchema, {
  anytime: z.strictObject({ lower: number, upper: number, reason }),
});
export type Repeated = z.infer<typeof repeatedSchema>;

/** How a maximum was reached. */
export const convergenceSchema = z.strictObject({
  converged: z.boolean(),
  stopped: z.enum(['gradient', 'flat', 'limit']), // of the best start
  iterations: z.number(), // of the best start
  evaluations: z.number(), // of all starts
  starts: z.number(),
  gradientNorm: number, // largest entry of the projected gradient at the end
});
export type Convergence = z.infer<typeof convergenceSchema>;

/** A model parameter; `se` is null at a bound. */
export const parameterSchema = z.strictObject({
  estimate: number,
  se: number,
  lower: number,
  upper: number,
  reason,
});
export type Parameter = z.infer<typeof parameterSchema>;
