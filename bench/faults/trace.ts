import { createHash } from 'node:crypto';
import type { Ended } from './run.ts';

/** A hash of all that happened: the instant of the end, every call by kind, every fault, every mail and receipt, every change
 *  of the outbox. Two runs of one history have the same. */
export function traceOf({ world: { seen, clock } }: Ended): string {
  const trace = {
    now: clock.now(),
    tallies: [seen.faults, seen.handled, seen.runs, seen.calls, seen.sendings, seen.partitions].map((tally) =>
      Array.from(tally),
    ),
    mails: seen.mails.map(({ id, at }) => [id, at]),
    outbox: seen.outbox,
    sent: seen.sent.map(({ form, at, status, told }) => [form['submission'], at, status, told]),
    accepted: [...seen.accepted],
    refused: [...seen.refused],
  };
  return createHash('sha256').update(JSON.stringify(trace)).digest('hex').slice(0, 16);
}
