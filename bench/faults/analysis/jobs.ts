import type { Instant } from '../../../lib/domain/instant.ts';
import type { Tenant } from '../../../lib/domain/tenant.ts';
import { estimateShard } from '../../../lib/jobs/estimate-shard.ts';
import { fit } from '../../../lib/jobs/fit.ts';
import { makePasses } from '../../../lib/jobs/passes.ts';
import type { NightParts } from '../../../lib/jobs/night/night-snapshot.ts';
import { publish, publishReport } from '../../../lib/jobs/publish.ts';
import { runReport, type RunReport } from '../../../lib/jobs/run-report.ts';
import type { Run } from '../../../lib/jobs/run-files.ts';
import type { Snapshot } from '../../../lib/jobs/snapshot.ts';
import { takeSnapshot, type SnapshotParts } from '../../../lib/jobs/snapshot-shard.ts';
import type { ShardRange } from '../../../lib/jobs/shard-range.ts';
import { summarise } from '../../../lib/jobs/summarise.ts';
import type { Around } from '../../../test/jobs/mortal.ts';
import { type Disk, mortalDisk, references } from './disk.ts';

const RUNTIME = { node: 24, arch: 'arm64', platform: 'linux' } as const;
const MODEL = { scale: 'auto', minGap: null, referenceGap: null, estimator: 'auto', seed: 1 } as const;

/** What one analysis is made of, and what its jobs hand on to each other. */
export interface Analysis {
  readonly tenant: Tenant;
  readonly cut: Instant;
  readonly ranges: readonly ShardRange[];
  readonly facts: SnapshotParts['facts'] & NightParts['facts'];
  readonly ledger: SnapshotParts['ledger'];
  readonly taken: Map<ShardRange, Snapshot>;
  /** Of fewer rows than there are: the run passes over all sellers. */
  readonly rowsAtOnce?: number;
  /** Of a night: the run it rests on. */
  readonly base?: string;
  runId: string;
  permalink: string;
}

export interface Job {
  readonly name: string;
  run(disk: Disk, around: Around): Promise<void>;
}

/** The jobs of an analysis in their order, as the state machine runs them. */
export function jobsOf(analysis: Analysis): readonly Job[] {
  const { tenant, cut, ranges, facts, ledger, taken, rowsAtOnce, base = null } = analysis;
  const run = () => ({ tenant: tenant.id, runId: analysis.runId });
  const snapshots = () => ranges.flatMap((range) => taken.get(range) ?? []);
  return [
    ...ranges.map((range): Job => ({
      name: `snapshot ${range.from}`,
      run: async (disk, around) => {
        const { files } = mortalDisk(disk, around);
        const order = { tenant: tenant.id, cut, range, base };
        taken.set(range, (await takeSnapshot({ facts, ledger, files }, order)).snapshot);
      },
    })),
    {
      name: 'fit',
      run: async (disk, around) => {
        const few = rowsAtOnce === undefined ? {} : { rowsAtOnce };
        const order = { tenant: tenant.id, cut, snapshots: snapshots(), model: MODEL, base, ...few };
        const parts = { ...mortalDisk(disk, around), tenants: [tenant], codeVersion: 'test' };
        analysis.runId = (await fit(parts, order)).runId;
      },
    },
    ...(rowsAtOnce === undefined ? [] : [passesOf(run, snapshots)]),
    ...ranges.map((range): Job => ({
      name: `estimate ${range.from}`,
      run: async (disk, around) => {
        const snapshot = taken.get(range);
        if (snapshot === undefined) throw new RangeError('estimate requires its snapshot');
        await estimateShard(mortalDisk(disk, around).files, { ...run(), snapshot, base }, 'size');
      },
    })),
    {
      name: 'summarise',
      run: async (disk, around) => void (await summarise(mortalDisk(disk, around).files, run())),
    },
    {
      name: 'publish',
      run: async (disk, around) => {
        analysis.permalink = (await publish(publisher(analysis, disk, around), run())).permalink;
      },
    },
  ];
}

function passesOf(run: () => Run, snapshots: () => Snapshot[]): Job {
  return {
    name: 'passes',
    run: async (disk, around) => void (await makePasses(mortalDisk(disk, around).files, run(), snapshots())),
  };
}

/** Publishing a report that is made already: drawing it writes nothing. */
export function publishing(analysis: Analysis, report: RunReport): Job {
  const run = { tenant: analysis.tenant.id, runId: analysis.runId };
  return {
    name: 'publish',
    run: async (disk, around) =>
      void (await publishReport(publisher(analysis, disk, around), analysis.tenant, run, report)),
  };
}

export function made(analysis: Analysis, disk: Disk): Promise<RunReport> {
  const parts = publisher(analysis, disk, () => Promise.resolve());
  return runReport(
    { ...parts, tenant: analysis.tenant },
    { tenant: analysis.tenant.id, runId: analysis.runId },
  );
}

function publisher({ tenant }: Analysis, disk: Disk, around: Around) {
  return {
    ...mortalDisk(disk, around),
    facts: references(disk, around),
    tenants: [tenant],
    runtime: RUNTIME,
    reportVersion: 'page',
    tell: async (_: unknown, { permalink }: { permalink: string }) => {
      await around('before tell');
      disk.told.add(permalink);
      await around('after tell');
    },
  };
}
