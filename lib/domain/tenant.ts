import * as z from 'zod/mini';
import { slug } from './identifier.ts';

/** A marketplace: owns everything below it; part of every key. */
export const tenantSchema = z.strictObject({
  id: slug,
  /** Stands for the tenant in links (two bytes): 1 to 65535, never re-used. */
  number: z.int().check(z.minimum(1), z.maximum(65_535)),
  name: z.string().check(z.minLength(1), z.maxLength(80)),
  /** ISO 4217 code of the money its sellers see. */
  currency: z.string().check(z.regex(/^[A-Z]{3}$/, 'not an ISO 4217 code')),
  /** Share of invitations that ask for the seller's own plan before they show the recommendation: 0 to 1. */
  elicitationShare: z.number().check(z.minimum(0), z.maximum(1)),
  /** Days from invitation to the close of a round. */
  answerDays: z.number().check(z.positive(), z.maximum(90)),
  /** The direction in which the marketplace gains, by recommender. */
  directions: z.record(slug, z.enum(['up', 'down'])),
  /** IAM role or user ARNs that may send this tenant's events; empty where there is one tenant: then any caller IAM lets in. */
  intakePrincipals: z.array(z.string()),
});

export type Tenant = z.infer<typeof tenantSchema>;
export const tenantsSchema = z.array(tenantSchema).check(z.minLength(1));
