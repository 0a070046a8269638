import * as z from 'zod/mini';
import { describe, expect, it } from 'vitest';
import { toInstant } from '../../lib/domain/instant.ts';
import { EVENT_TYPES, eventSchema, fieldsOf, type SentEvent } from '../../lib/rounds/event.ts';
import { isRoundEvent, toFacts, toSeller } from '../../lib/rounds/to-facts.ts';

const now = toInstant(Date.UTC(2026, 0, 6));
const about = { sellerId: 's1', recommendationId: 'r1' };
const sent = <T extends SentEvent['type']>(type: T, data: unknown, changes: object = {}) => ({
  specversion: '1.0',
  id: 'e1',
  source: 'shop',
  type,
  time: '2026-01-05T09:00:00+01:00',
  data,
  ...changes,
});
const issued = (changes: object = {}) =>
  sent('recommendation.issued', {
    ...about,
    recommender: 'pricing',
    value: 12.5,
    unit: 'EUR',
    expiresAt: '2026-01-12T08:00:00Z',
    ...changes,
  });
const read = (event: unknown) => z.safeParse(eventSchema, event);

const idOf = (segments: Record<string, string>, id = 'e1') => {
  const event = z.parse(eventSchema, sent('seller.described', { sellerId: 's1', segments }, { id }));
  return event.type === 'seller.described' ? toSeller(event, now).seller.id : '';
};

describe('an upstream event', () => {
  it('becomes a fact, its time in UTC', () => {
    const event = z.parse(eventSchema, issued({ priorPlan: 11 }));
    if (!isRoundEvent(event)) throw new Error('another type');
    expect(toFacts(event, now)).toEqual({
      ...about,
      recommendation: {
        at: '2026-01-05T08:00:00.000Z',
        id: expect.stringMatching(/^shop\/e1\/[0-9a-f]{12}$/),
        ingestedAt: now,
        recommender: 'pricing',
        value: 12.5,
        unit: 'EUR',
        reasons: [],
        expiresAt: '2026-01-12T08:00:00.000Z',
        priorPlan: 11,
      },
    });
  });

  it('may tell of the sender’s side of a recommendation', () => {
    const logged = {
      priorPlan: 11,
      priorPlanRepeat: 11.5,
      valueBeforeJitter: 12,
      platformForecast: 11.9,
      platformMargin: 0.3,
      underageCost: 4,
      overageCost: 1,
    };
    const event = z.parse(eventSchema, issued(logged));
    if (!isRoundEvent(event)) throw new Error('another type');
    expect(toFacts(event, now).recommendation).toMatchObject(logged);
  });

  it.each([
    ['seller.acted', { ...about, response: 'adjust', chosen: 12 }, 'action'],
    ['outcome.observed', { ...about, value: 12, result: -1, censored: true, fidelity: 0.5 }, 'outcome'],
    ['outcome.shown', about, 'outcomeShown'],
  ] as const)('%s becomes the fact it is about', (type, data, name) => {
    const event = z.parse(eventSchema, sent(type, data));
    if (!isRoundEvent(event)) throw new Error('another type');
    const { sellerId: _s, recommendationId: _r, ...told } = data as Record<string, unknown>;
    expect(toFacts(event, now)[name]).toMatchObject(told);
  });

  it('about a seller becomes her description', () => {
    const event = z.parse(
      eventSchema,
      sent('seller.described', { sellerId: 's1', segments: { size: 'small' } }),
    );
    if (event.type !== 'seller.described') throw new Error('another type');
    expect(toSeller(event, now)).toMatchObject({
      sellerId: 's1',
      seller: { segments: { size: 'small' }, covariates: {} },
    });
  });

  it('has an id that follows from what it says, not from the order it says it in', () => {
    expect(idOf({ a: '1', b: '2' })).toBe(idOf({ b: '2', a: '1' }));
    expect(idOf({ a: '1' })).not.toBe(idOf({ a: '2' }));
    expect(idOf({ a: '1' })).not.toBe(idOf({ a: '1' }, 'e2'));
  });

  it('may carry extensions of the envelope', () => {
    expect(read({ ...issued(), traceparent: '00-1', subject: 'x' }).success).toBe(true);
  });

  it.each([
    ['no number', issued({ value: '12.5' }), 'data.value'],
    ['not a finite number', issued({ value: Infinity }), 'data.value'],
    ['a number the table cannot keep', issued({ value: 1e200 }), 'data.value'],
    ['a number too near to zero', issued({ value: 1e-200 }), 'data.value'],
    ['a range without the value', issued({ lowerBound: 20 }), 'data.lowerBound'],
    ['a range below the value', issued({ upperBound: 1 }), 'data.upperBound'],
    ['a cost of nothing', issued({ underageCost: 0, overageCost: 1 }), 'data.underageCost'],
    ['a negative cost', issued({ underageCost: 4, overageCost: -1 }), 'data.overageCost'],
    ['one cost alone', issued({ underageCost: 4 }), 'data.overageCost'],
    ['the other cost alone', issued({ overageCost: 4 }), 'data.underageCost'],
    ['a critical ratio of 1', issued({ underageCost: 1e15, overageCost: 1e-12 }), 'data.underageCost'],
    ['a margin below 0', issued({ platformMargin: -2 }), 'data.platformMargin'],
    ['a repeat of no plan', issued({ priorPlanRepeat: 11 }), 'data.priorPlanRepeat'],
    ['a fidelity beyond 1', sent('outcome.observed', { ...about, value: 1, fidelity: 2 }), 'data.fidelity'],
    ['an id that would reach into other keys', issued({ sellerId: 's1#R#r2' }), 'data.sellerId'],
    ['a misspelt field', issued({ lowerbound: 1 }), 'data'],
    ['control characters', issued({ title: 'a\u0000b' }), 'data.title'],
    ['broken Unicode', issued({ title: 'a\ud800' }), 'data.title'],
    ['nine reasons', issued({ reasons: Array(9).fill('x') }), 'data.reasons'],
    ['no zone', sent('outcome.shown', about, { time: '2026-01-05T09:00:00' }), 'time'],
    ['a day that is none', sent('outcome.shown', about, { time: '2026-02-31T09:00:00Z' }), 'time'],
    ['an id with blanks', sent('outcome.shown', about, { id: 'a b' }), 'id'],
    ['an action without a choice', sent('seller.acted', { ...about, response: 'accept' }), 'data.chosen'],
    ['another type', sent('outcome.shown', about, { type: 'seller.vanished' }), 'type'],
    ['another version', sent('outcome.shown', about, { specversion: '0.3' }), 'specversion'],
  ])('is refused with %s', (_, event, field) => {
    const result = read(event);
    expect(result.success).toBe(false);
    expect(result.error?.issues[0]?.path.join('.')).toBe(field);
  });

  it('may tell of a dismissal without a choice', () => {
    expect(read(sent('seller.acted', { ...about, response: 'dismiss' })).success).toBe(true);
  });

  it('has fields that can be listed', () => {
    expect(EVENT_TYPES.filter((type) => !fieldsOf(type).includes('sellerId'))).toEqual(['process.changed']);
    expect(EVENT_TYPES.every((type) => fieldsOf(type).length > 0)).toBe(true);
    expect(fieldsOf('seller.acted')).toEqual(['sellerId', 'recommendationId', 'response', 'chosen']);
    expect(fieldsOf('none')).toEqual([]);
  });
});
