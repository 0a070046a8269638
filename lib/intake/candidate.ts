import * as z from 'zod/mini';
import { milliseconds, type Instant } from '../domain/instant.ts';
import { eventSchema, type UpstreamEvent } from '../rounds/event.ts';
import { faultOf, shown, type Fault, type Refusal } from './refusal.ts';

/** Something that came in and may be an event; or, where not even that could be made out, why. */
export type Candidate =
  | { readonly place: number; readonly value: unknown; readonly nameField?: (field: string) => string }
  | { readonly place: number; readonly fault: Fault };

/** A sender's clock may be ahead of ours by this much, milliseconds; an event from later than that would outrank every
 *  true report to come. */
const AHEAD = 5 * 60 * 1000;

/** Reads one event: this is the gate for everything upstream sends. */
export function readEvent(candidate: Candidate, now: Instant): UpstreamEvent | Refusal {
  const { place } = candidate;
  if ('fault' in candidate) return { place, id: null, ...candidate.fault };
  const { value, nameField = (field) => field } = candidate;
  const refuse = ({ field, ...rest }: Fault): Refusal => ({
    place,
    id: idOf(value),
    field: nameField(field),
    ...rest,
  });
  const read = z.safeParse(eventSchema, value);
  if (!read.success) return refuse(faultOf(read.error, value));
  const fault = untimely(read.data, now);
  return fault === undefined ? read.data : refuse(fault);
}

export function isRefusal(read: UpstreamEvent | Refusal): read is Refusal {
  return 'reason' in read;
}

function untimely(event: UpstreamEvent, now: Instant): Fault | undefined {
  if (milliseconds(event.time) > milliseconds(now) + AHEAD) {
    const reason = 'lies in the future; check the clock and the zone of whoever sent it';
    return { field: 'time', value: event.time, reason };
  }
  if (event.type === 'recommendation.issued' && event.data.expiresAt <= event.time) {
    const reason = 'not after the event itself; send when the recommendation stops to hold';
    return { field: 'data.expiresAt', value: event.data.expiresAt, reason };
  }
  return undefined;
}

function idOf(value: unknown): string | null {
  const id = typeof value === 'object' && value !== null && 'id' in value ? value.id : undefined;
  return typeof id === 'string' ? shown(id) : null;
}
