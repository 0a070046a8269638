import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import { EventBus, Rule } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Schedule, ScheduleExpression, TimeWindow } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import {
  ConfigurationSet,
  EmailSendingEvent,
  EventDestination,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { ENV } from '../env.ts';
import { Door, type Logs } from './function.ts';
import type { Intake } from './intake.ts';
import { addressIn, type Settings } from './settings.ts';
import { type DataStack, sellerEnvironment } from './storage.ts';

export interface OutreachProps {
  readonly data: DataStack;
  readonly settings: Settings;
  readonly tenants: string;
  readonly logs: Logs;
  readonly surveyUrl: string;
  readonly intake: Intake;
}

/** What takes invitations out of the outbox and sends them: as events on the stage's own bus, or as mails by SES, whose
 *  word about bounces and complaints comes back to the intake. */
export class Outreach extends Construct {
  readonly door: Door;
  readonly bus: EventBus;
  /** Undefined: the marketplace writes to its sellers itself. */
  readonly configurationSet: string | undefined;

  constructor(scope: Construct, id: string, props: OutreachProps) {
    super(scope, id);
    this.bus = new EventBus(this, 'Bus', { description: 'Events of seller-trust to the marketplace' });
    this.door = postDoor(this, props, this.bus);
    const { delivery, sender } = props.settings.outreach;
    const ours = delivery === 'mail' && sender !== null;
    this.configurationSet = ours ? mails(this, this.door, sender, props.intake) : undefined;
    everyMinute(this, this.door);
  }
}

function postDoor(scope: Construct, props: OutreachProps, bus: EventBus): Door {
  const { data, tenants, logs, surveyUrl, settings } = props;
  const door = new Door(scope, 'Post', {
    name: 'post',
    description: 'Sends what is due: invitations, reminders, and word of what sellers wrote',
    memory: 1024,
    timeout: Duration.minutes(5),
    environment: {
      ...sellerEnvironment(data, tenants),
      [ENV.surveyUrl]: surveyUrl,
      [ENV.delivery]: settings.outreach.delivery,
      [ENV.eventBus]: bus.eventBusName,
    },
    logs,
  });
  const writes = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'];
  door.allow(['dynamodb:Query', ...writes], data.facts.tableArn);
  door.allow(['dynamodb:BatchGetItem'], data.ledger.tableArn);
  door.allow(['secretsmanager:GetSecretValue'], data.linkSecret.secretArn);
  door.allow(['events:PutEvents'], bus.eventBusArn);
  return door;
}

/** What one sweep leaves, the next one takes: nothing is repeated by the scheduler itself. */
function everyMinute(scope: Construct, door: Door): Schedule {
  return new Schedule(scope, 'EveryMinute', {
    schedule: ScheduleExpression.rate(Duration.minutes(1)),
    timeWindow: TimeWindow.off(),
    target: new LambdaInvoke(door, { retryAttempts: 0, maxEventAge: Duration.minutes(1) }),
  });
}

/** SES tells the default bus only. The sender's identity is verified by whoever owns its domain. */
function mails(scope: Construct, door: Door, sender: string, intake: Intake): string {
  const set = new ConfigurationSet(scope, 'Mails', {
    reputationMetrics: true,
    suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
  });
  set.addEventDestination('Told', {
    destination: EventDestination.eventBus(EventBus.fromEventBusName(scope, 'DefaultBus', 'default')),
    events: [EmailSendingEvent.BOUNCE, EmailSendingEvent.COMPLAINT, EmailSendingEvent.DELIVERY],
  });
  const name = set.configurationSetName;
  door.addEnvironment(ENV.sender, sender);
  door.addEnvironment(ENV.configurationSet, name);
  door.allow(['ses:SendEmail'], ...identitiesOf(sender).map((one) => sesArn(scope, 'identity', one)));
  door.allow(['ses:SendEmail'], sesArn(scope, 'configuration-set', name));
  mailRule(scope, name, intake);
  return name;
}

/** An address is verified itself, or its domain is. */
function identitiesOf(sender: string): readonly string[] {
  const address = addressIn(sender);
  return [address, address.slice(address.indexOf('@') + 1)];
}

function sesArn(scope: Construct, resource: string, resourceName: string): string {
  const arnFormat = ArnFormat.SLASH_RESOURCE_NAME;
  return Stack.of(scope).formatArn({ service: 'ses', resource, resourceName, arnFormat });
}

function mailRule(scope: Construct, configurationSet: string, { events }: Intake): Rule {
  return new Rule(scope, 'MailTold', {
    eventPattern: {
      source: ['aws.ses'],
      detailType: ['Email Bounced', 'Email Complaint Received', 'Email Delivered'],
      detail: { mail: { tags: { 'ses:configuration-set': [configurationSet] } } },
    },
    targets: [new SqsQueue(events.queue, { deadLetterQueue: events.setAside })],
  });
}
