import type { UpstreamEvent } from '../../lib/rounds/event.ts';
import { readEvent, isRefusal } from '../../lib/intake/candidate.ts';
import { toInstant } from '../../lib/domain/instant.ts';
import type { World } from './world.ts';

/** Whether what an event tells, or something later, stands in the table now, read past all faults. An erased seller has
 *  nothing there, and that is right. */
export function durable(world: World, index: number): Promise<boolean> {
  return world.checking(async () => {
    const event = readEvent({ place: 0, value: world.told[index]?.event }, toInstant(world.clock.now()));
    if (isRefusal(event)) return false;
    if (!('sellerId' in event.data)) return true; // a process: the end tells
    const { tenant, plain } = world;
    if (await plain.ledger.has(tenant.id, 'erased', event.data.sellerId)) return true;
    return stands(world, event);
  });
}

const FACTS = {
  'recommendation.issued': 'recommendation',
  'seller.acted': 'action',
  'outcome.observed': 'outcome',
  'outcome.shown': 'outcomeShown',
} as const;

async function stands({ tenant, plain }: World, { type, time, data }: UpstreamEvent): Promise<boolean> {
  if (!('sellerId' in data)) return true;
  if (type === 'seller.described') {
    const { seller } = await plain.facts.readSeller(tenant.id, data.sellerId);
    return seller !== undefined && seller.at >= time;
  }
  if (!(type in FACTS) || !('recommendationId' in data) || data.recommendationId === undefined) return true;
  const fact = FACTS[type as keyof typeof FACTS];
  const stored = (await plain.facts.readRound(tenant.id, data.sellerId, data.recommendationId))?.[fact];
  return stored !== undefined && stored.at >= time;
}
