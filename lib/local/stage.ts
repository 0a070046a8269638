import { mkdirSync } from 'node:fs';
import { type RequestListener, createServer } from 'node:http';
import { availableParallelism } from 'node:os';
import { join, resolve as resolvePath } from 'node:path';
import { type Resource, readAssembly, resourcesOf } from './assembly.ts';
import { dynamodb } from './dynamodb.ts';
import { endpoint } from './endpoint.ts';
import { eventBridge } from './event-bridge.ts';
import { eventSources } from './event-sources.ts';
import { announcingBuckets, deliver, objectCreated, rulesOf } from './events.ts';
import { type Executions, type Machine, executions, machineOf } from './executions.ts';
import { type LocalFunction, functionOf } from './functions.ts';
import { httpApi } from './http-api.ts';
import { outputsOf, resolver } from './intrinsics.ts';
import { object } from './json.ts';
import { type Place, arnOf, nameOf, refOf } from './names.ts';
import { type Gate, gate, statementsOf } from './policy.ts';
import { queueAt } from './queue.ts';
import { type CreatedObject, s3 } from './s3.ts';
import { keepsVersions, s3Versions } from './s3-versions.ts';
import { secretsManager } from './secrets.ts';
import { ses } from './ses.ts';
import { sqs } from './sqs.ts';
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
  readonly port?: number; // of the HTTP API; any free one if absent or taken
}

export interface Stage {
  readonly endpoint: string;
  readonly site: string; // address of the HTTP API
  readonly region: string;
  /** The outputs of all stacks, by name. */
  readonly outputs: Readonly<Record<string, string>>;
  readonly functions: readonly LocalFunction[];
  readonly executions: Executions;
  readonly gate: Gate;
  /** Announcements that no attempt could deliver, in a line each. */
  readonly undelivered: readonly string[];
  stop(): Promise<void>;
}

/** Runs what CDK synthesised on this machine; see docs/decisions/0040. */
export async function startStage({ engine, log, port, ...given }: StageSettings): Promise<Stage> {
  // absolute: a function's process runs in the folder of its asset
  const [assembly, directory] = [resolvePath(given.assembly), resolvePath(given.directory)];
  const stacks = readAssembly(assembly);
  const resources = resourcesOf(stacks);
  let front: RequestListener = notYet;
  const site = createServer((request, response) => front(request, response));
  const sitePort = await listen(site, port).catch(() => listen(site));
  const place: Place = { region: REGION, account: ACCOUNT, site: `http://127.0.0.1:${sitePort}` };
  const resolve = resolver(stacks, resources, place);
  const logs = join(directory, 'logs');
  mkdirSync(logs, { recursive: true });
  await createTables(engine, resources, resolve);

  const functions: LocalFunction[] = [];
  const undelivered: string[] = [];
  const callers = new Map<string, ReturnType<typeof statementsOf>>();
  const guard = gate(callers, OPERATOR, log);
  const announcing = announcingBuckets(resources, resolve);
  const buckets = resources.filter(({ type }) => type === 'AWS::S3::Bucket').map(nameOf);
  const versioned = resources.filter(
    ({ type, properties }) => type === 'AWS::S3::Bucket' && keepsVersions(properties),
  );
  const versions = s3Versions(join(directory, 'files'), versioned.map(nameOf));
  const announce = (created: CreatedObject) => {
    if (announcing.has(created.bucket)) void deliver(rules, objectCreated(created, place), log, undelivered);
  };
  const files = s3(join(directory, 'files'), buckets, guard, announce, versions);
  const mails = ses({
    folder: join(directory, 'mail'),
    place,
    gate: guard,
    told: (event) => void deliver(rules, event, log, undelivered),
  });
  const queueFolder = join(directory, 'queues');
  mkdirSync(queueFolder, { recursive: true });
  const queues = new Map(
    resources
      .filter(({ type }) => type === 'AWS::SQS::Queue')
      .map((one) => [refOf(one, place), queueAt(queueFolder, nameOf(one), arnOf(one, place))]),
  );
  const buses = resources.filter(({ type }) => type === 'AWS::Events::EventBus');
  const machines = resources.filter(({ type }) => type === 'AWS::StepFunctions::StateMachine').map(machine);
  const runs = executions({ folder: join(directory, 'executions'), machines, functions, gate: guard });
  const tableArns = `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/`;
  const server = endpoint(
    {
      DynamoDB_20120810: dynamodb(engine, tableArns, guard),
      secretsmanager: secretsManager(join(directory, 'secrets.json'), resources, resolve, place, guard),
      AWSStepFunctions: runs.service,
      AWSEvents: eventBridge({
        folder: join(directory, 'events'),
        buses: new Map(buses.map((bus) => [nameOf(bus), arnOf(bus, place)])),
        gate: guard,
        told: (bus, event) => void deliver(rules, event, log, undelivered, bus),
      }),
      AmazonSQS: sqs(queues, guard),
    },
    files,
    log,
    mails,
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
    permit(resource, 'Role');
  }
  const rules = rulesOf(resources, resolve, [...functions, ...queues.values()]);
  const pollers = eventSources(resources, resolve, {
    queues: [...queues.values()],
    functions,
    gate: guard,
    log,
    undelivered,
  });
  front = httpApi(resources, resolve, functions, place);

  function machine(resource: Resource): Machine {
    permit(resource, 'RoleArn');
    return machineOf(
      resource,
      arnOf(resource, place),
      object(resolve(resource.stack, resource.properties), resource.id),
    );
  }

  /** Lets a function or machine do what its role may. */
  function permit(resource: Resource, property: string): void {
    if (callers.has(resource.id))
      throw new RangeError(`two stacks have a ${resource.id}; callers need their own id`);
    const roleId = /"Fn::GetAtt":\["([^"]+)"/.exec(JSON.stringify(resource.properties[property]))?.[1];
    const role = resources.find(({ id, stack }) => id === roleId && stack === resource.stack);
    callers.set(resource.id, role === undefined ? [] : statementsOf(role, resources, resolve));
  }

  return {
    endpoint: address,
    site: place.site,
    region: REGION,
    outputs: outputsOf(stacks, resolve),
    functions,
    executions: runs,
    gate: guard,
    undelivered,
    async stop() {
      pollers.stop();
      await close(site);
      for (const one of functions) one.stop();
      await close(server);
      for (const queue of queues.values()) queue.flush();
    },
  };
}

const notYet: RequestListener = (_, response) => void response.writeHead(503).end();
