import * as z from 'zod/mini';
import { identifier, slug } from '../domain/identifier.ts';

/** Numbers the table can keep without loss: zero, or 1e-12 to 1e15 in size. */
export const amount = z
  .number()
  .check(
    z.refine(
      (value) => value === 0 || (Math.abs(value) >= 1e-12 && Math.abs(value) <= 1e15),
      'outside 1e-12 to 1e15; choose a larger or smaller unit',
    ),
  );

/** Money per unit. */
export const rate = amount.check(
  z.refine((value) => value > 0, 'not above 0; send money per unit as a positive number, or leave it out'),
);

/** Text for people: well-formed, without control characters. */
export const words = (longest: number) =>
  z.string().check(
    z.minLength(1, 'empty; leave the field out where it is not known'),
    z.maxLength(longest, `longer than ${longest} characters; shorten it`),
    z.refine(
      (text) => !/[\p{Cc}\p{Cs}]/u.test(text),
      'holds control characters or broken Unicode; remove them',
    ),
  );

export const seller = { sellerId: identifier };
export const about = { ...seller, recommendationId: identifier };

/** The table's client takes a map with this key for an instance of a class, and throws. */
const entryName = slug.check(
  z.refine((name) => name !== 'constructor', 'a name that cannot be kept; choose another'),
);

export const entries = <Value extends z.ZodMiniType>(value: Value, most: number) =>
  z
    .record(entryName, value)
    .check(z.refine((record) => Object.keys(record).length <= most, `more than ${most} entries; send fewer`));
