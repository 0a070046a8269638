import * as z from 'zod/mini';
import { instantSchema } from '../rounds/instant-schema.ts';
import { RESPONSES } from '../rounds/row.ts';

/** Rows as they are stored: every read goes through these. `v` is raised when a row's shape changes. */
export const ROW_VERSION = 1;

const version = z.literal(ROW_VERSION);
const fact = { at: instantSchema, id: z.string(), ingestedAt: instantSchema };
const number = z.exactOptional(z.number());

const recommendation = z.object({
  ...fact,
  recommender: z.string(),
  value: z.number(),
  unit: z.string(),
  lowerBound: number,
  upperBound: number,
  title: z.exactOptional(z.string()),
  reasons: z.array(z.string()),
  why: z.exactOptional(
    z.object({
      range: z.exactOptional(z.object({ low: z.number(), high: z.number() })),
      risk: z.exactOptional(
        z.object({ tooHigh: z.exactOptional(z.string()), tooLow: z.exactOptional(z.string()) }),
      ),
      promise: z.exactOptional(z.object({ text: z.string(), until: instantSchema })),
    }),
  ),
  expiresAt: instantSchema,
  priorPlan: number,
  priorPlanRepeat: number,
  valueBeforeJitter: number,
  platformForecast: number,
  platformMargin: number,
  underageCost: number,
  overageCost: number,
});
const action = z.object({ ...fact, response: z.enum(RESPONSES), chosen: number });
const outcome = z.object({
  ...fact,
  value: z.number(),
  result: number,
  censored: z.exactOptional(z.boolean()),
  fidelity: number,
});
const asked = {
  wording: z.exactOptional(z.object({ language: z.string(), items: z.array(z.string()) })),
  suspect: z.exactOptional(z.array(z.string())),
};
const priorPlan = z.object({ ...fact, ...asked, value: z.number(), revealedAt: instantSchema });
const reply = z.object({
  ...fact,
  ...asked,
  revision: z.int(),
  submissionId: z.string(),
  decision: z.enum(['accept', 'keep', 'adjust']),
  chosen: z.number(),
  trustRating: z.nullable(z.number()),
  mainReason: z.nullable(z.string()),
});
const invitation = z.object({
  waveId: z.string(),
  linkHash: z.string(),
  issueNo: z.int(),
  arm: z.enum(['elicit', 'show']),
  invitedAt: instantSchema,
  closesAt: instantSchema,
  sentAt: z.exactOptional(instantSchema),
  deliveredAt: z.exactOptional(instantSchema),
  assigned: z.exactOptional(z.record(z.string(), z.string())),
  withheld: z.exactOptional(z.array(z.string())),
});

export const roundRowSchema = z.object({
  v: version,
  recommendation: z.exactOptional(recommendation),
  action: z.exactOptional(action),
  outcome: z.exactOptional(outcome),
  outcomeShown: z.exactOptional(z.object(fact)),
  priorPlan: z.exactOptional(priorPlan),
  /** By submission id: a second arrival of a submission finds itself there. */
  replies: z.exactOptional(z.record(z.string(), reply)),
  invitation: z.exactOptional(invitation),
  ttl: z.exactOptional(z.number()),
});

export const sellerRowSchema = z.object({
  v: version,
  seller: z.exactOptional(
    // an exposure may be heard of before the seller is described
    z.object({
      ...fact,
      displayName: z.exactOptional(z.string()),
      email: z.exactOptional(z.string()),
      locale: z.exactOptional(z.string()),
      timeZone: z.exactOptional(z.string()),
      segments: z.record(z.string(), z.string()),
      covariates: z.record(z.string(), z.number()),
    }),
  ),
});

/** Whom we may write to and when we did. */
export const contactRowSchema = z.object({
  v: version,
  /** Of the invitation that was written last: whoever writes the next one knew it. */
  lastWaveId: z.exactOptional(z.string()),
  lastInvitedAt: z.exactOptional(instantSchema),
  /** The newest first, at most thirteen. */
  invitations: z.exactOptional(z.array(z.object({ waveId: z.string(), at: instantSchema }))),
  optedOutAt: z.exactOptional(instantSchema),
  bouncedAt: z.exactOptional(instantSchema), // a mail to her came back for good
  complainedAt: z.exactOptional(instantSchema), // she called a mail unwanted
  openMessages: z.exactOptional(z.int()), // of hers, without an answer yet
});
export type Contact = Omit<z.infer<typeof contactRowSchema>, 'v'>;

/** A quarterly questionnaire and its answers so far, by item and version. */
export const quarterlyRowSchema = z.object({
  v: version,
  linkHash: z.string(),
  issueNo: z.int(),
  invitedAt: instantSchema,
  closesAt: instantSchema,
  sentAt: z.exactOptional(instantSchema),
  deliveredAt: z.exactOptional(instantSchema),
  answers: z.record(
    z.string(),
    z.object({
      ...asked,
      at: instantSchema,
      rating: z.nullable(z.number()),
      leftOut: z.exactOptional(z.literal(true)),
    }),
  ),
});

/** What a seller wrote, and what was answered. */
export const messageRowSchema = z.object({
  v: version,
  recommendationId: z.string(),
  at: instantSchema,
  text: z.string(),
  language: z.string(),
  suspect: z.exactOptional(z.array(z.string())),
  answer: z.exactOptional(z.object({ at: instantSchema, text: z.string() })),
});

/** What a link leads to; the token itself is never stored. */
export const linkRowSchema = z.object({
  v: version,
  tenant: z.string(),
  sellerId: z.string(),
  recommendationId: z.exactOptional(z.string()),
  waveId: z.exactOptional(z.string()), // of a quarterly questionnaire, where there is no recommendation
  keyId: z.int(),
  issueNo: z.int(),
  expiresAt: instantSchema,
  status: z.enum(['open', 'revoked']),
});
export type Link = Omit<z.infer<typeof linkRowSchema>, 'v'>;
