import { describe, expect, it } from 'vitest';
import { addDays, milliseconds } from '../../lib/domain/instant.ts';
import { snapshotShard } from '../../lib/jobs/snapshot-shard.ts';
import { factsTable } from '../../lib/store/facts-table.ts';
import { withTables } from '../engine.ts';
import { folder } from '../jobs/pipeline.ts';
import { fact, marketplace, NOW, recommendation, TENANT } from '../survey/marketplace.ts';
import { scan } from './held.ts';

const ISSUED = fact().at;
const DAYS = 30;
const OVER = addDays(ISSUED, DAYS);

const told = (sellerId: string) => ({ sellerId, recommendationId: 'r', recommendation: recommendation() });

describe('rounds that are kept for 30 days', () => {
  const tables = withTables();
  const { ask, answer, facts, ledger } = marketplace(tables);
  const keeping = () => factsTable(tables().client, tables().factsName, { roundsDays: DAYS });
  const ttls = async (sellerId: string) =>
    (await scan(tables(), tables().factsName))
      .filter(({ sk }) => String(sk).startsWith(`${sellerId}#R#`))
      .map(({ ttl }) => ttl);
  const outcome = { ...fact(addDays(ISSUED, 3)), value: 4 };

  it('count from the recommendation, in whatever order facts are heard', async () => {
    const seconds = milliseconds(OVER) / 1000;
    const late = { sellerId: 'k1', recommendationId: 'r', outcome };
    await keeping().importRounds(TENANT.id, [late], NOW);
    expect(await ttls('k1')).toEqual([undefined]);
    await keeping().importRounds(TENANT.id, [told('k1')], NOW);
    await keeping().importRounds(TENANT.id, [told('k2')], NOW);
    await keeping().mergeRounds(TENANT.id, [{ ...late, sellerId: 'k2' }], NOW);
    const moved = {
      ...told('k3'),
      recommendation: recommendation({ ...fact(addDays(ISSUED, 1)), id: 'x/2' }),
    };
    await keeping().importRounds(TENANT.id, [told('k3')], NOW);
    await keeping().importRounds(TENANT.id, [{ ...moved, outcome }], NOW);
    await facts().importRounds(TENANT.id, [told('k4')], NOW);
    expect([await ttls('k1'), await ttls('k2'), await ttls('k3'), await ttls('k4')]).toEqual([
      [seconds],
      [seconds],
      [seconds + 86_400],
      [undefined],
    ]);
  });

  it('are gone from analysis and pages when their time is over, cleaned up or not', async () => {
    const { sellerId, token, recommendationId } = await ask({ closesAt: addDays(NOW, 60) });
    const again = { sellerId, recommendationId, recommendation: recommendation({ id: 'source/2' }) };
    await keeping().importRounds(TENANT.id, [again], NOW);
    const at = async (now: typeof NOW) => {
      const order = { tenant: TENANT.id, cut: now, range: { from: 0, to: 1023 } };
      const taken = await snapshotShard({ facts: facts(), ledger: ledger(), files: folder() }, order);
      return { rows: taken.rows, status: (await answer('GET', `/s/${token}`, { now })).status };
    };
    expect(await at(addDays(OVER, -1))).toEqual({ rows: 5, status: 200 });
    expect(await at(OVER)).toEqual({ rows: 2, status: 404 }); // k3 has a day more, k4 stays
  });
});
