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

/** The jobs of one analysis in their order.
 *  @param size of all ranges together */
export function analysisJobs(stage: PricedStage, { rows, sellers }: RunSize): Job[] {
  const { ranges } = stage;
  const job = (name: string, calls: number, ms: number, waits: number): Job => {
    const memory = memoryOf(stage, name);
    return { job: name, calls, memory, seconds: secondsOf(memory, ms + ASSUMED.coldMs, waits) };
  };
  const [rowsEach, sellersEach] = [rows / ranges, sellers / ranges];
  const read = RUN.snapshot.fixed + rowsEach * UNITS.read.ms;
  const estimated = RUN.estimate.fixed + rowsEach * RUN.estimate.row;
  return [
    job('forget', 1, 0, filesRead(10)),
    job('snapshot-shard', ranges, read, pagesOf(rowsEach) + sellersEach * UNITS.lookedUp.requests),
    job('fit', 1, RUN.fit.fixed + rows * RUN.fit.row, filesRead(ranges / ASSUMED.atOnce)),
    job('estimate-shard', ranges, estimated, filesRead(RUN.estimate.gets + RUN.estimate.puts)),
    job(
      'summarise',
      1,
      RUN.summarise.fixed + sellers * RUN.summarise.seller,
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
  return { job: 'invite', calls: ranges, memory, seconds: secondsOf(memory, ms, waits) };
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
const filesRead = (files: number): number => (files * ASSUMED.fileWait) / ASSUMED.tableWait;
