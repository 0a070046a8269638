import { beforeAll, describe, expect, it } from 'vitest';
import { fit } from '../../lib/jobs/fit.ts';
import { manifestSchema } from '../../lib/jobs/manifest.ts';
import { getRegistry } from '../../lib/jobs/registry-snapshot.ts';
import { getRunFile } from '../../lib/jobs/run-files.ts';
import { shardRanges } from '../../lib/jobs/shard-range.ts';
import { snapshotShard } from '../../lib/jobs/snapshot-shard.ts';
import { snapshotSchema, wholeSnapshot, type Snapshot } from '../../lib/jobs/snapshot.ts';
import { processesOf } from '../../lib/rounds/process.ts';
import { factsTable, type FactsTable } from '../../lib/store/facts-table.ts';
import type { Files } from '../../lib/store/files.ts';
import { withTables } from '../engine.ts';
import { day, version } from '../processes/registry-entry.ts';
import { recommendation } from '../store/builders.ts';
import { folder, MODEL, TENANT } from './pipeline.ts';

const CUT = day(30);
const SELLERS = 40;
const ledger = { among: async () => new Set<string>() };
const known = [
  version(1, { process: 'guarantee', kind: 'protection', startAt: day(0) }),
  version(2, { process: 'guarantee', kind: 'protection', startAt: day(0), costPerUnit: 2 }),
];
const later = version(31, { process: 'guarantee', kind: 'protection', startAt: day(0), costPerUnit: 9 });
const tables = withTables();
let facts: FactsTable;

beforeAll(async () => {
  facts = factsTable(tables().client, tables().factsName);
  const sellers = Array.from({ length: SELLERS }, (_, n) => `s${n}`);
  const issued = {
    ...recommendation(),
    at: day(10),
    ingestedAt: day(10),
    expiresAt: day(20),
    priorPlan: 100,
  };
  const rounds = sellers.map((sellerId) => ({ sellerId, recommendationId: 'r1', recommendation: issued }));
  await facts.importRounds('us', rounds, day(10));
  for (const each of [later, ...known]) await facts.putProcess('us', each);
  const exposure = { process: 'guarantee', dose: 1, at: day(5), id: 'x', ingestedAt: day(5) };
  await facts.recordExposures('us', [{ sellerId: 's3', exposure }], day(5));
});

let files: Files;
let snapshots: Snapshot[];

beforeAll(async () => {
  files = folder();
  const order = { tenant: 'us', cut: CUT };
  snapshots = await Promise.all(
    shardRanges(512).map((range) => snapshotShard({ facts, ledger, files }, { ...order, range })),
  );
});

const runOf = async (taken: readonly Snapshot[]) =>
  fit(
    { files, reports: folder(), tenants: [TENANT], codeVersion: 'test' },
    { tenant: 'us', cut: CUT, snapshots: [...taken], model: MODEL },
  );

describe('the registry of a run', () => {
  it('goes with the first range, as it was known at the cut, and into the manifest', async () => {
    expect(snapshots.map(({ registry }) => registry !== undefined)).toEqual([true, false]);
    for (const snapshot of snapshots) expect(snapshotSchema.parse(snapshot)).toEqual(snapshot);
    const { runId } = await runOf(snapshots);
    const { settings } = manifestSchema.parse(
      JSON.parse(await getRunFile(files, { tenant: 'us', runId }, 'manifest.json')),
    );
    expect(settings.processes).toEqual(processesOf(known));
    expect(settings.processes?.[0]?.costPerUnit).toBe(2);
  });

  it('is covered by the run id', async () => {
    const [{ registry: _registry, ...first }, second] = snapshots as [Snapshot, Snapshot];
    expect(await runOf(snapshots)).toEqual(await runOf(snapshots));
    expect((await runOf([first, second])).runId).not.toBe((await runOf(snapshots)).runId);
  });

  it('leaves no trace where nothing is registered', async () => {
    const range = { from: 0, to: 1 };
    const bare = await snapshotShard({ facts, ledger, files }, { tenant: 'bare', cut: CUT, range });
    expect(bare.registry).toBeUndefined();
  });

  it('that was changed or lost is refused', async () => {
    const [first] = snapshots;
    const registry = { key: `snapshots/us/other.json`, sha256: first?.registry?.sha256 ?? '' };
    await expect(getRegistry(files, [{ registry }])).rejects.toThrow('does not exist');
    await files.put(registry.key, '[]');
    await expect(getRegistry(files, [{ registry }])).rejects.toThrow('does not hold what its name says');
  });

  it('gives every round its dose and its arm', async () => {
    const read = await Promise.all(snapshots.map((snapshot) => wholeSnapshot(files, snapshot)));
    const rows = read.flatMap((file) => file.rows);
    expect(rows).toHaveLength(SELLERS);
    const met = rows.filter(({ processes }) => processes['guarantee'] === 1);
    expect(met.map(({ sellerId }) => sellerId)).toEqual(['s3']);
    expect(rows.every(({ processes }) => processes['guarantee'] !== undefined)).toBe(true);
    const arms = rows.map(({ assignments }) => assignments?.['guarantee']);
    expect(new Set(arms)).toEqual(new Set(['control', 'shown']));
  });
});
