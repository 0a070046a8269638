import type { Candidate } from './candidate.ts';
import { intake, type IntakeParts, type Taken } from './intake.ts';
import { problem, type Answer } from './problem.ts';

/** What a batch may be, so that it is taken within the thirty seconds the HTTP API waits. */
export const BATCH_LIMITS = { bytes: 4 * 1024 * 1024, events: 2000 } as const;

/** A posted batch as it arrived. */
export interface Posted {
  readonly contentType: string | undefined;
  readonly body: string;
}

const FIX = 'send a JSON array of CloudEvents; GET /v1/events tells their form';

/** Takes a batch posted by HTTP: 200 with what was accepted and what was refused, one by one; 4xx only where the body as
 *  a whole cannot be read, and then nothing was taken. */
export async function takePosted(
  posted: Posted,
  tenant: string,
  parts: IntakeParts,
): Promise<{ readonly answer: Answer; readonly taken?: Taken }> {
  const read = eventsIn(posted);
  if ('status' in read) return { answer: read };
  const candidates = read.events.map((value, place): Candidate => ({ place, value }));
  const taken = await intake(candidates, tenant, parts);
  const refused = taken.refused.map(({ place, ...why }) => ({ index: place, ...why }));
  return { taken, answer: { status: 200, body: { accepted: taken.accepted, refused } } };
}

function eventsIn({ contentType = '', body }: Posted): { readonly events: readonly unknown[] } | Answer {
  const media = contentType.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!MEDIA.has(media))
    return problem(415, `content type ${media || '(none)'} is not read; send ${[...MEDIA].join(' or ')}`);
  const bytes = Buffer.byteLength(body);
  if (bytes > BATCH_LIMITS.bytes)
    return problem(413, `a body of ${bytes} bytes; send at most ${BATCH_LIMITS.bytes}, or drop a file`);
  if (body.trim() === '') return problem(400, `the body is empty; ${FIX}`);
  const found = parsed(body);
  if (found === undefined) return problem(400, `the body is not JSON; ${FIX}`);
  const events: unknown = media === ONE ? [found.value] : found.value;
  if (!Array.isArray(events)) return problem(400, `the body is not an array; ${FIX}`);
  return events.length <= BATCH_LIMITS.events
    ? { events }
    : problem(413, `${events.length} events; send at most ${BATCH_LIMITS.events} at once, or drop a file`);
}

const ONE = 'application/cloudevents+json';
const MEDIA = new Set(['application/json', 'application/cloudevents-batch+json', ONE]);

function parsed(body: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(body) };
  } catch {
    return undefined;
  }
}
