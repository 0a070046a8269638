import * as z from 'zod/mini';
import { instantSchema } from './instant-schema.ts';
import { about, amount, entries, seller, words } from './event-fields.ts';
import { processChanged, sellerExposed } from './process-event.ts';
import { recommendationIssued } from './recommendation-issued.ts';
import { RESPONSES } from './row.ts';

/** The events that upstream systems send: CloudEvents 1.0 whose `data` is one of those below. Unknown attributes of
 *  the envelope are CloudEvents extensions and ignored; an unknown field of `data` is refused, since it is a typing error
 *  that would lose a value. */

const sellerDescribed = z.strictObject({
  ...seller,
  displayName: z.exactOptional(words(120)),
  email: z.exactOptional(
    z
      .string()
      .check(
        z.maxLength(254, 'longer than 254 characters; check it'),
        z.regex(/^[^\s@<>(),;:"[\]\\]+@[A-Za-z0-9.-]+$/, 'not an address; write it as shop@example.com'),
      ),
  ),
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
/** What became of a mail: `permanent` false for a box that was only full. */
const mailBounced = z.strictObject({ ...seller, permanent: z.boolean() });
const mailComplained = z.strictObject(seller);
const sellerErased = z.strictObject(seller);

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
  event('process.changed', processChanged),
  event('seller.exposed', sellerExposed),
  event('mail.bounced', mailBounced),
  event('mail.complained', mailComplained),
  event('seller.erased', sellerErased),
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
  'process.changed',
  'seller.exposed',
  'mail.bounced',
  'mail.complained',
  'seller.erased',
] as const satisfies readonly UpstreamEvent['type'][];
