import { Duration } from 'aws-cdk-lib';
import type { Queue } from 'aws-cdk-lib/aws-sqs';
import { JsonPath, Pass, Result, type StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { ENV } from '../env.ts';
import { shardRanges } from '../jobs/shard-range.ts';
import { Door, type Logs } from './function.ts';
import { machine, schedules, type ScheduleProps } from './machine.ts';
import type { Settings } from './settings.ts';
import { ITEM, shardMap } from './shard-map.ts';
import { type DataStack, sellerEnvironment } from './storage.ts';

export interface WaveProps {
  readonly data: DataStack;
  readonly settings: Settings;
  readonly tenants: string;
  readonly logs: Logs;
}

/** The weekly asking about recommendations and the quarterly questionnaire, shard range by shard range. Which wave it is
 *  follows from what the execution was started with, so a range that is done again belongs to the same one. */
export class Wave extends Construct {
  readonly machine: StateMachine;
  readonly door: Door;
  readonly notStarted: readonly Queue[];

  constructor(scope: Construct, id: string, props: WaveProps) {
    super(scope, id);
    this.door = inviteDoor(this, props);
    this.machine = machine(this, 'Machine', definition(this, this.door, props.settings), props.logs);
    const { quarterly, ...weekly } = props.settings.wave;
    const each = { machine: this.machine, tenants: props.settings.tenants };
    const input = { questionnaire: 'recommendation' };
    const first = schedules(this, { ...each, ...weekly, input });
    this.notStarted = quarterly === null ? [first] : [first, this.#quarterly({ ...each, ...quarterly })];
  }

  #quarterly(props: Omit<ScheduleProps, 'input'>): Queue {
    const apart = new Construct(this, 'Quarterly');
    return schedules(apart, { ...props, input: { questionnaire: 'quarterly' } });
  }
}

function definition(scope: Construct, door: Door, { shardsPerWorker, workersAtOnce }: Settings) {
  const plan = new Pass(scope, 'Plan the wave', {
    result: Result.fromObject({ ranges: shardRanges(shardsPerWorker) }),
    resultPath: '$.plan',
  });
  return plan.next(
    shardMap(scope, 'Invite sellers', {
      each: 'Invite the sellers of a range',
      door,
      itemsPath: '$.plan.ranges',
      item: { wave: JsonPath.objectAt('$$.Execution.Input'), range: ITEM },
      workersAtOnce,
      resultPath: '$.invited',
    }),
  );
}

function inviteDoor(scope: Construct, { data, settings, tenants, logs }: WaveProps): Door {
  const door = new Door(scope, 'Invite', {
    name: 'invite',
    description: 'Asks the sellers of a shard range about their open rounds, or the quarterly questionnaire',
    memory: 1024,
    timeout: Duration.minutes(15),
    environment: { ...sellerEnvironment(data, tenants), [ENV.delivery]: settings.outreach.delivery },
    logs,
  });
  door.allow(
    [
      'dynamodb:GetItem',
      'dynamodb:Query',
      'dynamodb:PutItem',
      'dynamodb:UpdateItem',
      'dynamodb:ConditionCheckItem',
    ],
    data.facts.tableArn,
  );
  door.allow(['dynamodb:BatchGetItem'], data.ledger.tableArn);
  door.allow(['secretsmanager:GetSecretValue'], data.linkSecret.secretArn);
  return door;
}
