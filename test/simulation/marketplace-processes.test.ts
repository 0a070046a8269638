import { describe, expect, it } from 'vitest';
import { toInstant } from '../../lib/domain/instant.ts';
import { estimateProcesses } from '../../lib/processes/estimation/estimate-processes.ts';
import { withProcesses } from '../../lib/processes/in-round.ts';
import { eventSchema, type UpstreamEvent } from '../../lib/rounds/event.ts';
import { toExposure, type Exposure } from '../../lib/rounds/exposure.ts';
import { mergeRounds } from '../../lib/rounds/merge.ts';
import { processesOf } from '../../lib/rounds/process.ts';
import { factOf, isRoundEvent, toFacts } from '../../lib/rounds/to-facts.ts';
import { toRow } from '../../lib/rounds/to-row.ts';
import { marketplaceEvents } from '../../lib/simulation/marketplace-events.ts';

const now = toInstant(Date.UTC(2026, 10, 22, 12));
const settings = {
  tenant: 'us',
  sellers: 120,
  recommenders: ['replenishment', 'pricing'],
  weeks: 12,
  now,
  seed: 1,
};
const read = (experiments: boolean): UpstreamEvent[] =>
  marketplaceEvents({ ...settings, experiments }).events.map((event) => eventSchema.parse(event));

describe('a marketplace with experiments', () => {
  const events = read(true);

  it('sends events the intake knows: two processes, and of every seller what she met of each', () => {
    const types = events.map(({ type }) => type);
    expect(types.filter((type) => type === 'process.changed')).toHaveLength(2);
    expect(types.filter((type) => type === 'seller.exposed')).toHaveLength(240);
    const offered = events.filter(
      ({ type, data }) => type === 'seller.exposed' && 'arm' in data && data.arm === 'offered',
    );
    expect(offered.length).toBeGreaterThan(90);
    expect(offered.length).toBeLessThan(150);
  });

  it('without experiments is as it was', () => {
    expect(read(false).some(({ type }) => type === 'process.changed' || type === 'seller.exposed')).toBe(
      false,
    );
  });

  it('lets the estimators find what was planted, and nothing in the one that does nothing', () => {
    const registry = processesOf(
      events.flatMap((event) =>
        event.type === 'process.changed' ? [{ ...factOf(event, now), entry: event.data }] : [],
      ),
    );
    const exposures = new Map<string, Exposure[]>();
    for (const event of events)
      if (event.type === 'seller.exposed') {
        const { sellerId } = event.data;
        exposures.set(sellerId, [...(exposures.get(sellerId) ?? []), toExposure(event, now).exposure]);
      }
    const told = events.flatMap((event) => (isRoundEvent(event) ? toFacts(event, now) : []));
    const rows = mergeRounds(told).flatMap((facts) => {
      const round = { tenant: 'us', ...facts };
      const row = toRow(round, now);
      const met = exposures.get(facts.sellerId) ?? [];
      return row === undefined ? [] : [withProcesses(row, round, { registry, exposures: met, cut: now })];
    });
    const scale = { name: 'log', minGap: 0.02, minGapRule: 'set' } as const;
    const { processes } = estimateProcesses(rows, registry, { scale, seed: 1 });
    const [badge, guarantee] = processes;
    expect(badge).toMatchObject({ process: 'accuracy-badge', effective: 'cannot tell' });
    expect(guarantee).toMatchObject({ process: 'return-guarantee', effective: 'builds trust' });
    expect(guarantee?.effect.lower).toBeLessThan(0.1);
    expect(guarantee?.effect.upper).toBeGreaterThan(0.1);
  });
});
