import * as z from 'zod/mini';

/** Ids end up in table keys, where `#` divides the parts, and in one-line logs. Letters, digits and . _ : / @ + = - */
const ID = /^[A-Za-z0-9][A-Za-z0-9._:/@+=-]{0,127}$/;
const FIX = 'use 1 to 128 letters, digits or . _ : / @ + = - and begin with a letter or digit';

/** An opaque, stable id from outside: sellerId, recommendationId, eventId, waveId. */
export const identifier = z.string().check(z.regex(ID, `not an id; ${FIX}`));

/** A recommender's or tenant's name: also part of file names and addresses. */
export const slug = z
  .string()
  .check(
    z.regex(
      /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/,
      'not a name; use 1 to 64 letters, digits or . _ - and begin with a letter or digit',
    ),
  );
