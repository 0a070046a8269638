import { createHash } from 'node:crypto';
import type { Instant } from '../domain/instant.ts';
import type { UpstreamEvent } from './event.ts';
import type { RoundFacts } from './merge.ts';
import type { Fact } from './round.ts';
import type { SellerFact } from './seller.ts';

type SellerDescribed = Extract<UpstreamEvent, { type: 'seller.described' }>;
export type RoundEvent = Extract<
  UpstreamEvent,
  { type: 'recommendation.issued' | 'seller.acted' | 'outcome.observed' | 'outcome.shown' }
>;

export function isRoundEvent(event: UpstreamEvent): event is RoundEvent {
  return ROUND_EVENTS.some((type) => type === event.type);
}
const ROUND_EVENTS = ['recommendation.issued', 'seller.acted', 'outcome.observed', 'outcome.shown'];

/** What an event tells about a round.
 *  @param now when we heard it */
export function toFacts(event: RoundEvent, now: Instant): RoundFacts {
  const fact = factOf(event, now);
  const { sellerId, recommendationId } = event.data;
  const about = { sellerId, recommendationId };
  if (event.type === 'outcome.shown') return { ...about, outcomeShown: fact };
  if (event.type === 'outcome.observed') return { ...about, outcome: { ...told(event.data), ...fact } };
  if (event.type === 'seller.acted') return { ...about, action: { ...told(event.data), ...fact } };
  const { reasons = [], ...issued } = told(event.data);
  return { ...about, recommendation: { ...issued, reasons, ...fact } };
}

/** What an event tells about a seller. */
export function toSeller(event: SellerDescribed, now: Instant): { sellerId: string; seller: SellerFact } {
  const { sellerId, segments = {}, covariates = {}, ...described } = event.data;
  return { sellerId, seller: { ...described, segments, covariates, ...factOf(event, now) } };
}

/** What is said beside the ids. */
function told<T extends { sellerId: string; recommendationId: string }>({
  sellerId: _sellerId,
  recommendationId: _recommendationId,
  ...rest
}: T) {
  return rest;
}

/** Two different events may carry one source, id and time by mistake; with a digest of what they say, one of them is
 *  the later all the same, whichever came first. */
export function factOf({ source, id, time, data }: UpstreamEvent, now: Instant): Fact {
  const digest = createHash('sha256').update(canonical(data)).digest('hex').slice(0, 12);
  return { at: time, id: `${source}/${id}/${digest}`, ingestedAt: now };
}

function canonical(data: object): string {
  return JSON.stringify(data, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
