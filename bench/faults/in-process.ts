import { loadavg } from 'node:os';
import { startEngine } from '../../lib/local/engine.ts';
import type { Tables } from '../../test/tables.ts';
import type { Bug } from './bugs.ts';
import { check, type Violation } from './check.ts';
import { freshTables } from './fresh-tables.ts';
import { historyOf, type History } from './history.ts';
import type { Scale } from './marketplace.ts';
import { live, type Ended } from './run.ts';
import { shrink } from './shrink.ts';
import { count } from './witness.ts';

export const LARGE: Scale = { sellers: 40, rounds: 14, days: 40 };

/** Lives through a history and holds its end against the invariants. */
export async function judged(
  history: History,
  tables: Tables,
  bug: Bug | null = null,
): Promise<{ ended: Ended; violations: readonly Violation[] }> {
  const ended = await live(history, tables, bug);
  return { ended, violations: await check(ended) };
}

/** Histories from a seed on, until so many events were handled.
 *  @param only ids of the steps to run, where one history is looked at again
 *  @returns whether all invariants held */
export async function histories(seed: number, events: number, only?: ReadonlySet<number>): Promise<boolean> {
  const engine = await startEngine();
  const tables = freshTables(engine);
  const [handled, faults] = [new Map<string, number>(), new Map<string, number>()];
  const started = performance.now();
  let [lived, done] = [0, 0];
  try {
    for (let next = seed; done < events; next += 1) {
      const whole = historyOf(next, LARGE);
      const history =
        only === undefined ? whole : { ...whole, steps: whole.steps.filter(({ id }) => only.has(id)) };
      const { ended, violations } = await judged(history, await tables());
      const { seen } = ended.world;
      for (const [name, more] of seen.handled) count(handled, name, more);
      for (const [name, more] of seen.faults) count(faults, name, more);
      lived += 1;
      done = [...handled.values()].reduce((sum, each) => sum + each, 0);
      if (violations.length > 0) {
        await tell(history, violations, tables);
        return false;
      }
      if (only !== undefined) break;
      if (lived % 20 === 0) console.log(`${lived} histories, ${done} events, load ${load()}`);
    }
  } finally {
    await engine.stop();
  }
  const seconds = (performance.now() - started) / 1000;
  console.log(
    `${lived} histories from seed ${seed}, ${done} events, ${seconds.toFixed(0)} s, load ${load()}; engine ${engine.name}`,
  );
  for (const [name, tally] of [
    ['events', handled],
    ['faults', faults],
  ] as const)
    console.log(`${name}: ${[...tally].map(([what, times]) => `${what} ${times}`).join(', ')}`);
  console.log('no invariant was violated');
  return true;
}

async function tell(history: History, violations: readonly Violation[], tables: () => Promise<Tables>) {
  const [first] = violations;
  for (const { invariant, what } of violations.slice(0, 10)) console.log(`VIOLATED ${invariant}: ${what}`);
  console.log(`seed ${history.seed}; looking for the smallest part of it that does the same`);
  const smallest = await shrink(history, async (smaller) => {
    const again = await judged(smaller, await tables()).catch(() => undefined);
    return again?.violations.some(({ invariant }) => invariant === first?.invariant) ?? false;
  });
  for (const step of smallest.steps)
    console.log(JSON.stringify({ id: step.id, at: new Date(step.at).toISOString(), actions: step.actions }));
  const ids = smallest.steps.map(({ id }) => id).join(',');
  console.log(`again: npx tsx bench/faults.ts --seed ${history.seed} --steps ${ids}`);
}

function load(): string {
  return (loadavg()[0] ?? 0).toFixed(1);
}
