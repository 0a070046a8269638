import { ASSUMED } from './assumed.ts';
import type { Good } from './prices.ts';
import type { PricedStage } from './stage.ts';
import type { Unit } from './units.ts';

/** What a bill grows with. */
export const DRIVERS = {
  standing: 'being there: the outbox looked into every minute, queues polled, the secret',
  watching: 'being watched: alarms, the dashboard, metrics',
  events: 'events in: recommendations, actions, outcomes',
  waves: 'waves: sellers looked at and invited',
  sending: 'sending invitations and reminders, and word of answers',
  pages: 'pages that sellers open, plans and answers',
  analyses: 'full analyses',
  nights: 'nights between them',
  keeping: 'keeping: rows, their recovery, files',
} as const;
export type Driver = keyof typeof DRIVERS;

/** Some of what a month uses. */
export interface Use {
  readonly driver: Driver;
  readonly good: Good;
  readonly quantity: number;
  /** Used without a single seller, too. */
  readonly fixed: boolean;
}

/** Quantities of goods, those of zero left out. */
export function uses(driver: Driver, fixed: boolean, goods: Readonly<Partial<Record<Good, number>>>): Use[] {
  const named = Object.entries(goods) as [Good, number][];
  return named.flatMap(([good, quantity]) => (quantity > 0 ? [{ driver, good, quantity, fixed }] : []));
}

const FULL = 1769; // MB that buy one processor

/** Seconds that a function takes for some work: its processor is a share of one below 1,769 MB, and never more than one
 *  above, since jobs are single-threaded; then it waits for its tables.
 *  @param ms of one processor */
export function secondsOf(memory: number, ms: number, waits: number): number {
  return ms / 1000 / Math.min(1, memory / FULL) + (waits * ASSUMED.tableWait) / 1000;
}

/** What `count` calls of a function use, each doing `work` pieces of a unit.
 *  @param atOnce requests to the tables under way at once */
export function called(
  { memory }: Pick<PricedStage, 'memory'>,
  name: string,
  count: number,
  { work = 1, unit, atOnce = 1 }: { work?: number; unit: Unit; atOnce?: number },
): Partial<Record<Good, number>> {
  const megabytes = memory[name];
  if (megabytes === undefined) throw new RangeError(`called requires a function of the stage, found ${name}`);
  const ms = unit.ms * work + ASSUMED.coldShare * ASSUMED.coldMs;
  const seconds = secondsOf(megabytes, ms, (unit.requests * work) / atOnce);
  return {
    calls: count,
    computing: count * (megabytes / 1024) * seconds,
    logged: (count * ASSUMED.loggedCall) / 1e9,
    reads: count * work * unit.reads,
    writes: count * work * unit.writes,
    traffic: (count * work * unit.bytes) / 1e9,
  };
}
