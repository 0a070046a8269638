import { Duration } from 'aws-cdk-lib';
import { HttpMethod, type HttpApi } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { EventBus, EventField, Rule, RuleTargetInput } from 'aws-cdk-lib/aws-events';
import { SqsQueue } from 'aws-cdk-lib/aws-events-targets';
import { Construct } from 'constructs';
import { ENV } from '../env.ts';
import { EVENT_TYPES } from '../rounds/event.ts';
import { Door, type Logs } from './function.ts';
import { Inlet } from './inlet.ts';
import type { Settings } from './settings.ts';
import { type DataStack, sellerEnvironment } from './storage.ts';

export interface IntakeProps {
  readonly data: DataStack;
  readonly api: HttpApi;
  readonly tenants: string;
  readonly settings: Settings;
  readonly logs: Logs;
}

/** How the marketplace's systems tell what happened: signed batches, files dropped under `in/`, and events on a bus that is
 *  theirs. One handler takes them all; bursts wait in queues before it. */
export class Intake extends Construct {
  readonly door: Door;
  /** The same handler for what is small and comes in bursts: events of buses, and what became of mails. */
  readonly quick: Door;
  readonly files: Inlet;
  readonly events: Inlet;
  /** Whoever may put events on a tenant's bus speaks for the tenant. */
  readonly buses: ReadonlyMap<string, EventBus>;

  constructor(scope: Construct, id: string, props: IntakeProps) {
    super(scope, id);
    const minute = Duration.minutes(1);
    this.door = intakeDoor(this, 'Intake', props, Duration.minutes(15)); // files take long; the HTTP API waits 30 s
    this.quick = intakeDoor(this, 'Events', props, minute);
    routes(props.api, this.door);
    this.files = new Inlet(this, 'FilesIn', {
      door: this.door,
      batchSize: 1,
      wait: Duration.seconds(0),
      workers: 5,
    });
    this.events = new Inlet(this, 'EventsIn', {
      door: this.quick,
      batchSize: 100,
      wait: Duration.seconds(5),
      workers: 10,
    });
    fileRule(this, props.data, this.files);
    this.buses = new Map(
      props.settings.tenants.map(({ id: tenant }) => [tenant, bus(this, tenant, this.events)]),
    );
  }
}

function intakeDoor(
  scope: Construct,
  id: string,
  { data, tenants, logs, settings }: IntakeProps,
  timeout: Duration,
): Door {
  const { roundsDays } = settings.retention;
  const door = new Door(scope, id, {
    name: 'intake',
    description: 'Takes events by HTTP batch, file and bus, refuses bad ones one by one, merges the rest',
    memory: 1769,
    timeout,
    environment: {
      ...sellerEnvironment(data, tenants),
      [ENV.intakeBucket]: data.intake.bucketName,
      ...(roundsDays !== null && { [ENV.roundsDays]: String(roundsDays) }),
    },
    logs,
  });
  door.allow(['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem'], data.facts.tableArn);
  door.allow(['dynamodb:Query', 'dynamodb:DeleteItem'], data.facts.tableArn); // seller.erased
  door.allow(['dynamodb:BatchGetItem', 'dynamodb:GetItem'], data.ledger.tableArn);
  door.allow(['dynamodb:PutItem', 'dynamodb:UpdateItem'], data.ledger.tableArn);
  door.allow(['secretsmanager:GetSecretValue'], data.linkSecret.secretArn);
  if (id === 'Intake') door.allow(['s3:GetObject'], data.intake.arnForObjects('in/*'));
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

function fileRule(scope: Construct, data: DataStack, { queue, setAside }: Inlet): Rule {
  return new Rule(scope, 'FileDropped', {
    eventPattern: {
      source: ['aws.s3'],
      detailType: ['Object Created'],
      detail: { bucket: { name: [data.intake.bucketName] }, object: { key: [{ prefix: 'in/' }] } },
    },
    targets: [new SqsQueue(queue, { ...DELIVERY, deadLetterQueue: setAside })],
  });
}

/** A tenant's bus: its rule matches source and type, and says whose bus it was. What is wrong with an event is for the
 *  handler to say. */
function bus(scope: Construct, tenant: string, { queue, setAside }: Inlet): EventBus {
  const made = new EventBus(scope, `Bus-${tenant}`, { description: `Events of ${tenant} to seller-trust` });
  const told = { tenant, event: EventField.fromPath('$') };
  const rule = new Rule(scope, `Told-${tenant}`, {
    eventBus: made,
    eventPattern: { source: [{ 'anything-but': 'seller-trust' }] as never, detailType: [...EVENT_TYPES] },
  });
  const message = RuleTargetInput.fromObject(told);
  rule.addTarget(new SqsQueue(queue, { ...DELIVERY, deadLetterQueue: setAside, message }));
  return made;
}

/** EventBridge tries to reach the queue for a day. */
const DELIVERY = { retryAttempts: 185, maxEventAge: Duration.hours(24) };
