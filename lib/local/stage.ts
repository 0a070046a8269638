import { mkdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { readAssembly, resourcesOf } from './assembly.ts';
import { dynamodb } from './dynamodb.ts';
import { endpoint } from './endpoint.ts';
import { announcingBuckets, deliver, objectCreated, objectCreatedRules } from './events.ts';
import { type LocalFunction, functionOf } from './functions.ts';
import { resolver } from './intrinsics.ts';
import { type Place, nameOf } from './names.ts';
import { type Gate, gate, statementsOf } from './policy.ts';
import { s3 } from './s3.ts';
import { secretsManager } from './secrets.ts';
import { close, listen } from './server.ts';
import { createTables } from './tables.ts';

/** May do everything, as the people who run a stage: the access key id of the command line and the local page. */
export const OPERATOR = 'local-operator';
const REGION = 'us-east-1';
const ACCOUNT = '000000000000';

export interface StageSettings {
  readonly assembly: string; // folder of the synthesised Stage
  readonly directory: string; // what persists
  readonly engine: string; // address of the embedded DynamoDB
  readonly log: (line: string) => void;
}

export interface Stage {
  readonly endpoint: string;
  readonly functions: readonly LocalFunction[];
  readonly gate: Gate;
  stop(): Promise<void>;
}

/** Runs what CDK synthesised on this machine; see docs/decisions/0040. */
export async function startStage({ assembly, directory, engine, log }: StageSettings): Promise<Stage> {
  const stacks = readAssembly(assembly);
  const resources = resourcesOf(stacks);
  const place: Place = { region: REGION, account: ACCOUNT, site: '' };
  const resolve = resolver(stacks, resources, place);
  const logs = join(directory, 'logs');
  mkdirSync(logs, { recursive: true });
  await createTables(engine, resources, resolve);

  const functions: LocalFunction[] = [];
  const callers = new Map<string, ReturnType<typeof statementsOf>>();
  const guard = gate(callers, OPERATOR, log);
  const announcing = announcingBuckets(resources, resolve);
  const buckets = resources.filter(({ type }) => type === 'AWS::S3::Bucket').map(nameOf);
  const files = s3(join(directory, 'files'), buckets, guard, (created) => {
    if (announcing.has(created.bucket)) void deliver(rules, objectCreated(created, place), log);
  });
  const tableArns = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/`;
  const server = endpoint(
    {
      DynamoDB_20120810: dynamodb(engine, tableArns, guard),
      secretsmanager: secretsManager(join(directory, 'secrets.json'), resources, resolve, place, guard),
    },
    files,
    log,
  );
  const address = `http://127.0.0.1:${await listen(server)}`;
  const host = {
    place,
    endpoint: address,
    logs,
    concurrency: Math.min(4, Math.max(2, availableParallelism())),
  };
  for (const resource of resources.filter(({ type }) => type === 'AWS::Lambda::Function')) {
    const found = functionOf(resource, resolve, host);
    if (found === undefined) continue;
    functions.push(found);
    const role = resources.find(({ id, stack }) => id === found.role && stack === resource.stack);
    callers.set(found.id, role === undefined ? [] : statementsOf(role, resources, resolve));
  }
  const rules = objectCreatedRules(resources, resolve, functions);

  return {
    endpoint: address,
    functions,
    gate: guard,
    async stop() {
      for (const one of functions) one.stop();
      await close(server);
    },
  };
}
