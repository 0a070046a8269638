import { Duration } from 'aws-cdk-lib';
import { HttpMethod, type HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { ENV } from '../env.ts';
import { Door, type Logs } from './function.ts';
import type { Settings } from './settings.ts';
import { type DataStack, sellerEnvironment } from './storage.ts';

export interface IntakeProps {
  readonly data: DataStack;
  readonly api: HttpApi;
  readonly tenants: string;
  readonly settings: Settings;
  readonly logs: Logs;
}

/** How the marketplace's systems tell what happened: signed batches, and files dropped under `in/`. */
export class Intake extends Construct {
  readonly door: Door;
  /** Announcements that it was not told of, or failed on. */
  readonly untaken: Queue;

  constructor(scope: Construct, id: string, props: IntakeProps) {
    super(scope, id);
    this.untaken = filesNotTaken(this);
    this.door = intakeDoor(this, props, this.untaken);
    routes(props.api, this.door);
    fileRule(this, props.data, this.door, this.untaken);
  }
}

function intakeDoor(
  scope: Construct,
  { data, tenants, logs, settings }: IntakeProps,
  deadLetterQueue: Queue,
): Door {
  const { roundsDays } = settings.retention;
  const door = new Door(scope, 'Intake', {
    name: 'intake',
    description: 'Takes events by HTTP batch and by file, refuses bad ones one by one, merges the rest',
    memory: 1769,
    timeout: Duration.minutes(15), // the HTTP API itself waits 30 s; files may take longer
    environment: {
      ...sellerEnvironment(data, tenants),
      [ENV.intakeBucket]: data.intake.bucketName,
      ...(roundsDays !== null && { [ENV.roundsDays]: String(roundsDays) }),
    },
    logs,
    deadLetterQueue,
  });
  door.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], data.facts.tableArn);
  door.allow(['dynamodb:Query', 'dynamodb:DeleteItem'], data.facts.tableArn); // seller.erased
  door.allow(['dynamodb:BatchGetItem', 'dynamodb:GetItem'], data.ledger.tableArn);
  door.allow(['dynamodb:PutItem', 'dynamodb:UpdateItem'], data.ledger.tableArn);
  door.allow(['secretsmanager:GetSecretValue'], data.linkSecret.secretArn);
  door.allow(['s3:GetObject'], data.intake.arnForObjects('in/*'));
  door.allow(['s3:PutObject'], data.intake.arnForObjects('out/*'));
  return door;
}

/** GET tells what to send; POST wants a signature. */
function routes(api: HttpApi, door: Door): void {
  const path = '/v1/events';
  const integration = new HttpLambdaIntegration('Intake', door);
  api.addRoutes({ path, methods: [HttpMethod.GET], integration });
  api.addRoutes({ path, methods: [HttpMethod.POST], integration, authorizer: new HttpIamAuthorizer() });
}

/** Announcements of files that the intake could not be told of, or that made it fail three times. */
function filesNotTaken(scope: Construct): Queue {
  return new Queue(scope, 'FilesNotTaken', {
    encryption: QueueEncryption.SQS_MANAGED,
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
}

function fileRule(scope: Construct, data: DataStack, door: Door, deadLetterQueue: Queue): Rule {
  return new Rule(scope, 'FileDropped', {
    eventPattern: {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: [data.intake.bucketName] }, object: { key: [{ prefix: 'in/' }] } },
    },
    targets: [
      new LambdaFunction(door, { deadLetterQueue, retryAttempts: 10, maxEventAge: Duration.hours(6) }),
    ],
  });
}
