import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { readLatest } from '../../lib/jobs/latest.ts';
import { publish, type Published } from '../../lib/jobs/publish.ts';
import type { Run } from '../../lib/jobs/run-files.ts';
import type { Snapshot } from '../../lib/jobs/snapshot.ts';
import type { Files } from '../../lib/store/files.ts';
import { estimatesSchema } from '../../lib/trust/estimates.ts';
import { methodsSchema } from '../../lib/report/methods.ts';
import { interruptedFiles } from './interrupted-files.ts';
import { analyse, at, folder, publisher, snapshots, summarised } from './pipeline.ts';

const CUT = at('2026-11-23T02:00:00Z');

/** A run without any trouble: what every other must come to. */
let calm: Published & Run;
let taken: Snapshot[];
let calmFiles: Files;
let calmReports: Files;

beforeAll(async () => {
  [calmFiles, calmReports] = [folder(), folder()];
  taken = await snapshots(calmFiles);
  calm = await analyse({ files: calmFiles, reports: calmReports }, taken, CUT);
});

describe('a run', () => {
  it('writes estimates that fit their schema, and a report with its data', async () => {
    const methods = await calmReports.get(`${calm.permalink}/methods.json`);
    const { files } = methodsSchema.parse(JSON.parse(new TextDecoder().decode(methods?.body)));
    const names = ['methods.json', ...files.map(({ name }) => name)];
    await expect(calmReports.list('reports/')).resolves.toEqual(
      [
        'reports/us/history.json',
        'reports/us/latest.json',
        ...names.map((name) => `${calm.permalink}/${name}`),
      ].sort(),
    );
    expect(names).toEqual(expect.arrayContaining(['report.html', 'estimates.json', 'evolution.csv']));
    const stored = await calmReports.get(`${calm.permalink}/estimates.json`);
    const estimates = estimatesSchema.parse(JSON.parse(new TextDecoder().decode(stored?.body)));
    expect(estimates).toMatchObject({ asOf: CUT, codeVersion: 'test', input: { rows: 144, rejected: 0 } });
    expect(estimates.trust.overall.estimate).toBeGreaterThan(0);
  });

  it('leaves counts of all sellers for their ledgers, of the simulated marketplace in which advice is good', async () => {
    const parts = publisher();
    await publish({ ...parts, files: calmFiles, reports: folder() }, calm);
    const [reference, ...others] = parts.facts.kept;
    expect(others).toEqual([]);
    expect(reference).toMatchObject({ countedAt: CUT, segment: null, groups: {}, all: { sellers: 24 } });
    const { recommendation = 0, plan = 0 } = reference?.all ?? {};
    expect(recommendation).toBeGreaterThan(plan);
  });

  it('shows the report of its week', async () => {
    await expect(readLatest(calmReports, 'us')).resolves.toMatchObject({
      period: '2026-W48',
      runId: calm.runId,
      permalink: calm.permalink,
    });
    expect(calm.outcome).toBe('published');
  });

  it('keeps what names single sellers out of the report bucket', async () => {
    for (const key of await calmReports.list('reports/')) {
      const stored = await calmReports.get(key);
      expect(new TextDecoder().decode(stored?.body)).not.toMatch(/\bs\d\d\b/);
    }
    const naming: string[] = [];
    for (const key of await calmFiles.list(`runs/us/${calm.runId}/`))
      if (/\bs01\b/.test(new TextDecoder().decode((await calmFiles.get(key))?.body))) naming.push(key);
    expect(naming).toEqual([expect.stringMatching(/\/sellers\/\d{4}-\d{4}\.csv$/)]);
  });

  it('repeated gives the same report and says so', async () => {
    const again = await analyse({ files: calmFiles, reports: calmReports }, taken, CUT);
    expect(again).toEqual({ ...calm, outcome: 'unchanged' });
  });

  it('does not depend on the order in which snapshots are handed over', async () => {
    const run = await summarised(calmFiles, taken.toReversed(), CUT);
    expect(run.runId).toBe(calm.runId);
  });

  it('is another run with other code, another cut or other rounds', async () => {
    const others = await Promise.all([
      summarised(calmFiles, taken, CUT, 'newer'),
      summarised(calmFiles, taken, at('2026-11-30T02:00:00Z')),
      summarised(calmFiles, await snapshots(calmFiles, { seed: 2 }), CUT),
    ]);
    expect(new Set([calm.runId, ...others.map(({ runId }) => runId)]).size).toBe(4);
  });

  it('without a single seller is a report too', async () => {
    const files = folder();
    const none = await snapshots(files, { sellers: 0 });
    await expect(analyse({ files, reports: folder() }, none, CUT)).resolves.toMatchObject({
      outcome: 'published',
    });
  });
});

describe('a machine that dies', () => {
  it('at any write of any job leads to the identical report', async () => {
    const counted = interruptedFiles(folder(), { write: 0, when: 'before' });
    await snapshots(counted);
    const before = counted.writes();
    await analyse({ files: counted, reports: folder() }, taken, CUT);
    const writes = counted.writes() - before;
    expect(writes).toBe(19); // fit 5, four parts with counts and sellers, summarise 2

    for (const when of ['before', 'after'] as const) {
      for (let write = 1; write <= writes; write += 1) {
        const files = folder();
        await snapshots(files);
        const got = await analyse(
          { files: interruptedFiles(files, { write, when }), reports: folder() },
          taken,
          CUT,
        );
        expect([when, write, got]).toEqual([when, write, calm]);
      }
    }
  });
});

describe('many at once', () => {
  it('publish one run once', async () => {
    const reports = folder();
    const parts = { ...publisher(), files: calmFiles, reports };
    const got = await Promise.all(Array.from({ length: 8 }, () => publish(parts, calm)));
    expect(new Set(got.map(({ permalink }) => permalink))).toEqual(new Set([calm.permalink]));
    expect(got.map(({ outcome }) => outcome).sort()).toEqual(['published', ...Array(7).fill('unchanged')]);
  });

  it('an older cut never replaces a newer one, in whatever order and at whatever speed they come', async () => {
    const cuts = ['2026-11-09', '2026-11-16', '2026-11-22', '2026-11-23'].map((day) =>
      at(`${day}T02:00:00Z`),
    );
    const runs = await Promise.all(cuts.map((cut) => summarised(calmFiles, taken, cut)));
    const newest = runs[3];
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(runs, { minLength: 4 }), fc.boolean(), async (order, atOnce) => {
        const reports = folder();
        const parts = { ...publisher(), files: calmFiles, reports };
        if (atOnce) await Promise.all(order.map((run) => publish(parts, run)));
        else for (const run of order) await publish(parts, run);
        await expect(readLatest(reports, 'us')).resolves.toMatchObject({ runId: newest?.runId });
      }),
      { seed: 11, numRuns: 20 },
    );
  });

  it('the older is told so', async () => {
    const older = await summarised(calmFiles, taken, at('2026-11-22T23:59:59Z'));
    const got = await publish({ ...publisher(), files: calmFiles, reports: calmReports }, older);
    expect(got.outcome).toBe('older');
    await expect(readLatest(calmReports, 'us')).resolves.toMatchObject({ runId: calm.runId });
  });
});
