import * as z from 'zod/mini';
import { slug } from '../domain/identifier.ts';
import { about, amount, entries, seller, words } from './event-fields.ts';
import { instantSchema } from './instant-schema.ts';

/** What a process is, by what it is meant to do; `other` for any of the marketplace's own. */
export const PROCESS_KINDS = [
  'reasons',
  'protection', // return guarantee, pay when sold
  'stability', // policy held stable
  'channel', // somebody to ask, open to contest
  'feedback', // on how recommendations turned out
  'reputation',
  'other',
] as const;

const share = z.number().check(z.minimum(0), z.maximum(1));

/** How an experiment assigns: by a hash of process and unit, so that anyone can tell again who got what. */
const experiment = z
  .strictObject({
    unit: z.enum(['seller', 'seller-recommender', 'round']),
    /** The first arm is the control: nothing is shown or done in it. */
    arms: z
      .array(z.strictObject({ arm: slug, share }))
      .check(z.minLength(2, 'fewer than two arms; add the control'), z.maxLength(8, 'more than 8 arms')),
    holdOut: z.exactOptional(share), // of units that stay out of the experiment, in control
    stratifyBy: z.exactOptional(slug), // a segment
  })
  .check(
    z.refine(({ arms }) => Math.abs(arms.reduce((sum, arm) => sum + arm.share, 0) - 1) < 1e-9, {
      path: ['arms'],
      error: 'shares that do not add up to 1; correct them',
    }),
    z.refine(({ arms }) => new Set(arms.map(({ arm }) => arm)).size === arms.length, {
      path: ['arms'],
      error: 'two arms of one name; rename one',
    }),
  );

/** The registry's entry for a practice that may change trust; a later one replaces it whole. */
export const processChanged = z
  .strictObject({
    process: slug,
    kind: z.enum(PROCESS_KINDS),
    name: z.exactOptional(words(120)),
    design: z.enum(['experiment', 'rollout', 'observational']),
    startAt: instantSchema,
    endAt: z.exactOptional(instantSchema),
    scope: z.exactOptional(
      z.strictObject({
        recommenders: z.exactOptional(z.array(slug).check(z.maxLength(50))),
        segments: z.exactOptional(entries(words(80), 10)),
      }),
    ),
    costPerUnit: z.exactOptional(amount.check(z.refine((cost) => cost >= 0, 'below 0; correct it'))),
    costUnit: z.exactOptional(z.enum(['seller', 'round'])),
    hypothesis: z.exactOptional(words(500)),
    /** How it is known who met it: `logged` (the default), `seller.exposed` says so, and of whom it does not, has not;
     *  `everybody`: all in its scope, from startAt to endAt. */
    exposure: z.exactOptional(z.enum(['logged', 'everybody'])),
    experiment: z.exactOptional(experiment),
    /** What sellers are told about it, by language: "you said, we did". */
    notes: z.exactOptional(entries(words(400), 30)),
  })
  .check(
    z.refine(({ startAt, endAt }) => endAt === undefined || startAt < endAt, {
      path: ['endAt'],
      error: 'not after startAt; correct one of them',
    }),
    z.refine(({ design, experiment: assigned }) => design !== 'experiment' || assigned !== undefined, {
      path: ['experiment'],
      error: 'missing; an experiment must say how it assigns',
    }),
    z.refine(({ design, exposure }) => design !== 'experiment' || exposure !== 'everybody', {
      path: ['exposure'],
      error: 'everybody meets it, but not in an experiment; log exposures, and leave the field out',
    }),
  );

/** A seller met a process: in one round, or, without recommendationId, from the event's time on. */
export const sellerExposed = z.strictObject({
  ...seller,
  recommendationId: z.exactOptional(about.recommendationId),
  process: slug,
  dose: z.exactOptional(amount), // 1 if absent, 0: exposure ended
  arm: z.exactOptional(slug), // of an experiment
});
