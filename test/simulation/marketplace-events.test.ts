import { expect, it } from 'vitest';
import { addDays, parseInstant, type Instant } from '../../lib/domain/instant.ts';
import { eventSchema } from '../../lib/rounds/event.ts';
import { marketplaceEvents, type SimulatedEvent } from '../../lib/simulation/marketplace-events.ts';

const now = parseInstant('2026-11-22T12:00:00Z') as Instant;
const settings = {
  tenant: 'demo',
  sellers: 60,
  recommenders: ['replenishment', 'pricing'],
  weeks: 12,
  now,
  seed: 1,
};
const { events, truth } = marketplaceEvents(settings);
const of = (type: string) => events.filter((event) => event.type === type);
const round = (event: SimulatedEvent) => String(event.data['recommendationId']);

it('is the same for the same seed', () => {
  expect(marketplaceEvents(settings)).toEqual({ events, truth });
});

it('comes in time order, before now, with an id of its own each', () => {
  const times = events.map(({ time }) => time);
  expect(times).toEqual(times.toSorted());
  expect(times.at(-1)?.localeCompare(now)).toBe(-1);
  expect(new Set(events.map(({ id, source }) => `${source} ${id}`)).size).toBe(events.length);
});

it('keeps the contract of the intake door, whatever the seed', () => {
  for (const seed of [1, 2, 3]) {
    const drawn = marketplaceEvents({ ...settings, sellers: 300, seed }).events;
    expect(drawn.filter((event) => !eventSchema.safeParse(event).success)).toEqual([]);
  }
});

it('describes every seller once and recommends every week', () => {
  expect(of('seller.described')).toHaveLength(60);
  expect(of('recommendation.issued')).toHaveLength(60 * 2 * 12);
});

it('leaves the last week open: issued, not expired, nothing known yet', () => {
  const open = of('recommendation.issued').filter(({ time }) => time > addDays(now, -7));
  const openRounds = new Set(open.map(round));
  expect(open).toHaveLength(60 * 2);
  for (const { data } of open) expect(String(data['expiresAt']) > now).toBe(true);
  const later = events.filter(
    ({ type, data }) => type !== 'recommendation.issued' && openRounds.has(String(data['recommendationId'])),
  );
  expect(later).toEqual([]);
});

it('knows actions of most rounds, some of them never opened, and shows most outcomes', () => {
  const closed = 60 * 2 * 11;
  const acted = of('seller.acted');
  expect(acted.length / closed).toBeGreaterThan(0.9);
  expect(acted.length / closed).toBeLessThan(1);
  expect(acted.filter(({ data }) => data['response'] === 'none').length / closed).toBeCloseTo(0.08, 1);
  expect(of('outcome.shown').length / of('outcome.observed').length).toBeCloseTo(0.85, 1);
});

it('rounds as a marketplace would, without planting accepts or keeps', () => {
  const replenishment = of('recommendation.issued').filter(
    ({ data }) => data['recommender'] === 'replenishment',
  );
  expect(
    replenishment.every(({ data }) => Number.isInteger(data['value']) && Number.isInteger(data['priorPlan'])),
  ).toBe(true);
  const marks = of('seller.acted').filter(
    ({ data }) => data['response'] === 'accept' || data['response'] === 'keep',
  );
  expect(marks.length / of('seller.acted').length).toBeLessThan(0.01);
});

it('plants a story: the good recommender gains trust, the mediocre one loses it', () => {
  const { replenishment, pricing } = truth.recommenders;
  expect(replenishment?.meanTrustNow).toBeGreaterThan((replenishment?.meanTrustAtStart ?? 1) + 0.05);
  expect(pricing?.meanTrustNow).toBeLessThan((pricing?.meanTrustAtStart ?? 0) - 0.1);
});
