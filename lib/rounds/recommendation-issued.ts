import * as z from 'zod/mini';
import { slug } from '../domain/identifier.ts';
import { about, amount, rate, words } from './event-fields.ts';
import { instantSchema } from './instant-schema.ts';
import { isCriticalRatio } from './row.ts';

/** Reasons as data: a plausible range instead of a point, what the seller risks if the recommendation is wrong to either
 *  side, and what the marketplace promises not to change until when. */
const why = z
  .strictObject({
    range: z.exactOptional(z.strictObject({ low: amount, high: amount })),
    risk: z.exactOptional(
      z.strictObject({ tooHigh: z.exactOptional(words(300)), tooLow: z.exactOptional(words(300)) }),
    ),
    promise: z.exactOptional(z.strictObject({ text: words(300), until: instantSchema })),
  })
  .check(
    z.refine(({ range }) => range === undefined || range.low <= range.high, {
      path: ['range', 'low'],
      error: 'above range.high; exchange them',
    }),
  );

export const recommendationIssued = z
  .strictObject({
    ...about,
    recommender: slug,
    value: amount,
    unit: words(32),
    lowerBound: z.exactOptional(amount),
    upperBound: z.exactOptional(amount),
    title: z.exactOptional(words(200)),
    reasons: z.exactOptional(
      z.array(words(300)).check(z.maxLength(8, 'more than 8 reasons; send the best ones')),
    ),
    why: z.exactOptional(why),
    expiresAt: instantSchema,
    priorPlan: z.exactOptional(amount),
    priorPlanRepeat: z.exactOptional(amount),
    valueBeforeJitter: z.exactOptional(amount),
    platformForecast: z.exactOptional(amount),
    platformMargin: z.exactOptional(rate),
    underageCost: z.exactOptional(rate),
    overageCost: z.exactOptional(rate),
  })
  .check(
    z.refine(({ value, lowerBound }) => lowerBound === undefined || lowerBound <= value, {
      path: ['lowerBound'],
      error: 'above the recommended value; correct one of them',
    }),
    z.refine(({ value, upperBound }) => upperBound === undefined || upperBound >= value, {
      path: ['upperBound'],
      error: 'below the recommended value; correct one of them',
    }),
    z.refine(({ priorPlan, priorPlanRepeat }) => priorPlanRepeat === undefined || priorPlan !== undefined, {
      path: ['priorPlanRepeat'],
      error: 'sent without priorPlan; send both, or the only one as priorPlan',
    }),
    z.refine(({ underageCost, overageCost }) => overageCost === undefined || underageCost !== undefined, {
      path: ['underageCost'],
      error: 'missing beside overageCost; send both or neither',
    }),
    z.refine(({ underageCost, overageCost }) => underageCost === undefined || overageCost !== undefined, {
      path: ['overageCost'],
      error: 'missing beside underageCost; send both or neither',
    }),
    z.refine(
      ({ underageCost, overageCost }) =>
        underageCost === undefined || overageCost === undefined || isCriticalRatio(underageCost, overageCost),
      {
        path: ['underageCost'],
        error: 'beside overageCost it makes a critical ratio of 0 or 1; check both',
      },
    ),
  );
