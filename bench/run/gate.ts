import * as z from 'zod/mini';
import type { Summary } from './summary.ts';

/** What bench/baseline.json holds of a case, quick size: the ratio when it was recorded and the one it may not exceed. */
export const boundsSchema = z.record(z.string(), z.strictObject({ ratio: z.number(), bound: z.number() }));
export type Bounds = z.infer<typeof boundsSchema>;

/** The bound of a case: its own, or that of its family, `cold-start` for `cold-start-invite`: a new function needs no bound at once. */
export function limitOf(name: string, bounds: Bounds): Bounds[string] | undefined {
  const family = Object.keys(bounds).find((start) => name.startsWith(`${start}-`));
  return bounds[name] ?? (family === undefined ? undefined : bounds[family]);
}

/** How a case stands to its bound.
 *  `again`: more rounds are needed to tell; `beyond`, `absent` and `unbounded` fail the gate. */
export type Decision = 'held' | 'beyond' | 'again' | 'absent' | 'not here' | 'unbounded';

/** What became of a case: its summary, or why there is none. */
export interface Outcome {
  readonly name: string;
  readonly needs?: string | undefined; // of the case
  readonly found: Summary | string;
}

/** A median beyond the bound with the lower quartile of the rounds within it may be chance: the case is measured again with more rounds.
 *  The last time the median alone decides: a bound leaves room enough above the ratio that was recorded.
 *  @param last no further rounds will follow */
export function decide({ needs, found }: Outcome, bound: number | undefined, last: boolean): Decision {
  if (typeof found === 'string') return needs === undefined ? 'absent' : 'not here';
  if (!(found.ratio > 0)) return 'absent'; // nothing was measured
  if (bound === undefined) return needs === undefined ? 'unbounded' : 'held';
  if (found.ratio <= bound) return 'held';
  return last || found.lower > bound ? 'beyond' : 'again';
}

export interface Verdict {
  readonly passed: boolean;
  readonly lines: readonly string[]; // one for each case that fails, and one for each bound whose case is gone
}

/** The gate over all cases that were measured for the last time.
 *  @param all the names of every case there is */
export function verdictOf(outcomes: readonly Outcome[], bounds: Bounds, all: readonly string[]): Verdict {
  const lines = outcomes.flatMap((outcome) => {
    const limit = limitOf(outcome.name, bounds);
    const said = words(outcome, limit, decide(outcome, limit?.bound, true));
    return said === undefined ? [] : [`${outcome.name}: ${said}`];
  });
  const gone = Object.keys(bounds).filter(
    (name) => !all.some((one) => one === name || one.startsWith(`${name}-`)),
  );
  lines.push(
    ...gone.map((name) => `${name}: has a bound and is no case; take it out of bench/baseline.json`),
  );
  return { passed: lines.length === 0, lines };
}

function words(
  { found, name }: Outcome,
  limit: Bounds[string] | undefined,
  decision: Decision,
): string | undefined {
  if (decision === 'held' || decision === 'not here') return undefined;
  if (decision === 'absent') return typeof found === 'string' ? found : 'measured no time';
  if (decision === 'unbounded')
    return `no bound; record one: npm run bench -- --case ${name} --quick --record`;
  const { ratio, lower, upper, rounds } = found as Summary;
  const of = [ratio, lower, upper].map((value) => value.toPrecision(3));
  const was = limit && `; bound ${limit.bound}, recorded ${limit.ratio}`;
  return `ratio ${of[0]} (quartiles ${of[1]} to ${of[2]} of ${rounds} rounds)${was ?? ''}`;
}
