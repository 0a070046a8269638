import * as z from 'zod/mini';
import { convergenceSchema } from './quantity-schema.ts';

const number = z.nullable(z.number());

/** A law of motion of docs/model.md 5 at its optimum, and how it foretells sellers it was not fitted on. */
export const lawScoreSchema = z.strictObject({
  law: z.enum(['5.3', '5.5']),
  logLikelihood: number,
  parameterCount: z.number(),
  /** Mean log density per event, 5 folds by seller, and by how much it exceeds that of 5.3, with bounds two standard errors away. */
  heldOut: z.strictObject({ score: number, difference: number, lower: number, upper: number }),
  convergence: convergenceSchema,
});
export type LawRow = z.infer<typeof lawScoreSchema>;
