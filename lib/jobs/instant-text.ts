import * as z from 'zod/mini';
import { parseInstant } from '../domain/instant.ts';

/** An instant as a schedule or a person writes it (RFC 3339), normalised: EventBridge leaves the milliseconds out. */
export const instantText = z.pipe(
  z.string(),
  z.transform((text, context) => {
    const instant = parseInstant(text);
    if (instant !== undefined) return instant;
    context.issues.push({ code: 'custom', input: text, message: 'not an instant; use 2026-11-23T02:00:00Z' });
    return z.NEVER;
  }),
);
