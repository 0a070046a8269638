import { createHash } from 'node:crypto';
import type { ProcessEntry } from '../rounds/process.ts';
import { covers, type Subject } from './scope.ts';

type Experiment = NonNullable<ProcessEntry['experiment']>;

/** The arm of an experiment for one seller, recommender and recommendation; undefined for a process that is none, or
 *  whose scope leaves her out. Follows from names alone, so that anyone can tell again who got what; whether the
 *  process runs is the caller's question (`running`).
 *      u_a = (first 48 bits of SHA-256('arm' \0 process \0 a \0 unit) + 1/2) / 2^48
 *      arm = the first arm (control) where u_'' < holdOut, else argmin_a  -ln(u_a) / share_a
 *  -ln(u_a) / share_a are exponential with rate share_a, so P(arm = a) = share_a; and changing one share against the rest
 *  moves units only into or out of that arm (weighted rendezvous hashing: Thaler & Ravishankar 1998, IEEE/ACM
 *  Transactions on Networking 6(1); weights as in Resch 2015). unit: sellerId, sellerId \0 recommender, or
 *  sellerId \0 recommendationId. */
export function assignmentOf(process: ProcessEntry, subject: Subject): string | undefined {
  const { experiment } = process;
  if (experiment === undefined || !covers(process, subject)) return undefined;
  const unit = unitOf(experiment, subject);
  const [control] = experiment.arms;
  if (uniform(process.process, '', unit) < (experiment.holdOut ?? 0)) return control?.arm;
  const times = experiment.arms.map(
    ({ arm, share }) => -Math.log(uniform(process.process, arm, unit)) / share,
  );
  return experiment.arms[times.indexOf(Math.min(...times))]?.arm;
}

/** The arms of all the experiments among these processes, by process; those out of whose scope she is are not there. */
export function assignmentsOf(processes: readonly ProcessEntry[], subject: Subject): Record<string, string> {
  return Object.fromEntries(
    processes.flatMap((process) => {
      const arm = assignmentOf(process, subject);
      return arm === undefined ? [] : [[process.process, arm]];
    }),
  );
}

/** What these arms keep from her on the page: `reasons`, where an experiment on reasons has her in its control. */
export function withheldBy(
  processes: readonly ProcessEntry[],
  assigned: Readonly<Record<string, string>>,
): string[] {
  const withheld = processes.some(
    ({ process, kind, experiment }) =>
      kind === 'reasons' && experiment !== undefined && experiment.arms[0]?.arm === assigned[process],
  );
  return withheld ? ['reasons'] : [];
}

/** The share of each arm among all units, 0 to 1: the hold-out counts as control. */
export function expectedShares({ arms, holdOut = 0 }: Experiment): Record<string, number> {
  return Object.fromEntries(
    arms.map(({ arm, share }, index) => [arm, share * (1 - holdOut) + (index === 0 ? holdOut : 0)]),
  );
}

/** The name of what an experiment assigns: units of one name have one arm. */
export function unitOf({ unit }: Pick<Experiment, 'unit'>, subject: Subject): string {
  if (unit === 'seller') return subject.sellerId;
  const second = unit === 'round' ? subject.recommendationId : subject.recommender;
  return `${subject.sellerId}\0${second}`;
}

function uniform(process: string, arm: string, unit: string): number {
  const digest = createHash('sha256').update(['arm', process, arm, unit].join('\0')).digest();
  return (digest.readUIntBE(0, 6) + 0.5) / 2 ** 48;
}
