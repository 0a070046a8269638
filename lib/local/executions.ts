import { randomUUID } from 'node:crypto';
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Resource } from './assembly.ts';
import { type Call, type Service, AwsError, demand, jsonAnswer } from './endpoint.ts';
import { historyEvents } from './execution-history.ts';
import { writeWhole } from './folder.ts';
import type { LocalFunction } from './functions.ts';
import { type Json, type JsonObject, object, parseJson, parseObject, text } from './json.ts';
import type { Gate } from './policy.ts';
import { StatesError } from './states-error.ts';
import type { World } from './states-run.ts';
import { checkStates, runStates } from './states.ts';

/** A state machine of the template, ready to run. */
export interface Machine {
  readonly id: string; // logical id: its caller name at the gate
  readonly arn: string;
  readonly definition: JsonObject;
}

/** One execution, as it is kept in its file. Times in seconds since 1970, as the SDK wants them. */
const executionSchema = z.strictObject({
  executionArn: z.string(),
  stateMachineArn: z.string(),
  name: z.string(),
  status: z.enum(['RUNNING', 'SUCCEEDED', 'FAILED', 'TIMED_OUT', 'ABORTED']),
  startDate: z.number(),
  stopDate: z.optional(z.number()),
  input: z.string(),
  output: z.optional(z.string()),
  error: z.optional(z.string()),
  cause: z.optional(z.string()),
});
export type Execution = Readonly<z.infer<typeof executionSchema>>;

export interface Executions {
  readonly service: Service;
  readonly machines: readonly string[]; // ARNs
  /** Newest first. */
  list(machineArn: string): readonly Execution[];
  start(machineArn: string, input: string, name?: string): Execution;
}

/** A state machine as the template has it.
 *  @throws RangeError when it uses what the interpreter does not know */
export function machineOf({ id }: Resource, arn: string, properties: JsonObject): Machine {
  const definition = parseObject(text(properties['DefinitionString'], 'DefinitionString'), id);
  checkStates(definition);
  return { id, arn, definition };
}

export interface ExecutionsSettings {
  readonly folder: string;
  readonly machines: readonly Machine[];
  readonly functions: readonly LocalFunction[];
  readonly gate: Gate;
}

