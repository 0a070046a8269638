import { toInstant } from '../../lib/domain/instant.ts';
import { shardOf } from '../../lib/store/key.ts';
import type { SentEvent } from '../../lib/rounds/event.ts';
import { chance, type Chance } from './chance.ts';
import { poisonAt } from './poison.ts';

/** What a marketplace sends in the course of a history, in the order in which it happens. */
export interface Told {
  readonly at: number; // milliseconds since 1970
  readonly event: unknown;
  readonly poison: boolean; // must be refused
}

export interface Scale {
  readonly sellers: number;
  readonly rounds: number; // a seller
  readonly days: number;
  readonly erased?: number; // share of the sellers, .1 if absent
  readonly start?: number; // milliseconds since 1970
  readonly corrections?: number; // further reports of each fact within the hour, at most; none if absent
  readonly eventsAStep?: number; // 30 if absent
}

export const START = Date.parse('2026-03-02T08:00:00Z');
export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
/** Sellers live in few shards, so that a wave reads few. */
export const SHARDS_LIVED_IN = 16;

/** Ids of sellers who live in the first shards. */
export function sellersOf(count: number): string[] {
  const found: string[] = [];
  for (let n = 1; found.length < count; n += 1)
    if (shardOf(`seller-${n}`) < SHARDS_LIVED_IN) found.push(`seller-${n}`);
  return found;
}

/** Everything that is told: rounds with corrections and contradictions, sellers who move, processes, bounces, complaints,
 *  erasures, and what is not an event at all. */
export function marketplace(
  seed: number,
  { sellers, rounds, days, erased = 0.1, start = START, corrections = 0 }: Scale,
): readonly Told[] {
  const told: Told[] = [];
  let ids = 0;
  const tell = (by: Chance, at: number, type: SentEvent['type'], data: object) => {
    const time = toInstant(Math.floor(at));
    // now and then two events share id and time
    const id = by.happens(0.02) ? 'again' : `e${(ids += 1)}`;
    told.push({ at, poison: false, event: { specversion: '1.0', id, source: 'market', type, time, data } });
  };
  const span = days * DAY;
  const registry = chance(seed, 'processes');
  for (let version = 0; version < 3; version += 1)
    for (const process of ['reasons', 'guarantee'])
      tell(
        registry,
        start + version * registry.uniform() * span,
        'process.changed',
        entryOf(process, version, start),
      );
  for (const sellerId of sellersOf(sellers)) {
    const by = chance(seed, sellerId);
    const some = () => start + by.uniform() * span;
    tell(by, start, 'seller.described', describe(sellerId, by));
    if (by.happens(0.5)) tell(by, some(), 'seller.described', describe(sellerId, by));
    for (let round = 1; round <= rounds; round += 1)
      tellRound(
        repeating((at, type, data) => tell(by, at, type, data), by, corrections),
        by,
        some(),
        {
          sellerId,
          round,
        },
      );
    if (by.happens(0.2)) tell(by, some(), 'seller.exposed', { sellerId, process: 'guarantee' });
    if (by.happens(0.06)) tell(by, some(), 'mail.bounced', { sellerId, permanent: by.happens(0.5) });
    if (by.happens(0.04)) tell(by, some(), 'mail.complained', { sellerId });
    if (by.happens(erased)) tell(by, some(), 'seller.erased', { sellerId });
  }
  const bad = chance(seed, 'poison');
  for (let n = 0; n < Math.ceil(told.length / 60); n += 1) {
    const at = start + bad.uniform() * span;
    told.push({ at, poison: true, event: poisonAt(at, n, bad) });
  }
  return told.sort((a, b) => a.at - b.at);
}

type Tell = (at: number, type: SentEvent['type'], data: object) => void;

const FEW = 24; // exposures are kept one by one

/** Systems that report a number several times within an hour, each time another. */
function repeating(tell: Tell, by: Chance, corrections: number): Tell {
  if (corrections === 0) return tell;
  return (at, type, data) => {
    tell(at, type, data);
    const most = 'chosen' in data || 'value' in data ? corrections : Math.min(corrections, FEW);
    for (let n = by.below(most + 1); n > 0; n -= 1) tell(at + by.uniform() * HOUR, type, corrected(data, by));
  };
}

function corrected(data: object, by: Chance): object {
  const number = 1 + by.below(400);
  if ('chosen' in data) return { ...data, chosen: number };
  return 'value' in data ? { ...data, value: number } : data;
}

function tellRound(
  tell: Tell,
  by: Chance,
  at: number,
  { sellerId, round }: { sellerId: string; round: number },
): void {
  const about = { sellerId, recommendationId: `r${round}` };
  const value = 20 + by.below(400);
  const issued = () => ({
    ...about,
    recommender: by.pick(['replenishment', 'pricing']),
    value,
    unit: 'units',
    lowerBound: 0,
    upperBound: 500,
    title: 'Blue kettle, 1.7 l',
    expiresAt: toInstant(Math.floor(at + (3 + by.below(12)) * DAY)),
    ...(by.happens(0.3) && { priorPlan: by.below(400) + 1 }),
  });
  tell(at, 'recommendation.issued', issued());
  if (by.happens(0.1)) tell(at + by.below(2) * HOUR, 'recommendation.issued', issued());
  const later = () => at + by.uniform() * 14 * DAY;
  for (const report of [0.5, 0.1])
    if (by.happens(report))
      tell(later(), 'seller.acted', { ...about, response: 'adjust', chosen: 1 + by.below(400) });
  for (const report of [0.6, 0.15])
    if (by.happens(report)) tell(later(), 'outcome.observed', { ...about, value: by.below(400) + 0.5 });
  if (by.happens(0.3)) tell(later(), 'outcome.shown', about);
  if (by.happens(0.1)) tell(later(), 'seller.exposed', { ...about, process: 'guarantee', dose: by.below(2) });
}

function describe(sellerId: string, by: Chance) {
  return {
    sellerId,
    displayName: `Shop ${by.below(1000)}`,
    ...(by.happens(0.9) && { email: `${sellerId}@example.com` }),
    locale: by.pick(['en-US', 'de-AT', 'ja-JP']),
    ...(by.happens(0.7) && { timeZone: by.pick(['Europe/Vienna', 'America/New_York', 'Asia/Tokyo']) }),
    segments: { size: by.pick(['small', 'large']) },
  };
}

function entryOf(process: string, version: number, start: number) {
  const entry = { process, name: `${process} ${version}`, startAt: toInstant(start) };
  return process === 'guarantee'
    ? { ...entry, kind: 'protection', design: 'observational' }
    : {
        ...entry,
        kind: 'reasons',
        design: 'experiment',
        experiment: {
          unit: 'seller',
          arms: [
            { arm: 'without', share: 0.5 },
            { arm: 'with', share: 0.5 },
          ],
        },
      };
}
