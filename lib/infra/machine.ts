import { Duration, TimeZone } from 'aws-cdk-lib';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Schedule, ScheduleExpression, ScheduleTargetInput, TimeWindow } from 'aws-cdk-lib/aws-scheduler';
import { StepFunctionsStartExecution } from 'aws-cdk-lib/aws-scheduler-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { DefinitionBody, LogLevel, StateMachine, type IChainable } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import type { Logs } from './function.ts';

/** A Standard state machine that logs what happened but not with which data. */
export function machine(scope: Construct, id: string, definition: IChainable, logs: Logs): StateMachine {
  const destination = new LogGroup(scope, `${id}Log`, { retention: logs.days, removalPolicy: logs.removal });
  return new StateMachine(scope, id, {
    definitionBody: DefinitionBody.fromChainable(definition),
    timeout: Duration.hours(6),
    tracingEnabled: true,
    logs: { destination, level: LogLevel.ALL, includeExecutionData: false },
  });
}

export interface ScheduleProps {
  readonly machine: StateMachine;
  readonly schedule: string; // cron(...) of six fields
  readonly timeZone: string; // IANA
  readonly tenants: readonly { readonly id: string }[];
  /** What the machine is told besides. */
  readonly input?: Readonly<Record<string, string>>;
}

/** Starts the machine for each tenant with `{tenant, scheduledAt}`: the night's clock is the schedule's, so a late or
 *  repeated start still works on that night.
 *  @returns where what could not be started waits */
export function schedules(scope: Construct, props: ScheduleProps): Queue {
  const deadLetterQueue = new Queue(scope, 'NotStarted', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  const timeZone = TimeZone.of(props.timeZone);
  props.tenants.forEach(({ id }) => {
    const input = ScheduleTargetInput.fromObject({
      tenant: id,
      scheduledAt: '<aws.scheduler.scheduled-time>',
      ...props.input,
    });
    return new Schedule(scope, `Schedule-${id}`, {
      schedule: ScheduleExpression.expression(props.schedule, timeZone),
      timeWindow: TimeWindow.flexible(Duration.minutes(15)),
      target: new StepFunctionsStartExecution(props.machine, {
        input,
        deadLetterQueue,
        retryAttempts: 20,
        maxEventAge: Duration.hours(12),
      }),
    });
  });
  return deadLetterQueue;
}
