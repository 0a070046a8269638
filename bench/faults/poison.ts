import { toInstant } from '../../lib/domain/instant.ts';
import type { Chance } from './chance.ts';

/** Something that looks like an event and is none: the intake must refuse it, with a reason, and take its neighbours. */
export function poisonAt(at: number, n: number, by: Chance): unknown {
  const time = toInstant(Math.floor(at));
  const data = { sellerId: 'seller-1', recommendationId: 'r1' };
  const event = { specversion: '1.0', id: `p${n}`, source: 'market', type: 'outcome.observed', time, data };
  return by.pick<unknown>([
    null,
    'not an event',
    [],
    { ...event, type: 'seller.vanished' },
    { ...event, data: { ...data, value: 'many' } },
    { ...event, data: { ...data, value: 1e300 } },
    { ...event, data: { ...data, value: 1, extra: true } },
    { ...event, data: { ...data, sellerId: 'seller#1', value: 1 } },
    { ...event, data: { value: 1 } },
    { ...event, id: 'ü', data: { ...data, value: 1 } },
    { ...event, time: '2026-02-31T00:00:00Z', data: { ...data, value: 1 } },
    { ...event, time: '2099-01-01T00:00:00Z', data: { ...data, value: 1 } },
    { ...event, type: 'seller.described', data: { sellerId: 'seller-1', segments: { constructor: 'x' } } },
    { ...event, type: 'seller.described', data: { sellerId: 'seller-1', displayName: 'x'.repeat(5000) } },
  ]);
}
