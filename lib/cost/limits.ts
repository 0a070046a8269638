import { ASSUMED } from './assumed.ts';
import { MONTH, type PricedStage } from './stage.ts';
import { RUN, STORED, UNITS } from './units.ts';
import { loadOf, type Usage } from './usage.ts';
import { secondsOf } from './use.ts';
import { analysisJobs, durationOf, fittedRows, memoryOf, waveJob } from './workers.ts';

/** How far a stage is from something that gives way. */
export interface Limit {
  readonly limit: string; // what, and how much there is of it
  readonly share: number; // of it that is used; above 1 it does not work
  readonly remedy: string; // what to change
}

const LAMBDA = 900; // seconds a call may take
const MACHINE = 6 * 60 * 60; // seconds an execution may take
const PAYLOAD = 262_144; // bytes that a state may hand on
const PARTITION = { reads: 3000, writes: 1000 }; // units a second of one partition key
const LANES = 16; // partition keys of the outbox
const SHARDS = 1024;
const DAY = 24 * 60 * 60;

/** Everything known to give way as sellers and rounds grow, the nearest first. */
export function limitsOf(usage: Usage, stage: PricedStage): Limit[] {
  return [...ofRuns(usage, stage), ...ofWaves(usage, stage)].sort((a, b) => b.share - a.share);
}

function ofRuns(usage: Usage, stage: PricedStage): Limit[] {
  const load = loadOf(usage, stage);
  const size = { rows: load.kept / stage.tenants, sellers: usage.sellers / stage.tenants };
  const seconds = (name: string) => analysisJobs(stage, size).find(({ job }) => job === name)?.seconds ?? 0;
  const fits = (name: string, bytes: number) => ((memoryOf(stage, name) - RUN.memory.base) * 1e6) / bytes;
  const shard = (size.rows * STORED.round) / SHARDS / 4096; // read units
  return [
    {
      limit: 'a snapshot worker, 15 minutes',
      share: seconds('snapshot-shard') / LAMBDA,
      remedy: 'lower shardsPerWorker, and workersAtOnce: a table gives 40,000 read units a second',
    },
    {
      limit: 'the fit, 15 minutes',
      share: seconds('fit') / LAMBDA,
      remedy: 'a smaller rowsAtOnce',
    },
    {
      limit: 'the fit, memory for its sample',
      share: fittedRows(stage, size) / fits('fit', RUN.memory.fitted),
      remedy: 'more memory (up to 10,240 MB), then more shards than 1,024',
    },
    {
      limit: "an estimate worker, memory for a range's rows",
      share: size.rows / stage.ranges / fits('estimate-shard', RUN.memory.row),
      remedy: 'lower shardsPerWorker, then more memory',
    },
    {
      limit: 'an analysis, 6 hours',
      share: durationOf(analysisJobs(stage, size), stage.workersAtOnce) / MACHINE,
      remedy: 'raise the quota of read units of the table, then workersAtOnce',
    },
    {
      limit: 'the list of snapshots, 256 KB',
      share: (stage.ranges * RUN.snapshot.named) / PAYLOAD,
      remedy: 'raise shardsPerWorker',
    },
    {
      limit: 'reading one shard, 3,000 read units a second',
      share: shard / PARTITION.reads / LAMBDA,
      remedy: 'incremental nights: only what was touched is read',
    },
  ];
}

function ofWaves(usage: Usage, stage: PricedStage): Limit[] {
  const load = loadOf(usage, stage);
  const size = { rows: load.kept / stage.tenants, sellers: usage.sellers / stage.tenants };
  const message = secondsOf(memoryOf(stage, 'post'), UNITS.sent.ms, 0);
  const inADay = (DAY * SWEEPS) / message;
  // whoever is asked for the first time in one wave may be asked again in the same one: the largest asks everybody
  const invited = load.invitations > 0 ? size.sellers : 0;
  const scans = stage.delivery === 'mail' ? ASSUMED.scans : 0;
  const pages = invited * stage.tenants * (usage.openRate + 3 * usage.answerRate + scans);
  const lanes = (UNITS.sent.writes + 4) / (LANES * PARTITION.writes);
  return [
    {
      limit: 'an invite worker, 15 minutes',
      share: waveJob(stage, size, invited).seconds / LAMBDA,
      remedy: 'lower shardsPerWorker',
    },
    {
      limit: 'a wave, 6 hours',
      share: durationOf([waveJob(stage, size, invited)], stage.workersAtOnce) / MACHINE,
      remedy: 'raise the quotas of units of the table, then workersAtOnce',
    },
    {
      limit: 'sending a wave within a day',
      share: (invited * (1 + stage.asking.reminders)) / inADay,
      remedy: 'more memory of post, or a sweep for each lane',
    },
    {
      limit: 'the 16 lanes of the outbox, a wave within a day',
      share: (invited * lanes) / DAY,
      remedy: 'more lanes',
    },
    {
      limit: `requests to pages, ${stage.requestsPerSecond} a second`,
      share: (pages * RUSH.share) / RUSH.seconds / stage.requestsPerSecond,
      remedy: 'raise survey.requestsPerSecond, and the quotas of API Gateway and Lambda',
    },
    {
      limit: 'writes of facts to one shard, 1,000 a second',
      share: (load.rounds * 4 * UNITS.acted.writes) / (MONTH * DAY) / SHARDS / PARTITION.writes,
      remedy: 'DynamoDB splits a hot key by sort key',
    },
  ];
}

const SWEEPS = 5; // under way at once: one begins every minute and may take five
/** Half of what a wave brings comes in four hours. */
const RUSH = { share: ASSUMED.rushShare, seconds: ASSUMED.rushHours * 3600 };
