import { DAY, milliseconds, type Instant } from '../../lib/domain/instant.ts';
import type { KeyRing } from '../../lib/link/key-ring.ts';
import { fail, ok, type Said, warn } from './finding.ts';

const OLD = 365; // days, as the alarm link-key-old

export function judgeLinkSecret({ current, since, next }: Omit<KeyRing, 'key'>, now: Instant): Said {
  if (next !== undefined) return ok(`readable; key ${current} signs, key ${next.id} from ${next.from} on`);
  const days = since === undefined ? 0 : Math.floor((milliseconds(now) - milliseconds(since)) / DAY);
  const says = `readable; key ${current} signs${since === undefined ? '' : `, ${days} days old`}`;
  return days > OLD ? warn(says, 'trust keys rotate') : ok(says);
}

/** Undefined fields: the local engine does not know them. */
export interface TableState {
  readonly status: string | undefined;
  readonly deletionProtection?: boolean;
  readonly pointInTime?: boolean;
}

/** @param keepData of the settings: whether mistakes must not take the table */
export function judgeTable({ status, deletionProtection, pointInTime }: TableState, keepData: boolean): Said {
  const reachable = status === 'ACTIVE' || status === 'UPDATING';
  if (!reachable) return fail(`status ${status ?? 'unknown'}`, 'docs/runbook.md, tables-refuse');
  if (pointInTime === false)
    return fail('no point-in-time recovery', 'npx cdk deploy, which switches it on again');
  if (deletionProtection === false && keepData)
    return fail('no deletion protection, against keepData', 'npx cdk deploy, which switches it on again');
  const active = status.toLowerCase();
  if (deletionProtection === undefined) return ok(`${active}; recovery and protection not on this machine`);
  return ok(`${active}, point-in-time recovery on, ${deletionProtection ? '' : 'no '}deletion protection`);
}

const DEEP = 10_000; // messages: what the intake takes in minutes

/** @param waits of the queues before the intake, `aside` of what it could not take */
export function judgeQueues({ waits, aside }: { readonly waits: number; readonly aside: number }): Said {
  const says = `${waits} before the intake, ${aside} set aside`;
  if (aside > 0) return warn(says, 'trust dlq ls tells why');
  return waits > DEEP ? warn(says, 'docs/runbook.md, functions-throttled') : ok(says);
}

/** @param asOf of the newest full report
 *  @param every longest time between two runs of the schedule, days */
export function judgeReport(asOf: Instant | undefined, now: Instant, every: number): Said {
  if (asOf === undefined) return warn('none yet', 'make one: trust run start');
  const days = (milliseconds(now) - milliseconds(asOf)) / DAY;
  const says = `of ${asOf.slice(0, 10)}, ${days < 1 ? 'today' : `${Math.floor(days)} days old`}`;
  return days > every + 1 ? warn(says, 'see the run below; docs/runbook.md, report-overdue') : ok(says);
}

export interface Run {
  readonly name: string;
  readonly status: string;
}

/** @param run the newest of a tenant */
export function judgeRun(run: Run | undefined): Said {
  if (run === undefined) return warn('none yet', 'begin one: trust run start');
  const says = `${run.name} ${run.status.toLowerCase()}`;
  const good = run.status === 'SUCCEEDED' || run.status === 'RUNNING';
  return good ? ok(says) : fail(says, 'trust run status tells why, trust run resume repeats it');
}

const LATE = 15; // minutes, as the alarm outbox-late
const STUCK = 120;

/** @param dueAt of the oldest message that is due and still to be sent */
export function judgeOutbox(dueAt: Instant | undefined, now: Instant): Said {
  if (dueAt === undefined) return ok('nothing is due');
  const minutes = Math.max(0, Math.round((milliseconds(now) - milliseconds(dueAt)) / 60_000));
  const says = `the oldest message is due for ${minutes} min`;
  if (minutes <= LATE) return ok(says);
  const fix = 'docs/runbook.md, outbox-late';
  return minutes > STUCK ? fail(says, fix) : warn(says, fix);
}
