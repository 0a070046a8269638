import { loadavg } from 'node:os';
import { disorderOf } from './disorder.ts';
import type { Ended } from './run.ts';
import { count } from './witness.ts';

/** What many histories come to. */
export function totals(first: number) {
  const tallies = {
    handled: new Map<string, number>(),
    disorder: new Map<string, number>(),
    faults: new Map<string, number>(),
    'runs of functions': new Map<string, number>(),
    'calls of the engine': new Map<string, number>(),
    'what became of it': new Map<string, number>(),
  };
  const begun = { at: performance.now(), cpu: process.cpuUsage() };
  const all = { histories: 0, events: 0, told: 0, checks: 0 };
  return {
    all,
    add({ history, world: { seen } }: Ended, checks: number): void {
      all.histories += 1;
      all.checks += checks;
      all.told += history.told.length;
      all.events += seen.handled.get('events') ?? 0;
      add(tallies.handled, seen.handled);
      add(tallies.faults, withoutFailures(seen.faults));
      add(tallies.disorder, disorderOf(history));
      add(tallies['runs of functions'], seen.runs);
      add(tallies['calls of the engine'], seen.calls);
      add(tallies['what became of it'], ends(seen));
    },
    /** One line on the way. */
    line(): string {
      const cpu = process.cpuUsage(begun.cpu);
      const memory = Math.round(process.memoryUsage().rss / 2 ** 20);
      const seconds = Math.round((performance.now() - begun.at) / 1000);
      const spent = Math.round((cpu.user + cpu.system) / 1e6);
      const load = (loadavg()[0] ?? 0).toFixed(1);
      return `${all.histories} histories from seed ${first}, ${all.events} deliveries of ${all.told} events, ${all.checks} checks, ${seconds} s, CPU ${spent} s, ${memory} MB, load ${load}`;
    },
    lines(): string[] {
      return Object.entries(tallies).map(([name, tally]) => `${name}: ${listed(tally)}`);
    },
  };
}

function add(to: Map<string, number>, from: ReadonlyMap<string, number>): void {
  for (const [name, more] of from) count(to, name, more);
}

/** Without how each failed function ended, which follows from the faults. */
function withoutFailures(faults: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
  const failed = [...faults].filter(([name]) => name.startsWith('failed '));
  const rest = new Map([...faults].filter(([name]) => !name.startsWith('failed ')));
  if (failed.length > 0)
    rest.set(
      'functions that failed of them',
      failed.reduce((sum, [, times]) => sum + times, 0),
    );
  return rest;
}

function ends(seen: Ended['world']['seen']): ReadonlyMap<string, number> {
  return new Map([
    ['different events accepted', seen.accepted.size],
    ['different events refused', seen.refused.size],
    ['mails sent', seen.mails.length],
    ['events to the marketplace', seen.words.length],
    ['answers told as recorded', seen.receipts.length],
    ['set aside and redriven', seen.setAside.length],
  ]);
}

function listed(tally: ReadonlyMap<string, number>): string {
  return [...tally]
    .sort(([, a], [, b]) => b - a)
    .map(([what, times]) => `${what} ${times}`)
    .join(', ');
}