/** Step Functions: starts and remembers executions. What an earlier stage left running is told as aborted. */
export function executions({ folder, machines, functions, gate }: ExecutionsSettings): Executions {
  mkdirSync(folder, { recursive: true });
  const known = new Map<string, Execution>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    const kept = executionSchema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    if (kept.status === 'RUNNING')
      keep({
        ...kept,
        status: 'ABORTED',
        stopDate: seconds(),
        error: 'Local.StageStopped',
        cause: 'the stage ended',
      });
    else known.set(kept.executionArn, kept);
  }

  function keep(execution: Execution): Execution {
    known.set(execution.executionArn, execution);
    writeWhole(fileOf(execution, 'json'), JSON.stringify(execution, undefined, 1));
    return execution;
  }

  function fileOf({ executionArn }: Execution, end: string): string {
    return join(folder, `${executionArn.split(':').slice(-2).map(encodeURIComponent).join('.')}.${end}`);
  }

  function start(machineArn: string, input: string, name: string = randomUUID()): Execution {
    const machine = machines.find(({ arn }) => arn === machineArn);
    if (machine === undefined)
      throw new AwsError(400, 'StateMachineDoesNotExist', `no state machine ${machineArn}`);
    if (!/^[\w.-]{1,80}$/.test(name))
      throw new AwsError(400, 'InvalidName', `not an execution name: ${name}`);
    const executionArn = `${machineArn.replace(':stateMachine:', ':execution:')}:${name}`;
    const before = known.get(executionArn);
    if (before?.status === 'RUNNING' && before.input === input) return before;
    if (before !== undefined) throw new AwsError(400, 'ExecutionAlreadyExists', `${executionArn} exists`);
    const startDate = seconds();
    const begun = keep({
      executionArn,
      stateMachineArn: machineArn,
      name,
      status: 'RUNNING',
      startDate,
      input,
    });
    void run(machine, begun).then((ended) => keep({ ...begun, ...ended, stopDate: seconds() }));
    return begun;
  }

  async function run(machine: Machine, execution: Execution): Promise<Partial<Execution>> {
    const record = (event: JsonObject) =>
      appendFileSync(
        fileOf(execution, 'history.jsonl'),
        `${JSON.stringify({ at: new Date().toISOString(), ...event })}\n`,
      );
    try {
      const input = parseJson(execution.input);
      if (JSON.stringify(machine.definition).includes('"DISTRIBUTED"'))
        permit(machine, 'states:StartExecution', machine.arn);
      const running = runStates(machine.definition, input, {
        world: { ...clock, record, task: (resource, payload) => task(machine, resource, payload) },
        context: contextOf(execution, input),
      });
      const output = await Promise.race([running, lateAfter(machine.definition['TimeoutSeconds'])]);
      return { status: 'SUCCEEDED', output: JSON.stringify(output) };
    } catch (error) {
      const failure = error instanceof StatesError ? error : new StatesError('States.Runtime', String(error));
      const status = failure.error === TIMED_OUT ? 'TIMED_OUT' : 'FAILED';
      return { status, error: failure.error, cause: failure.message };
    }
  }

  function permit({ id }: Machine, action: string, resource: string): void {
    if (!gate.allows(id, action, resource))
      throw new StatesError(
        'Lambda.AWSLambdaException',
        `${id} is not authorized to perform: ${action} on resource: ${resource}`,
      );
  }

  /** A function by its ARN, or the `lambda:invoke` integration with its envelope. */
  async function task(machine: Machine, resource: string, payload: Json): Promise<Json> {
    const enveloped = resource === 'arn:aws:states:::lambda:invoke';
    const request = enveloped ? object(payload, 'Parameters') : { FunctionName: resource, Payload: payload };
    const found = functions.find(
      ({ arn }) => arn === String(request['FunctionName']).replace(/:\$LATEST$/, ''),
    );
    if (found === undefined) throw new RangeError(`the local stage has no resource ${resource}`);
    permit(machine, 'lambda:InvokeFunction', found.arn);
    const outcome = await found.invoke(JSON.stringify(request['Payload'] ?? {}));
    if (!outcome.ok) throw new StatesError(outcome.error.errorType, JSON.stringify(outcome.error));
    const answer = parseJson(outcome.payload);
    return enveloped ? { ExecutedVersion: '$LATEST', Payload: answer, StatusCode: 200 } : answer;
  }

  function eventsOf(executionArn: string): JsonObject[] {
    const found = known.get(executionArn);
    if (found === undefined) throw new AwsError(400, 'ExecutionDoesNotExist', executionArn);
    const file = fileOf(found, 'history.jsonl');
    const machine = machines.find(({ arn }) => arn === found.stateMachineArn);
    if (machine === undefined || !existsSync(file)) return [];
    return historyEvents(readFileSync(file, 'utf8'), object(machine.definition['States'], 'States'));
  }

  function list(machineArn: string): readonly Execution[] {
    return [...known.values()]
      .filter(({ stateMachineArn }) => stateMachineArn === machineArn)
      .sort((a, b) => b.startDate - a.startDate);
  }

  const service: Service = async (call, operation) => {
    const input = parseObject(call.body.toString('utf8'), operation);
    const need = (resource: string) => permitCall(gate, call, `states:${operation}`, resource);
    if (operation === 'StartExecution') {
      const arn = need(text(input['stateMachineArn'], 'stateMachineArn'));
      const { name, input: given } = input;
      const started = start(
        arn,
        typeof given === 'string' ? given : '{}',
        typeof name === 'string' ? name : undefined,
      );
      return jsonAnswer({ executionArn: started.executionArn, startDate: started.startDate });
    }
    if (operation === 'DescribeExecution') {
      const found = known.get(need(text(input['executionArn'], 'executionArn')));
      if (found === undefined)
        throw new AwsError(400, 'ExecutionDoesNotExist', String(input['executionArn']));
      return jsonAnswer(found);
    }
    if (operation === 'GetExecutionHistory') {
      const events = eventsOf(need(text(input['executionArn'], 'executionArn')));
      const ordered = input['reverseOrder'] === true ? events.toReversed() : events;
      return jsonAnswer({ events: ordered.slice(0, Number(input['maxResults'] ?? 100) || 100) });
    }
    if (operation !== 'ListExecutions')
      throw new AwsError(400, 'UnknownOperationException', `${operation} is not here`);
    const all = list(need(text(input['stateMachineArn'], 'stateMachineArn')));
    const wanted = all.filter(({ status }) => !('statusFilter' in input) || status === input['statusFilter']);
    return jsonAnswer({ executions: wanted.slice(0, Number(input['maxResults'] ?? 100) || 100) });
  };
  return { service, machines: machines.map(({ arn }) => arn), list, start };
}

function permitCall(gate: Gate, call: Call, action: string, resource: string): string {
  demand(gate.allows(call.caller, action, resource), call, action, resource, 'AccessDeniedException');
  return resource;
}

const clock: Pick<World, 'sleep' | 'now' | 'random'> = {
  // a wait alone does not keep the process from ending
  sleep: (milliseconds) =>
    new Promise((resolve) => setTimeout(resolve, Math.min(milliseconds, 2 ** 31 - 1)).unref()),
  now: () => new Date().toISOString(),
  random: Math.random,
};

const TIMED_OUT = 'States.Timeout';

/** The machine's own limit. */
async function lateAfter(limit: Json | undefined): Promise<never> {
  if (limit === undefined) return new Promise(() => {});
  await clock.sleep(Number(limit) * 1000);
  throw new StatesError(TIMED_OUT, `longer than ${Number(limit)} seconds`);
}

function contextOf(execution: Execution, input: Json): JsonObject {
  const started = new Date(execution.startDate * 1000).toISOString();
  return {
    Execution: { Id: execution.executionArn, Name: execution.name, Input: input, StartTime: started },
    StateMachine: { Id: execution.stateMachineArn, Name: execution.stateMachineArn.split(':').at(-1) ?? '' },
  };
}

function seconds(): number {
  return Date.now() / 1000;
}
