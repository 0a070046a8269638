import { Duration } from 'aws-cdk-lib';
import { JsonPath, Pass, Result, type StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { shardRanges } from '../jobs/shard-range.ts';
import { Door, type Logs } from './function.ts';
import { machine, schedules } from './machine.ts';
import type { Settings } from './settings.ts';
import { ITEM, shardMap } from './shard-map.ts';
import { type DataStack, sellerEnvironment } from './storage.ts';

export interface WaveProps {
  readonly data: DataStack;
  readonly settings: Settings;
  readonly tenants: string;
  readonly logs: Logs;
}

/** The weekly sending of invitations, shard range by shard range. A wave is named by the instant it was scheduled for. */
export class Wave extends Construct {
  readonly machine: StateMachine;
  readonly door: Door;

  constructor(scope: Construct, id: string, props: WaveProps) {
    super(scope, id);
    this.door = inviteDoor(this, props);
    this.machine = machine(this, 'Machine', definition(this, this.door, props.settings), props.logs);
    const { schedule, timeZone } = props.settings.wave;
    schedules(this, { machine: this.machine, schedule, timeZone, tenants: props.settings.tenants });
  }
}

function definition(scope: Construct, door: Door, { shardsPerWorker, workersAtOnce }: Settings) {
  const [tenant, now] = [JsonPath.stringAt('$.tenant'), JsonPath.stringAt('$.scheduledAt')];
  const plan = new Pass(scope, 'Plan the wave', {
    result: Result.fromObject({ ranges: shardRanges(shardsPerWorker) }),
    resultPath: '$.plan',
  });
  return plan.next(
    shardMap(scope, 'Invite sellers', {
      each: 'Invite the sellers of a range',
      door,
      itemsPath: '$.plan.ranges',
      item: { tenant, waveId: now, now, range: ITEM },
      workersAtOnce,
      resultPath: '$.invited',
    }),
  );
}

function inviteDoor(scope: Construct, { data, tenants, logs }: WaveProps): Door {
  const door = new Door(scope, 'Invite', {
    name: 'invite',
    description: 'Invites the sellers of a shard range to their open rounds',
    memory: 1024,
    timeout: Duration.minutes(15),
    environment: sellerEnvironment(data, tenants),
    logs,
  });
  door.allow(['dynamodb:Query', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], data.facts.tableArn);
  door.allow(['dynamodb:BatchGetItem'], data.ledger.tableArn);
  door.allow(['secretsmanager:GetSecretValue'], data.linkSecret.secretArn);
  return door;
}
