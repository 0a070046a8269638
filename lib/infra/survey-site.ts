import { Duration } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import { HttpApi, HttpMethod, HttpStage, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Door, type Logs } from './function.ts';
import type { Settings } from './settings.ts';
import { type DataStack, sellerEnvironment } from './storage.ts';

export interface SurveySiteProps {
  readonly data: DataStack;
  readonly settings: Settings;
  readonly tenants: string;
  readonly logs: Logs;
}

const ROUTES = [
  ['/s/{token}', HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST],
  ['/s/{token}/history', HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST],
  ['/s/{token}/stop', HttpMethod.GET, HttpMethod.HEAD, HttpMethod.POST],
] as const;

/** What sellers open, and the HTTP API it stands behind. */
export class SurveySite extends Construct {
  readonly api: HttpApi;
  readonly survey: Door;

  constructor(scope: Construct, id: string, props: SurveySiteProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', { createDefaultStage: false });
    stage(this, this.api, props);
    this.survey = surveyDoor(this, props);
    const integration = new HttpLambdaIntegration('Survey', this.survey);
    for (const [path, ...methods] of ROUTES) this.api.addRoutes({ path, methods, integration });
  }

  /** Where links lead: the settings' own domain, else the address AWS gave the API. */
  baseUrl({ survey }: Settings): string {
    return survey.baseUrl ?? this.api.apiEndpoint;
  }
}

function stage(scope: Construct, httpApi: HttpApi, { settings, logs }: SurveySiteProps): HttpStage {
  const accessLog = new LogGroup(scope, 'AccessLog', { retention: logs.days, removalPolicy: logs.removal });
  return new HttpStage(scope, 'Default', {
    httpApi,
    stageName: '$default',
    autoDeploy: true,
    throttle: { rateLimit: settings.survey.requestsPerSecond, burstLimit: settings.survey.burst },
    accessLogSettings: {
      destination: new LogGroupLogDestination(accessLog),
      // the route key, not the path: a path holds a seller's token
      format: AccessLogFormat.custom(
        JSON.stringify({
          requestId: '$context.requestId',
          at: '$context.requestTime',
          routeKey: '$context.routeKey',
          status: '$context.status',
          milliseconds: '$context.responseLatency',
          bytes: '$context.responseLength',
          error: '$context.error.message',
          integrationError: '$context.integrationErrorMessage',
        }),
      ),
    },
  });
}

function surveyDoor(scope: Construct, { data, tenants, logs }: SurveySiteProps): Door {
  const door = new Door(scope, 'Survey', {
    name: 'survey',
    description: 'Shows a seller her round, takes her plan, her answer, her messages and her opt-out',
    memory: 1024,
    timeout: Duration.seconds(10),
    environment: sellerEnvironment(data, tenants),
    logs,
  });
  door.allow(
    ['dynamodb:GetItem', 'dynamodb:Query', 'dynamodb:UpdateItem', 'dynamodb:PutItem'],
    data.facts.tableArn,
  );
  door.allow(['dynamodb:BatchGetItem', 'dynamodb:PutItem'], data.ledger.tableArn);
  door.allow(['secretsmanager:GetSecretValue'], data.linkSecret.secretArn);
  return door;
}
