import { beforeAll, describe, expect, it } from 'vitest';
import { type Calm, crash, crashAndGoOn, undisturbed } from '../../bench/faults/analysis/crashes.ts';
import { copyOf } from '../../bench/faults/analysis/disk.ts';
import type { Analysis, Job } from '../../bench/faults/analysis/jobs.ts';
import { smallMarket } from '../../bench/faults/analysis/market.ts';
import { chance } from '../../bench/faults/chance.ts';
import { addDays } from '../../lib/domain/instant.ts';
import { getManifest } from '../../lib/jobs/manifest-file.ts';
import { memoryFiles } from '../../lib/store/memory-files.ts';
import { withTables } from '../engine.ts';

/** Every write of an analysis, from the snapshot of the facts to the pointer that shows the report, may be the last of its
 *  job. A job that is begun again and leaves the same disk leaves the same report: nothing after it sees anything else. */
const tables = withTables();
let analysis: Analysis;
let calm: Calm;

beforeAll(async () => {
  analysis = await smallMarket(tables(), 8);
  calm = await undisturbed(analysis);
});

const jobNames = ['snapshot', 'snapshot', 'fit', 'estimate', 'estimate', 'summarise', 'publish'];

describe('an analysis that dies', () => {
  it('has jobs that write, each of them', () => {
    expect(calm.jobs.map(({ name }) => name.split(' ')[0])).toEqual(jobNames);
    expect(Math.min(...calm.steps)).toBeGreaterThan(1);
    expect(calm.steps.reduce((sum, each) => sum + each, 0)).toBeGreaterThan(120);
  });

  it('once, before or after any write: the same files, and never half a report', async () => {
    const wrong: string[] = [];
    for (const [job, steps] of calm.steps.entries())
      for (let death = 1; death <= steps; death += 1) wrong.push(...(await crash(calm, job, [death])));
    expect(wrong).toEqual([]);
  });

  it('twice, at a fixed sample of pairs of writes: the same', async () => {
    const by = chance('pairs');
    for (const [job, steps] of calm.steps.entries())
      for (let pair = 0; pair < (calm.jobs[job]?.name === 'fit' ? 2 : 10); pair += 1) {
        const deaths = [1 + by.below(steps), 1 + by.below(steps)];
        expect(await crash(calm, job, deaths)).toEqual([]);
      }
  });

  it.each([1, 4])('in job %i, and everything after it anew: the same report', async (job) => {
    const death = Math.ceil((calm.steps[job] ?? 0) / 2);
    expect(await crashAndGoOn(analysis, calm, job, death)).toBe(calm.permalink);
  });

  it('in its passes over all sellers, once and twice: the same files, and the same report', async () => {
    const spread = { ...analysis, taken: new Map(), rowsAtOnce: 40 };
    const passing = await undisturbed(spread);
    const job = passing.jobs.findIndex(({ name }) => name === 'passes');
    const steps = passing.steps[job] ?? 0;
    expect(steps).toBeGreaterThan(5);
    for (let death = 1; death <= steps; death += 1)
      expect(await crash(passing, job, death === 1 ? [1] : [death, death - 1])).toEqual([]);
    expect(await crashAndGoOn(spread, passing, job, steps)).toBe(passing.permalink);
    expect(passing.permalink).not.toBe(calm.permalink);
  });

  it('of a night, once and at a sample of pairs of writes: the same files, and never half a report', async () => {
    const [begins] = calm.disks.slice(-1);
    const cut = addDays(analysis.cut, 1);
    const facts = { ...analysis.facts, ...everybodyMoved(analysis) };
    const night = { ...analysis, cut, facts, base: analysis.runId, taken: new Map() };
    const nightly = await undisturbed(night, begins);
    const ends = nightly.disks.at(-1)?.files ?? memoryFiles();
    const manifest = await getManifest(ends, { tenant: 'us', runId: night.runId });
    expect(manifest.fitOf).toMatchObject({ runId: analysis.runId, permalink: calm.permalink });
    const by = chance('pairs of a night');
    for (const [job, steps] of nightly.steps.entries()) {
      for (let death = 1; death <= steps; death += 1) expect(await crash(nightly, job, [death])).toEqual([]);
      const deaths = [1 + by.below(steps), 1 + by.below(steps)];
      expect(await crash(nightly, job, deaths)).toEqual([]);
    }
    expect(await crashAndGoOn(night, nightly, 3, 2)).toBe(nightly.permalink);
  });

  it('is found out when it leaves something else', async () => {
    let runs = 0;
    const forgetful: Job = {
      name: 'forgetful',
      run: async ({ files }, around) => {
        await around('before put');
        await files.put('runs/us/forgetful.json', String((runs += 1)));
        await around('after put');
      },
    };
    const [disk] = calm.disks;
    if (disk === undefined) throw new RangeError('no disk');
    const end = await copyOf(disk);
    await forgetful.run(end, () => Promise.resolve());
    const wrong = await crash({ ...calm, jobs: [forgetful], disks: [disk, end] }, 0, [2]);
    expect(wrong).toEqual(['forgetful died at 2 and came to another end']);
  });
});

/** As if every outcome had turned out a little higher, and been heard of since. */
function everybodyMoved({ facts }: Analysis): Pick<Analysis['facts'], 'readSeller' | 'touchedSellers'> {
  return {
    async touchedSellers(tenant, shard) {
      const ids = new Set<string>();
      for await (const { sellerId } of facts.readHistories(tenant, shard)) ids.add(sellerId);
      return ids;
    },
    async readSeller(tenant, sellerId) {
      const history = structuredClone(await facts.readSeller(tenant, sellerId));
      const rounds = history.rounds.map((round) =>
        round.outcome === undefined
          ? round
          : Object.assign(round, { outcome: { ...round.outcome, value: 1.01 * round.outcome.value } }),
      );
      return { ...history, rounds };
    },
  };
}
