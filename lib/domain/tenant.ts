import * as z from 'zod/mini';
import { slug } from './identifier.ts';
import { timeZone } from './time-zone.ts';

const clock = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'not a time of day; write it as 20:00'));

/** How often and when sellers may be written to, over all waves together. */
const outreachSchema = z.strictObject({
  /** Days between two invitations to one seller. */
  quietDays: z.number().check(z.minimum(0), z.maximum(366)),
  /** The most invitations to one seller in any 91 days. */
  perQuarter: z.int().check(z.minimum(1), z.maximum(13)),
  /** Nothing is sent between these times of the seller's own day; null: at any time. */
  quietHours: z.nullable(z.strictObject({ from: clock, to: clock })),
  /** Where a seller's time zone is not known. */
  timeZone,
  /** Days after the invitation on which those who have not answered are reminded. */
  remindAfterDays: z.array(z.number().check(z.positive())).check(z.maxLength(3)),
});

const email = z
  .string()
  .check(z.regex(/^[^\s<>@]+@[A-Za-z0-9.-]+$/, 'not an address; write it as leader@example.com'));

/** A threshold somebody wants to hear of. It is raised when a bound of the 95 % interval at all looks is beyond it, and
 *  cleared when that bound is back by `clearBy`: what hovers about a threshold is told once. */
const alertSchema = z.strictObject({
  name: slug,
  measure: z.enum(['trust', 'change', 'gap']), // change: since the report before; gap: trust less what the record deserves
  recommender: z.nullable(slug), // null: all together
  when: z.enum(['below', 'above']), // below: the upper bound is below `threshold`; above: the lower is above it
  threshold: z.number().check(z.minimum(-1), z.maximum(1)),
  clearBy: z.number().check(z.minimum(0), z.maximum(1)),
});
export type AlertRule = z.infer<typeof alertSchema>;

/** What is published about the sellers of a marketplace, and who hears of it. */
const reportSchema = z.strictObject({
  /** Segments with a page of their own (`size`): the only ones; no reader can make others. */
  segments: z.array(slug).check(z.maxLength(5)),
  /** Who gets the digest of each report by mail. */
  audience: z.array(email).check(z.maxLength(50)),
  alerts: z.array(alertSchema).check(z.maxLength(50)),
});

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
  outreach: outreachSchema,
  /** The segment in which "sellers like you" are alike (`size`); null: all sellers of the marketplace. */
  referenceSegment: z.nullable(slug),
  report: reportSchema,
  /** IAM role or user ARNs that may send this tenant's events; empty where there is one tenant: then any caller IAM lets in. */
  intakePrincipals: z.array(z.string()),
});

export type Tenant = z.infer<typeof tenantSchema>;
export const tenantsSchema = z.array(tenantSchema).check(z.minLength(1));
