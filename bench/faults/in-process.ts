import { startEngine } from '../../lib/local/engine.ts';
import type { Tables } from '../../test/tables.ts';
import type { Bug } from './bugs.ts';
import { check, CHECKS, type Violation } from './check.ts';
import { freshTables } from './fresh-tables.ts';
import { historyOf, type History } from './history.ts';
import type { Scale } from './marketplace.ts';
import { live, type Ended } from './run.ts';
import { shrink } from './shrink.ts';
import { totals } from './totals.ts';
import { traceOf } from './trace.ts';

export const LARGE: Scale = {
  sellers: 12,
  rounds: 6,
  days: 40,
  corrections: 200,
  eventsAStep: 800,
};

/** Lives through a history and holds its end against the invariants. */
export async function judged(
  history: History,
  tables: Tables,
  bug: Bug | null = null,
): Promise<{ ended: Ended; violations: readonly Violation[]; trace: string }> {
  const ended = await live(history, tables, bug);
  const trace = traceOf(ended);
  return { ended, violations: await check(ended), trace };
}

/** Histories from a seed on, until so many events were handled; then the first of them again, call for call.
 *  @param only ids of the steps to run, where one history is looked at again
 *  @returns whether all invariants held */
export async function histories(seed: number, events: number, only?: ReadonlySet<number>): Promise<boolean> {
  const engine = await startEngine();
  const tables = freshTables(engine);
  const sum = totals(seed);
  const part = (of: number) => {
    const whole = historyOf(of, LARGE);
    return only === undefined ? whole : { ...whole, steps: whole.steps.filter(({ id }) => only.has(id)) };
  };
  let first = '';
  try {
    for (let next = seed; sum.all.events < events; next += 1) {
      const { ended, violations, trace } = await judged(part(next), await tables());
      if (next === seed) first = trace;
      sum.add(ended, CHECKS);
      if (violations.length > 0) {
        await tell(ended.history, violations, tables);
        return false;
      }
      if (only !== undefined) break;
      console.log(`${sum.line()}, trace of ${next} ${trace}`);
    }
    for (const line of [sum.line(), ...sum.lines()]) console.log(line);
    console.log('no invariant was violated');
    const { trace } = await judged(part(seed), await tables());
    console.log(`seed ${seed} again: ${trace}, ${trace === first ? 'the same' : `and was ${first}`}`);
    return trace === first;
  } finally {
    await engine.stop();
  }
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
