import { Duration } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { Door, type Logs } from './function.ts';
import { httpStage } from './http-stage.ts';
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
    const { requestsPerSecond, burst } = props.settings.survey;
    httpStage(this, this.api, { rateLimit: requestsPerSecond, burstLimit: burst }, props.logs);
    this.survey = surveyDoor(this, props);
    const integration = new HttpLambdaIntegration('Survey', this.survey);
    for (const [path, ...methods] of ROUTES) this.api.addRoutes({ path, methods, integration });
  }

  /** Where links lead: the settings' own domain, else the address AWS gave the API. */
  baseUrl({ survey }: Settings): string {
    return survey.baseUrl ?? this.api.apiEndpoint;
  }
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
