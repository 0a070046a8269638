import { type Json, type JsonObject, isList, isObject, list, object, text } from './json.ts';
import { holds } from './states-choice.ts';
import { StatesError } from './states-error.ts';
import { type Scope, evaluate, fill, put, valueAt } from './states-path.ts';
import { runMap, runParallel } from './states-many.ts';
import type { Run, World } from './states-run.ts';

interface Step {
  readonly output: Json;
  readonly next: string | undefined; // undefined: the end
}

const MOST_BYTES = 256 * 1024; // of what a state hands on

/** Runs the states of a definition, https://states-language.net/spec.html with JSONPath, to their end.
 *  @throws StatesError when the execution fails */
export async function runStates(definition: JsonObject, input: Json, run: Run): Promise<Json> {
  const states = object(definition['States'], 'States');
  let step: Step = { output: input, next: text(definition['StartAt'], 'StartAt') };
  while (step.next !== undefined) {
    const name = step.next;
    run.world.record({ type: 'StateEntered', name, input: step.output });
    step = await runState(name, object(states[name], `state ${name}`), step.output, run);
    run.world.record({ type: 'StateExited', name, output: step.output });
    if (Buffer.byteLength(JSON.stringify(step.output)) > MOST_BYTES)
      throw new StatesError(
        'States.DataLimitExceeded',
        `the output of ${name} is larger than ${MOST_BYTES} bytes`,
      );
  }
  return step.output;
}

/** One state, tried again as its Retry says, left by its Catch where that names the error. */
async function runState(name: string, state: JsonObject, input: Json, run: Run): Promise<Step> {
  const entered = run.world.now();
  const tried = new Map<JsonObject, number>();
  for (let retries = 0; ; retries++) {
    const context = { ...run.context, State: { Name: name, EnteredTime: entered, RetryCount: retries } };
    try {
      return await attempt(state, input, { ...run, context });
    } catch (error) {
      if (!(error instanceof StatesError)) throw error;
      run.world.record({ type: 'StateFailed', name, error: error.error, cause: error.message });
      const retrier = handlerOf(state['Retry'], error);
      const count = (retrier && tried.get(retrier)) ?? 0;
      if (retrier !== undefined && count < Number(retrier['MaxAttempts'] ?? 3)) {
        tried.set(retrier, count + 1);
        await run.world.sleep(waitBefore(retrier, count, run.world.random()));
        continue;
      }
      const catcher = handlerOf(state['Catch'], error);
      if (catcher === undefined) throw error;
      return {
        output: put(catcher['ResultPath'], input, error.output()),
        next: text(catcher['Next'], 'Next'),
      };
    }
  }
}

/** The first retrier or catcher that names the error. */
function handlerOf(handlers: Json | undefined, { error }: StatesError): JsonObject | undefined {
  return (isList(handlers) ? handlers : [])
    .map((one) => object(one, 'Retry or Catch'))
    .find((one) =>
      list(one['ErrorEquals'], 'ErrorEquals').some(
        (name) =>
          name === error ||
          (name === 'States.ALL' && error !== 'States.DataLimitExceeded' && error !== 'States.Runtime') ||
          (name === 'States.TaskFailed' && !error.startsWith('States.')),
      ),
    );
}

/** Milliseconds before try `count + 2`: interval x rate^count, capped, and with FULL jitter anything below it. */
function waitBefore(retrier: JsonObject, count: number, random: number): number {
  const grown = Number(retrier['IntervalSeconds'] ?? 1) * Number(retrier['BackoffRate'] ?? 2) ** count;
  const seconds = Math.min(grown, Number(retrier['MaxDelaySeconds'] ?? Infinity));
  return seconds * 1000 * (retrier['JitterStrategy'] === 'FULL' ? random : 1);
}

async function attempt(state: JsonObject, raw: Json, run: Run): Promise<Step> {
  const { context } = run;
  const scope: Scope = { input: pathed(state['InputPath'], { input: raw, context }), context };
  const next = state['End'] === true ? undefined : text(state['Next'] ?? state['Default'] ?? '', 'Next');
  const type = text(state['Type'], 'Type');
  if (type === 'Fail') throw failure(state, scope);
  if (type === 'Choice') return { output: pathed(state['OutputPath'], scope), next: choose(state, scope) };
  if (type === 'Succeed') return { output: pathed(state['OutputPath'], scope), next: undefined };
  if (type === 'Wait') {
    await run.world.sleep(waitOf(state, scope, run.world.now()));
    return { output: pathed(state['OutputPath'], scope), next };
  }
  const result = await within(state, scope, run.world, work(type, state, scope, run));
  const selected =
    'ResultSelector' in state ? fill(state['ResultSelector'] ?? null, { input: result, context }) : result;
  const combined = put(state['ResultPath'], raw, selected);
  return { output: pathed(state['OutputPath'], { input: combined, context }), next };
}

