import { Duration } from 'aws-cdk-lib';
import { DistributedMap, JsonPath, StateMachineType, TaskInput } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';
import type { Door } from './function.ts';

/** The item of the surrounding map. */
export const ITEM = JsonPath.stringAt('$$.Map.Item.Value');

/** One call of a function whose answer goes to `resultPath`. Every job may be repeated, so every failure is tried again. */
export function task(
  scope: Construct,
  id: string,
  door: Door,
  payload: Record<string, unknown>,
  resultPath?: string,
) {
  const invoke = new LambdaInvoke(scope, id, {
    lambdaFunction: door,
    payload: TaskInput.fromObject(payload),
    payloadResponseOnly: true,
    retryOnServiceExceptions: false,
    ...(resultPath === undefined ? {} : { resultPath }),
  });
  return invoke.addRetry({
    errors: ['States.ALL'],
    interval: Duration.seconds(5),
    maxAttempts: 3,
    backoffRate: 3,
  });
}

export interface ShardMapProps {
  readonly each: string; // name of the state inside
  readonly door: Door;
  readonly itemsPath: string;
  readonly item: Record<string, unknown>; // what each call receives
  readonly workersAtOnce: number;
  readonly resultPath: string;
}

/** One call per shard range, side by side. Results are keys, not data: they must stay under 256 KB together. */
export function shardMap(scope: Construct, id: string, props: ShardMapProps): DistributedMap {
  const map = new DistributedMap(scope, id, {
    itemsPath: props.itemsPath,
    itemSelector: props.item,
    maxConcurrency: props.workersAtOnce,
    mapExecutionType: StateMachineType.STANDARD,
    resultPath: props.resultPath,
  });
  const payload = Object.fromEntries(
    Object.keys(props.item).map((key) => [key, JsonPath.objectAt(`$.${key}`)]),
  );
  return map.itemProcessor(task(scope, props.each, props.door, payload));
}
