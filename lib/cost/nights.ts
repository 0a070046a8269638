import { ASSUMED } from './assumed.ts';
import type { Good } from './prices.ts';
import { MONTH, type PricedStage } from './stage.ts';
import { NIGHT, RUN, UNITS } from './units.ts';
import type { Usage } from './usage.ts';
import { secondsOf } from './use.ts';
import { filesRead, memoryOf, type Job, type RunSize } from './workers.ts';

const SHARDS = 1024;

/** Share of sellers of whom something is heard in a day. With l days a day on which a seller's recommendation, action or outcome
 *  comes in, each by itself,   share = 1 - exp(-l). */
export function newsShare({ rounds, recommenders }: Pick<Usage, 'rounds' | 'recommenders'>): number {
  return 1 - Math.exp((-rounds * recommenders * ASSUMED.daysOfRound) / MONTH);
}

/** The jobs of one night in their order.
 *  @param share of sellers of whom something is new */
export function nightJobs(stage: PricedStage, { rows, sellers }: RunSize, share: number): Job[] {
  const { ranges } = stage;
  const job = (name: string, calls: number, ms: number, waits: number): Job => {
    const memory = memoryOf(stage, name);
    return { job: name, calls, memory, seconds: secondsOf(memory, ms + ASSUMED.coldMs, waits) };
  };
  const [rowsEach, newEach] = [rows / ranges, (share * rows) / ranges];
  const asked = (SHARDS / ranges + (share * sellers) / ranges) / ASSUMED.atOnce;
  const read = RUN.snapshot.fixed + rowsEach * NIGHT.copied + newEach * NIGHT.read;
  // above two fifths a range is estimated whole, which is quicker
  const anew = Math.min(newEach * NIGHT.estimated, rowsEach * RUN.estimate.row);
  const estimated = RUN.estimate.fixed + rowsEach * NIGHT.copied + anew;
  return [
    job('forget', 1, 0, filesRead(10)),
    job('plan-night', 1, NIGHT.fixed, filesRead(NIGHT.gets)),
    job('snapshot-shard', ranges, read, asked + filesRead(4)),
    job('fit', 1, NIGHT.fixed, filesRead((2 * ranges) / ASSUMED.atOnce)),
    job('estimate-shard', ranges, estimated, filesRead(NIGHT.gets + RUN.estimate.puts)),
    job(
      'summarise',
      1,
      RUN.summarise.fixed + ranges * RUN.summarise.part,
      filesRead(ranges / ASSUMED.atOnce),
    ),
    job('publish', 1, RUN.publish.fixed, filesRead(RUN.publish.puts)),
  ];
}

/** What a night asks of the table and of S3: each shard's index, and every seller of whom something is new. */
export function nightReads(
  { ranges }: PricedStage,
  { rows, sellers }: RunSize,
  share: number,
): Partial<Record<Good, number>> {
  const ofSeller = sellers > 0 ? Math.max(0.5, (rows / sellers) * UNITS.read.reads) : 0;
  return {
    reads: SHARDS / 2 + share * sellers * (ofSeller + UNITS.lookedUp.reads),
    puts:
      ranges * (RUN.snapshot.puts + RUN.estimate.puts + 1) +
      RUN.fit.puts +
      RUN.summarise.puts +
      RUN.publish.puts,
    gets: ranges * (4 + NIGHT.gets) + RUN.fit.gets + RUN.summarise.gets + RUN.publish.gets,
  };
}