function pathed(path: Json | undefined, scope: Scope): Json {
  if (path === null) return {};
  return path === undefined ? scope.input : valueAt(text(path, 'path'), scope);
}

async function work(type: string, state: JsonObject, scope: Scope, run: Run): Promise<Json> {
  if (type === 'Map') return runMap(state, scope, run, runStates);
  const input = 'Parameters' in state ? fill(state['Parameters'] ?? null, scope) : scope.input;
  if (type === 'Pass') return 'Result' in state ? (state['Result'] ?? null) : input;
  if (type === 'Parallel') return runParallel(state, input, run, runStates);
  if (type === 'Task') return run.world.task(text(state['Resource'], 'Resource'), input);
  throw new RangeError(`the local stage does not know the state type ${type}`);
}

/** `TimeoutSeconds`: what takes longer fails with States.Timeout; the work itself cannot be called back. */
function within(state: JsonObject, scope: Scope, world: World, doing: Promise<Json>): Promise<Json> {
  const path = state['TimeoutSecondsPath'];
  const seconds =
    path === undefined ? state['TimeoutSeconds'] : valueAt(text(path, 'TimeoutSecondsPath'), scope);
  if (seconds === undefined) return doing;
  const late = world.sleep(Number(seconds) * 1000).then(() => {
    throw new StatesError('States.Timeout', `longer than ${Number(seconds)} seconds`);
  });
  return Promise.race([doing, late]);
}

function choose(state: JsonObject, scope: Scope): string {
  const rules = list(state['Choices'], 'Choices').map((one) => object(one, 'Choices'));
  const next = rules.find((rule) => holds(rule, scope))?.['Next'] ?? state['Default'];
  if (typeof next === 'string') return next;
  throw new StatesError('States.NoChoiceMatched', 'no choice rule matched and there is no Default');
}

function waitOf(state: JsonObject, scope: Scope, now: string): number {
  const field = (name: string) =>
    `${name}Path` in state ? valueAt(String(state[`${name}Path`]), scope) : state[name];
  const seconds = field('Seconds');
  if (seconds !== undefined) return Number(seconds) * 1000;
  return Math.max(0, Date.parse(String(field('Timestamp'))) - Date.parse(now));
}

function failure(state: JsonObject, scope: Scope): StatesError {
  const field = (name: string) =>
    `${name}Path` in state
      ? String(evaluate(String(state[`${name}Path`]), scope))
      : String(state[name] ?? '');
  return new StatesError(field('Error'), field('Cause'));
}

const KNOWN = new Set(
  'Type Comment Next End Default Choices Resource Parameters Result ResultSelector ResultPath InputPath OutputPath Retry Catch TimeoutSeconds TimeoutSecondsPath Seconds SecondsPath Timestamp TimestampPath Error ErrorPath Cause CausePath ItemsPath ItemSelector ItemProcessor Iterator MaxConcurrency ToleratedFailurePercentage ToleratedFailureCount Label Branches QueryLanguage'.split(
    ' ',
  ),
);

/** Says at the start what would otherwise be found out in the middle of a run.
 *  @throws RangeError naming the state and the field that the stage does not know */
export function checkStates(definition: JsonObject): void {
  for (const [name, found] of Object.entries(object(definition['States'], 'States'))) {
    const state = object(found, name);
    const beyond = Object.keys(state).find((field) => !KNOWN.has(field));
    if (beyond !== undefined) throw new RangeError(`state ${name}: the local stage does not know ${beyond}`);
    if (state['QueryLanguage'] === 'JSONata')
      throw new RangeError(`state ${name}: the local stage knows JSONPath only`);
    const inner = [
      state['ItemProcessor'],
      state['Iterator'],
      ...(isList(state['Branches']) ? state['Branches'] : []),
    ];
    for (const part of inner) if (isObject(part)) checkStates(part);
  }
}
