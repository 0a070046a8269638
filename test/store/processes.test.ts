import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ToldExposure } from '../../lib/rounds/exposure.ts';
import { factsTable } from '../../lib/store/facts-table.ts';
import { withTables } from '../engine.ts';
import { day, version } from '../processes/registry-entry.ts';
import { facts as roundFacts, minute } from './builders.ts';

const tables = withTables();
const table = () => factsTable(tables().client, tables().factsName);

describe('the registry', () => {
  it('keeps every version, whatever the order and number of deliveries', async () => {
    const versions = [
      version(1),
      version(2, { costPerUnit: 3 }),
      version(2, { process: 'aaa', notes: { en: 'Reasons are shown now.' } }),
      version(5, { endAt: day(9), scope: { segments: { size: 'small' } } }),
    ];
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom(...versions), { minLength: 0, maxLength: 4 }),
        fc.shuffledSubarray(versions, { minLength: 4 }),
        async (again, all) => {
          const tenant = `reg${(run += 1)}`;
          for (const each of [...again, ...all]) await table().putProcess(tenant, each);
          const [first, second, ...more] = await table().readProcesses(tenant);
          expect(more).toEqual([]);
          expect(first).toEqual({ ...versions[2]?.entry, versions: [versions[2]] });
          expect(second).toEqual({
            ...versions[3]?.entry,
            versions: [versions[0], versions[1], versions[3]],
          });
        },
      ),
      { seed: 1, numRuns: 10 },
    );
  });

  it('says whether a version was new, and keeps tenants apart', async () => {
    expect(await table().putProcess('apart', version(1))).toBe(true);
    expect(await table().putProcess('apart', version(1))).toBe(false);
    expect(await table().readProcesses('elsewhere')).toEqual([]);
  });
});

const told = (n: number, dose: number, about: Partial<ToldExposure> = {}): ToldExposure => ({
  sellerId: 's1',
  exposure: { process: 'guarantee', dose, at: day(n), id: `shop/${n}`, ingestedAt: day(n + 1) },
  ...about,
});

describe('exposures', () => {
  it('of a seller are kept spell by spell, in any order, before she is described', async () => {
    const all = [told(3, 1), told(8, 0), told(12, 0.5)];
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 1e9 }),
        fc.shuffledSubarray(all, { minLength: 3 }),
        async (n, order) => {
          const tenant = `exp${n}`;
          for (const each of [...order, ...order]) await table().recordExposures(tenant, [each], day(20));
          const { exposures, seller } = await table().readSeller(tenant, 's1');
          expect(seller).toBeUndefined();
          expect(exposures).toEqual(all.map(({ exposure }) => exposure));
        },
      ),
      { seed: 2, numRuns: 8 },
    );
  });

  it('of a round stand in the round, beside its facts and those of other processes', async () => {
    const about = { recommendationId: 'r1' };
    const batch = [told(1, 1, about), told(2, 0, about), told(1, 1)];
    const other = {
      ...told(1, 1, about),
      exposure: { ...told(1, 1).exposure, process: 'channel', arm: 'open' },
    };
    await table().recordExposures('rounds', [...batch, other, other], day(20));
    await table().importRounds('rounds', [roundFacts()], minute(1));
    const round = await table().readRound('rounds', 's1', 'r1');
    expect(round?.recommendation?.value).toBe(120);
    expect(round?.exposures?.map(({ process, dose, at }) => [process, dose, at])).toEqual([
      ['channel', 1, day(1)],
      ['guarantee', 1, day(1)],
      ['guarantee', 0, day(2)],
    ]);
    expect(round?.exposures?.find(({ process }) => process === 'channel')?.arm).toBe('open');
  });

  it('of one seller, more in one batch than one expression may name: all are taken, twice the same', async () => {
    const year = Array.from({ length: 100 }, (_, n) => told(n, 1));
    await table().recordExposures('year', year.slice(20, 40), day(200));
    for (let time = 0; time < 2; time += 1) {
      await table().recordExposures('year', year, day(200));
      const { exposures } = await table().readSeller('year', 's1');
      expect(exposures).toEqual(year.map(({ exposure }) => exposure));
    }
  });

  it('of one seller and day: the later is kept', async () => {
    const morning = { ...told(1, 1) };
    const noon = { ...told(1, 2), exposure: { ...told(1, 2).exposure, at: minute(24 * 60 + 240) } };
    await table().recordExposures('day', [noon], day(20));
    await table().recordExposures('day', [morning], day(20));
    expect((await table().readSeller('day', 's1')).exposures?.map(({ dose }) => dose)).toEqual([2]);
  });
});
