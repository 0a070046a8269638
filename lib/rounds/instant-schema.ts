import * as z from 'zod/mini';
import { parseInstant, type Instant } from '../domain/instant.ts';

/** RFC 3339 text in, an instant out. */
export const instantSchema = z.pipe(
  z.string(),
  z.transform((text: string, context): Instant => {
    const instant = parseInstant(text);
    if (instant !== undefined) return instant;
    context.issues.push({
      code: 'custom',
      input: text,
      message: 'not an RFC 3339 instant with a zone; write it as 2026-11-22T09:00:00Z',
    });
    return z.NEVER;
  }),
);
