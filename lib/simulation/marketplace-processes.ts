import { addDays, type Instant } from '../domain/instant.ts';
import { assignmentOf } from '../processes/assignment.ts';
import type { ProcessEntry } from '../rounds/process.ts';
import type { SimulatedEvent } from './marketplace-events.ts';
import type { MarketplaceSettings } from './marketplace-settings.ts';

/** A practice of the simulated marketplace, and what it adds to the trust of sellers in its second arm. */
interface Planted {
  readonly entry: ProcessEntry;
  readonly effect: number;
}

/** Two experiments by seller since the middle of the time there is: one that works, one that does nothing. */
export function plantedProcesses({
  now,
  weeks,
}: Pick<MarketplaceSettings, 'now' | 'weeks'>): readonly Planted[] {
  const startAt = addDays(now, -7 * Math.max(1, Math.ceil(weeks / 2)));
  const experiment: NonNullable<ProcessEntry['experiment']> = {
    unit: 'seller',
    arms: [
      { arm: 'control', share: 0.5 },
      { arm: 'offered', share: 0.5 },
    ],
  };
  const about = { design: 'experiment', startAt, costUnit: 'seller', experiment } as const;
  return [
    {
      effect: 0.1,
      entry: {
        ...about,
        process: 'return-guarantee',
        kind: 'protection',
        name: 'Return guarantee',
        costPerUnit: 3,
        hypothesis: 'Sellers follow further when stock they were advised to buy can be returned.',
        notes: { en: 'You told us that unsold stock is your risk: half of the shops may now return it.' },
      },
    },
    {
      effect: 0,
      entry: {
        ...about,
        process: 'accuracy-badge',
        kind: 'reputation',
        name: 'Accuracy badge',
        costPerUnit: 0.5,
        hypothesis: 'Sellers follow further when they are shown how good recommendations were for others.',
      },
    },
  ];
}

/** What the processes of a seller add to her trust at an instant. */
export function liftOf(planted: readonly Planted[], sellerId: string, at: Instant): number {
  return planted
    .filter(({ entry }) => entry.startAt <= at && isOffered(entry, sellerId))
    .reduce((sum, { effect }) => sum + effect, 0);
}

const isOffered = (entry: ProcessEntry, sellerId: string): boolean =>
  assignmentOf(entry, { sellerId, recommender: '', recommendationId: '', segments: {} }) === 'offered';

/** The registry's entries as events. */
export function processEvents(planted: readonly Planted[]): SimulatedEvent[] {
  return planted.map(({ entry }) => event('process.changed', entry.process, entry.startAt, entry));
}

/** A seller's exposures: from the start on, or not. */
export function exposureEvents(planted: readonly Planted[], sellerId: string): SimulatedEvent[] {
  return planted.map(({ entry }) => {
    const dose = isOffered(entry, sellerId) ? 1 : 0;
    const arm = dose === 1 ? 'offered' : 'control';
    const data = { sellerId, process: entry.process, dose, arm };
    return event('seller.exposed', `${entry.process}-${sellerId}`, entry.startAt, data);
  });
}

function event(type: string, id: string, time: Instant, data: SimulatedEvent['data']): SimulatedEvent {
  return { specversion: '1.0', id, source: '/simulated-marketplace/processes', type, time, data };
}
