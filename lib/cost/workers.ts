import { ASSUMED } from './assumed.ts';
import type { PricedStage } from './stage.ts';
import { RUN, UNITS } from './units.ts';
import { secondsOf } from './use.ts';

/** One job of a run: how often it is called, and how long one call takes. */
export interface Job {
  readonly job: string; // its file in `lambdas/`
  readonly calls: number;
  readonly seconds: number; // of one call
  readonly memory: number; // MB
}

export interface RunSize {
  readonly rows: number;
  readonly sellers: number;
}

/** Passes over all sellers that a fit takes: none where they are fitted at once. */
export function passesOf({ rowsAtOnce }: PricedStage, { rows }: RunSize): number {
  return rows <= rowsAtOnce ? 0 : RUN.pass.count;
}

/** Rows that the fit holds: at least a shard of 1,024. */
export const fittedRows = ({ rowsAtOnce }: PricedStage, { rows }: RunSize): number =>
  Math.min(rows, Math.max(rowsAtOnce, rows / 1024));

/** The jobs of one analysis in their order.
 *  @param size of all ranges together */
export function analysisJobs(stage: PricedStage, size: RunSize): Job[] {
  const { rows, sellers } = size;
  const { ranges } = stage;
  const job = (name: string, calls: number, ms: number, waits: number): Job => {
    const memory = memoryOf(stage, name);
    return { job: name, calls, memory, seconds: secondsOf(memory, ms + ASSUMED.coldMs, waits) };
  };
  const [rowsEach, sellersEach] = [rows / ranges, sellers / ranges];
  const read = RUN.snapshot.fixed + rowsEach * UNITS.read.ms;
  const estimated = RUN.estimate.fixed + rowsEach * RUN.estimate.row;
  const waits = pagesOf(rowsEach) + sellersEach * UNITS.lookedUp.requests;
  const units = rows * UNITS.read.reads + sellers * UNITS.lookedUp.reads;
  return [
    job('forget', 1, 0, filesRead(10)),
    throttled(stage, units, job('snapshot-shard', ranges, read, waits)),
    job('fit', 1, RUN.fit.fixed + fittedRows(stage, size) * RUN.fit.row, filesRead(ranges / ASSUMED.atOnce)),
    ...Array.from({ length: passesOf(stage, size) }, () => [
      job('pass-shard', ranges, RUN.pass.fixed + rowsEach * RUN.pass.row, filesRead(3)),
      job('add-pass', 1, ranges * RUN.pass.part, filesRead(ranges / ASSUMED.atOnce)),
    ]).flat(),
    job('estimate-shard', ranges, estimated, filesRead(RUN.estimate.gets + RUN.estimate.puts)),
    job(
      'summarise',
      1,
      RUN.summarise.fixed + ranges * RUN.summarise.part,
      filesRead(ranges / ASSUMED.atOnce),
    ),
    job('publish', 1, RUN.publish.fixed, filesRead(RUN.publish.puts)),
  ];
}

/** The one job of a wave: each range is read, and its sellers are asked. */
export function waveJob(stage: PricedStage, { rows, sellers }: RunSize, invitations: number): Job {
  const { ranges } = stage;
  const memory = memoryOf(stage, 'invite');
  const [rowsEach, sellersEach, invitedEach] = [rows, sellers, invitations].map((all) => all / ranges);
  const ms = (rowsEach ?? 0) * UNITS.read.ms + (invitedEach ?? 0) * UNITS.invited.ms + ASSUMED.coldMs;
  const reads = pagesOf(rowsEach ?? 0) + (sellersEach ?? 0) * UNITS.lookedAt.requests;
  const waits = reads + (invitedEach ?? 0) / ASSUMED.atOnce;
  const units = Math.max(
    rows * UNITS.read.reads + sellers * UNITS.lookedAt.reads,
    invitations * UNITS.invited.writes,
  );
  const seconds = secondsOf(memory, ms, waits);
  return throttled(stage, units, { job: 'invite', calls: ranges, memory, seconds });
}

/** A table gives all workers together so many units a second; they wait for them, which is billed too. */
function throttled({ workersAtOnce }: PricedStage, units: number, job: Job): Job {
  const least = units / ASSUMED.tableUnits; // seconds, of all calls
  return { ...job, seconds: Math.max(job.seconds, (least * Math.min(workersAtOnce, job.calls)) / job.calls) };
}

/** Seconds from the first call to the last answer, jobs one after the other, calls of a job side by side. */
export function durationOf(jobs: readonly Job[], workersAtOnce: number): number {
  return jobs.reduce(
    (sum, { calls, seconds }) => sum + Math.ceil(calls / workersAtOnce) * (seconds + STATE_SECONDS),
    0,
  );
}

const STATE_SECONDS = 0.5; // that Step Functions adds to a child execution: assumed, as all of assumed.ts

export const gbSecondsOf = (jobs: readonly Job[]): number =>
  jobs.reduce((sum, { calls, seconds, memory }) => sum + calls * seconds * (memory / 1024), 0);

export function memoryOf({ memory }: PricedStage, name: string): number {
  const megabytes = memory[name];
  if (megabytes === undefined)
    throw new RangeError(`memoryOf requires a function of the stage, found ${name}`);
  return megabytes;
}

/** A page of DynamoDB's is 1 MB. */
const pagesOf = (rows: number): number => (rows / ASSUMED.rowsInPage / ASSUMED.atOnce) * 2;

/** In waits for the table, which are shorter. */
export const filesRead = (files: number): number => (files * ASSUMED.fileWait) / ASSUMED.tableWait;
