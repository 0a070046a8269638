import type { Instant } from '../domain/instant.ts';
import type { UpstreamEvent } from './event.ts';
import type { Fact } from './round.ts';
import { factOf } from './to-facts.ts';

/** A seller met a process, or stopped meeting it. */
export interface Exposure extends Fact {
  readonly process: string;
  readonly dose: number; // 1 unless said otherwise; 0: not, or no longer
  readonly arm?: string; // of an experiment
}

/** An exposure and whose it is: of one round, or, without recommendationId, of the seller from then on. */
export interface ToldExposure {
  readonly sellerId: string;
  readonly recommendationId?: string;
  readonly exposure: Exposure;
}

type SellerExposed = Extract<UpstreamEvent, { type: 'seller.exposed' }>;

/** What an event tells about an exposure.
 *  @param now when we heard it */
export function toExposure(event: SellerExposed, now: Instant): ToldExposure {
  const { sellerId, recommendationId, process, dose = 1, arm } = event.data;
  const exposure = { process, dose, ...(arm !== undefined && { arm }), ...factOf(event, now) };
  return { sellerId, ...(recommendationId !== undefined && { recommendationId }), exposure };
}
