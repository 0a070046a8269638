import { readLatest } from '../../../lib/jobs/latest.ts';
import { methodsSchema } from '../../../lib/report/methods.ts';
import { dyingAt } from '../../../test/jobs/mortal.ts';
import { copyOf, type Disk, emptyDisk, everythingOn } from './disk.ts';
import { type Analysis, type Job, jobsOf, made, publishing } from './jobs.ts';

const AT_PEACE = () => Promise.resolve();

/** An analysis that nothing disturbed: the disk before each of its jobs, and after the last. */
export interface Calm {
  readonly jobs: readonly Job[];
  readonly disks: readonly Disk[]; // one more than jobs
  readonly steps: readonly number[]; // moments at which each job can die: before and after each write
  readonly permalink: string;
}

/** @param begins what is there already */
export async function undisturbed(analysis: Analysis, begins: Disk = emptyDisk()): Promise<Calm> {
  const whole = jobsOf(analysis);
  const disks = [begins];
  const steps: number[] = [];
  for (const job of whole) {
    const disk = await copyOf(last(disks));
    const { around, steps: taken } = dyingAt(Infinity);
    await job.run(disk, around);
    steps.push(taken());
    disks.push(disk);
  }
  const report = await made(analysis, last(disks.slice(0, -1)));
  return {
    jobs: [...whole.slice(0, -1), publishing(analysis, report)],
    disks,
    steps,
    permalink: analysis.permalink,
  };
}

/** Lets one job die at a step, and again at another when it is begun again, and then live.
 *  @returns what is wrong: half a report that can be seen, or another end than the calm one */
export async function crash(calm: Calm, job: number, deaths: readonly number[]): Promise<readonly string[]> {
  const [what, begins, ends] = [calm.jobs[job], calm.disks[job], calm.disks[job + 1]];
  if (what === undefined || begins === undefined || ends === undefined) throw new RangeError('no such job');
  const disk = await copyOf(begins);
  for (const death of deaths) {
    const lived = await lives(what, disk, death);
    const half = await halfSeen(disk);
    if (half !== undefined) return [`${what.name} died at ${deaths.join(' and ')}: ${half}`];
    if (lived && death === deaths[0]) return [`${what.name} did not die at ${death}`];
  }
  await what.run(disk, AT_PEACE);
  const same = isSame(await everythingOn(disk), await everythingOn(ends));
  return same ? [] : [`${what.name} died at ${deaths.join(' and ')} and came to another end`];
}

/** The same through to the end, everything after the crash run anew.
 *  @returns the address of the report, which holds the hash of its files */
export async function crashAndGoOn(
  analysis: Analysis,
  calm: Calm,
  job: number,
  death: number,
): Promise<string> {
  const disk = await copyOf(calm.disks[job] ?? emptyDisk());
  const jobs = jobsOf(analysis).slice(job);
  const [first] = jobs;
  if (first !== undefined) await lives(first, disk, death);
  for (const each of jobs) await each.run(disk, AT_PEACE);
  return analysis.permalink;
}

function lives(job: Job, disk: Disk, death: number): Promise<boolean> {
  return job.run(disk, dyingAt(death).around).then(
    () => true,
    () => false,
  );
}

/** Whether what is shown as the latest report lacks a file. */
async function halfSeen({ reports }: Disk): Promise<string | undefined> {
  const latest = await readLatest(reports, 'us');
  if (latest === undefined) return undefined;
  const stored = await reports.get(`${latest.permalink}/methods.json`);
  if (stored === undefined) return 'latest leads to no methods.json';
  const { files } = methodsSchema.parse(JSON.parse(new TextDecoder().decode(stored.body)));
  for (const { name } of files)
    if ((await reports.get(`${latest.permalink}/${name}`)) === undefined) return `latest leads to no ${name}`;
  return undefined;
}

function isSame(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([name, content]) => b.get(name) === content);
}

function last(disks: readonly Disk[]): Disk {
  const found = disks.at(-1);
  if (found === undefined) throw new RangeError('no disk');
  return found;
}
