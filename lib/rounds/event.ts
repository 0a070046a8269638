import * as z from 'zod/mini';
import { identifier, slug } from '../domain/identifier.ts';
import { instantSchema } from './instant-schema.ts';
import { isCriticalRatio, RESPONSES } from './row.ts';

/** The events that upstream systems send: CloudEvents 1.0 whose `data` is one of the five below. Unknown attributes of
 *  the envelope are CloudEvents extensions and ignored; an unknown field of `data` is refused, since it is a typing error
 *  that would lose a value. */

/** Numbers the table can keep without loss: zero, or 1e-12 to 1e15 in size. */
const amount = z
  .number()
  .check(
    z.refine(
      (value) => value === 0 || (Math.abs(value) >= 1e-12 && Math.abs(value) <= 1e15),
      'outside 1e-12 to 1e15; choose a larger or smaller unit',
    ),
  );

/** Money per unit. */
const rate = amount.check(
  z.refine((value) => value > 0, 'not above 0; send money per unit as a positive number, or leave it out'),
);

/** Text for people: well-formed, without control characters. */
const words = (longest: number) =>
  z.string().check(
    z.minLength(1, 'empty; leave the field out where it is not known'),
    z.maxLength(longest, `longer than ${longest} characters; shorten it`),
    z.refine(
      (text) => !/[\p{Cc}\p{Cs}]/u.test(text),
      'holds control characters or broken Unicode; remove them',
    ),
  );

const seller = { sellerId: identifier };
const about = { ...seller, recommendationId: identifier };

/** The table's client takes a map with this key for an instance of a class, and throws. */
const entryName = slug.check(
  z.refine((name) => name !== 'constructor', 'a name that cannot be kept; choose another'),
);

const entries = <Value extends z.ZodMiniType>(value: Value, most: number) =>
  z
    .record(entryName, value)
    .check(z.refine((record) => Object.keys(record).length <= most, `more than ${most} entries; send fewer`));

const sellerDescribed = z.strictObject({
  ...seller,
  displayName: z.exactOptional(words(120)),
  locale: z.exactOptional(
    z.string().check(z.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'not a BCP 47 tag; write it as de-AT')),
  ),
  timeZone: z.exactOptional(
    z
      .string()
      .check(z.regex(/^[A-Za-z][A-Za-z0-9_+/-]{1,63}$/, 'not an IANA zone; write it as Europe/Vienna')),
  ),
  segments: z.exactOptional(entries(words(80), 30)),
  covariates: z.exactOptional(entries(amount, 60)),
});

const recommendationIssued = z
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

const sellerActed = z
  .strictObject({ ...about, response: z.enum(RESPONSES), chosen: z.exactOptional(amount) })
  .check(
    z.refine(
      ({ response, chosen }) => chosen !== undefined || response === 'none' || response === 'dismiss',
      {
        path: ['chosen'],
        error: 'missing; send the value the seller chose (only none and dismiss go without)',
      },
    ),
  );

const outcomeObserved = z.strictObject({
  ...about,
  value: amount,
  result: z.exactOptional(amount),
  censored: z.exactOptional(z.boolean()),
  fidelity: z.exactOptional(
    amount.check(z.refine((r) => Math.abs(r) <= 1, 'not from -1 to 1; correct it, or leave it out')),
  ),
});
const outcomeShown = z.strictObject(about);

/** Sources and ids of events end up in conditions of the table: printable ASCII, so that they compare alike everywhere. */
const printable = z
  .string()
  .check(
    z.regex(/^[\x21-\x7e]{1,128}$/, 'not 1 to 128 printable ASCII characters without blanks; use such an id'),
  );

function event<Type extends string, Data extends z.ZodMiniType>(type: Type, data: Data) {
  return z.object({
    specversion: z.literal('1.0'),
    id: printable,
    source: printable,
    type: z.literal(type),
    time: instantSchema, // when it happened
    data,
  });
}

export const eventSchema = z.discriminatedUnion('type', [
  event('seller.described', sellerDescribed),
  event('recommendation.issued', recommendationIssued),
  event('seller.acted', sellerActed),
  event('outcome.observed', outcomeObserved),
  event('outcome.shown', outcomeShown),
]);

/** The fields an event type may have in `data`; none for a type that is none. */
export function fieldsOf(type: string | undefined): string[] {
  const known = eventSchema.def.options.find(({ shape }) => shape.type.def.values[0] === type);
  return known === undefined ? [] : Object.keys(known.shape.data.shape);
}

/** An event as it was read: every instant normalised. */
export type UpstreamEvent = z.infer<typeof eventSchema>;
/** An event as it is sent. */
export type SentEvent = z.input<typeof eventSchema>;

export const EVENT_TYPES = [
  'seller.described',
  'recommendation.issued',
  'seller.acted',
  'outcome.observed',
  'outcome.shown',
] as const satisfies readonly UpstreamEvent['type'][];
