import { randomUUID } from 'node:crypto';
import type { Resource } from './assembly.ts';
import type { LocalFunction } from './functions.ts';
import type { Resolve } from './intrinsics.ts';
import { type Json, type JsonObject, isList, isObject, list, object, text } from './json.ts';
import { type Place, nameOf } from './names.ts';
import type { Queue } from './queue.ts';
import type { CreatedObject } from './s3.ts';

interface Rule {
  readonly bus: string; // name
  readonly pattern: JsonObject;
  readonly targets: readonly Target[];
}

interface Target {
  readonly target: LocalFunction | Queue;
  readonly attempts: number;
  readonly input: (event: JsonObject) => string;
}

/** EventBridge: the template's rules on every bus, delivered to the functions and queues they name.
 *  @throws RangeError when a rule asks for what the stage cannot do */
export function rulesOf(
  resources: readonly Resource[],
  resolve: Resolve,
  takers: readonly (LocalFunction | Queue)[],
): readonly Rule[] {
  return resources
    .filter(({ type, properties }) => type === 'AWS::Events::Rule' && 'EventPattern' in properties)
    .map((rule) => {
      const properties = object(resolve(rule.stack, rule.properties), rule.id);
      const targets = list(properties['Targets'], rule.id).map((one) => object(one, rule.id));
      const bus = String(properties['EventBusName'] ?? 'default');
      const pattern = object(properties['EventPattern'], rule.id);
      return { bus, pattern, targets: targets.flatMap(targetOf) };
    });

  function targetOf(target: JsonObject): Rule['targets'] {
    const beyond = ['Input', 'InputPath'].find((field) => field in target);
    if (beyond !== undefined) throw new RangeError(`the local stage does not know a rule target's ${beyond}`);
    const found = takers.find(({ arn }) => arn === target['Arn']);
    const retry = target['RetryPolicy'];
    const attempts = 1 + Number(isObject(retry) ? (retry['MaximumRetryAttempts'] ?? 2) : 2);
    const input = transformer(target['InputTransformer']);
    return found === undefined ? [] : [{ target: found, attempts: Math.min(attempts, 3), input }];
  }
}

/** What a target is handed: the event, or a template into which the event is put as JSON. */
function transformer(asked: Json | undefined): Target['input'] {
  if (!isObject(asked)) return (event) => JSON.stringify(event);
  const paths = Object.entries(object(asked['InputPathsMap'] ?? {}, 'InputPathsMap'));
  const beyond = paths.find(([, path]) => path !== '$');
  if (beyond !== undefined) throw new RangeError(`the local stage does not know the input path ${beyond[1]}`);
  const template = text(asked['InputTemplate'], 'InputTemplate');
  return (event) =>
    paths.reduce((made, [name]) => made.replaceAll(`<${name}>`, () => JSON.stringify(event)), template);
}

/** Buckets whose template asks that EventBridge hear of their objects. */
export function announcingBuckets(resources: readonly Resource[], resolve: Resolve): ReadonlySet<string> {
  const own = resources.filter(
    ({ type, properties: { NotificationConfiguration: asked } }) =>
      type === 'AWS::S3::Bucket' && isObject(asked) && 'EventBridgeConfiguration' in asked,
  );
  return new Set([
    ...own.map(nameOf),
    ...resources
      .filter(({ type }) => type === 'Custom::S3BucketNotifications')
      .map((one) => object(resolve(one.stack, one.properties), one.id))
      .filter(
        ({ NotificationConfiguration: asked }) => isObject(asked) && 'EventBridgeConfiguration' in asked,
      )
      .map(({ BucketName }) => text(BucketName, 'BucketName')),
  ]);
}

export function objectCreated({ bucket, key, size, etag }: CreatedObject, place: Place): JsonObject {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account: place.account,
    time: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    region: place.region,
    resources: [`arn:aws:s3:::${bucket}`],
    detail: {
      version: '0',
      bucket: { name: bucket },
      object: { key, size, etag, sequencer: process.hrtime.bigint().toString(16).toUpperCase() },
      'request-id': 'local',
      requester: place.account,
      reason: 'PutObject',
    },
  };
}

/** Hands an event to every target of the rules it matches, again after a failure as asynchronous invocation does.
 *  @param undelivered gets a line for each target that failed every time: what a dead letter queue would have held */
export async function deliver(
  rules: readonly Rule[],
  event: JsonObject,
  log: (line: string) => void,
  undelivered: string[],
  bus = 'default',
): Promise<void> {
  const targets = rules
    .filter((rule) => rule.bus === bus && matches(rule.pattern, event))
    .flatMap((rule) => rule.targets);
  await Promise.all(
    targets.map(async ({ target, attempts, input }) => {
      if ('put' in target) return void target.put(input(event));
      let line = '';
      for (let attempt = 1; attempt <= attempts; attempt++) {
        const outcome = await target.invoke(input(event));
        if (outcome.ok) return;
        const { errorType, errorMessage } = outcome.error;
        line = `FAILED ${target.id} attempt ${attempt} of ${attempts}: ${errorType}: ${errorMessage}`;
        log(line);
        await new Promise((resolve) => setTimeout(resolve, 200 * attempt));
      }
      undelivered.push(line);
    }),
  );
}

/** Whether an event pattern matches, https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html */
export function matches(pattern: Json, event: Json | undefined): boolean {
  if (isList(pattern))
    return pattern.some((rule) => (isList(event) ? event : [event]).some((one) => passes(rule, one)));
  return (
    isObject(pattern) &&
    Object.entries(pattern).every(([key, inner]) => matches(inner, isObject(event) ? event[key] : undefined))
  );
}

function passes(rule: Json, value: Json | undefined): boolean {
  if (!isObject(rule)) return rule === value;
  const [operator = '', operand = null] = Object.entries(rule)[0] ?? [];
  if (operator === 'exists') return (value !== undefined) === operand;
  if (operator === 'anything-but')
    return value !== undefined && !(isList(operand) ? operand : [operand]).includes(value);
  if (typeof operand !== 'string')
    throw new RangeError(`the local stage does not know ${JSON.stringify(rule)}`);
  if (typeof value !== 'string') return false;
  if (operator === 'prefix') return value.startsWith(operand);
  if (operator === 'suffix') return value.endsWith(operand);
  if (operator === 'wildcard')
    return new RegExp(
      `^${operand.replaceAll(/[.+^${}()|[\]\\?]/g, '\\$&').replaceAll('*', '.*')}$`,
      's',
    ).test(value);
  throw new RangeError(`the local stage does not know ${JSON.stringify(rule)}`);
}
