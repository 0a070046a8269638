import type { History, Step } from './history.ts';

/** The smallest history found that still goes wrong: steps and then single actions are left out for as long as it does.
 *  @param goesWrong whether a history still does, in the same way
 *  @param most histories to try */
export async function shrink(
  history: History,
  goesWrong: (smaller: History) => Promise<boolean>,
  most = 120,
): Promise<History> {
  let tries = 0;
  const fails = async (steps: readonly Step[]) => {
    tries += 1;
    return tries <= most && goesWrong({ ...history, steps });
  };
  const steps = await fewest(history.steps, fails);
  const single = steps.flatMap((step) => step.actions.map((action) => ({ ...step, actions: [action] })));
  const apart = (await fails(joined(single))) ? single : [];
  const fewer = apart.length === 0 ? steps : joined(await fewest(apart, (some) => fails(joined(some))));
  return { ...history, steps: fewer };
}

/** Leaves out ever smaller parts of a list for as long as it still fails without them. */
async function fewest<Item>(
  items: readonly Item[],
  fails: (fewer: readonly Item[]) => Promise<boolean>,
): Promise<readonly Item[]> {
  let left = items;
  for (let size = Math.ceil(left.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let from = 0; from < left.length;) {
      const without = [...left.slice(0, from), ...left.slice(from + size)];
      if (without.length > 0 && (await fails(without))) left = without;
      else from += size;
    }
  return left;
}

/** Actions of one step together again. */
function joined(single: readonly Step[]): readonly Step[] {
  const byId = new Map<number, Step>();
  for (const step of single) {
    const known = byId.get(step.id);
    byId.set(
      step.id,
      known === undefined ? step : { ...known, actions: [...known.actions, ...step.actions] },
    );
  }
  return [...byId.values()];
}
