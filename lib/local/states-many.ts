import { type Json, type JsonObject, isList, list, object } from './json.ts';
import { StatesError } from './states-error.ts';
import { type Scope, fill, valueAt } from './states-path.ts';
import type { Run, RunStates } from './states-run.ts';

/** Every branch with the same input; the first failure fails the state. */
export function runParallel(state: JsonObject, input: Json, run: Run, runStates: RunStates): Promise<Json> {
  const branches = list(state['Branches'], 'Branches').map((branch) => object(branch, 'Branches'));
  return Promise.all(branches.map((branch) => runStates(branch, input, run)));
}

/** Map, inline or distributed: the processor once an item, at most MaxConcurrency at a time, results in the items' order.
 *  Distributed, the share of failures may reach ToleratedFailurePercentage; inline, the first failure fails the state. */
export async function runMap(state: JsonObject, scope: Scope, run: Run, runStates: RunStates): Promise<Json> {
  const items = itemsOf(state, scope);
  const processor = object(state['ItemProcessor'] ?? state['Iterator'], 'ItemProcessor');
  const selector = state['ItemSelector'] ?? state['Parameters'];
  const distributed = JSON.stringify(processor['ProcessorConfig'] ?? '').includes('"DISTRIBUTED"');
  const tolerated = distributed ? toleratedOf(state, items.length) : 0;
  const atOnce = Number(state['MaxConcurrency'] ?? 0) || (distributed ? 1000 : 40);
  const results: Json[] = [];
  const failures: StatesError[] = [];

  async function one(index: number, item: Json): Promise<void> {
    const context = { ...run.context, Map: { Item: { Index: index, Value: item } } };
    const input = selector === undefined ? item : fill(selector, { input: scope.input, context });
    try {
      results[index] = await runStates(processor, input, { ...run, context });
    } catch (error) {
      if (!(error instanceof StatesError)) throw error;
      failures.push(error);
      results[index] = error.output();
    }
  }

  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) {
      if (failures.length > tolerated) return;
      await one(index, item);
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, worker));
  const [first] = failures;
  if (first === undefined || failures.length <= tolerated) return results;
  if (!distributed) throw first;
  throw new StatesError(
    'States.ExceedToleratedFailureThreshold',
    `${failures.length} of ${items.length} items failed, ${tolerated} tolerated; the first: ${first.error}: ${first.message}`,
  );
}

function itemsOf(state: JsonObject, scope: Scope): readonly Json[] {
  const items = 'ItemsPath' in state ? valueAt(String(state['ItemsPath']), scope) : scope.input;
  if (isList(items)) return items;
  throw new StatesError('States.Runtime', `${String(state['ItemsPath'] ?? '$')} is not a list of items`);
}

/** How many items may fail; with both limits given, the smaller. */
function toleratedOf(state: JsonObject, items: number): number {
  const { ToleratedFailureCount: count, ToleratedFailurePercentage: percentage } = state;
  if (count === undefined && percentage === undefined) return 0;
  return Math.min(Number(count ?? Infinity), Math.floor((Number(percentage ?? 100) * items) / 100));
}
