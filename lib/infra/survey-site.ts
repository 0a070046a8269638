import { Duration } from 'aws-cdk-lib';
import { DomainName, HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Certificate } from 'aws-cdk-lib/aws-certificatemanager';
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
  /** Where a DNS record of the domain has to lead; undefined: no domain. */
  readonly domainTarget: string | undefined;

  constructor(scope: Construct, id: string, props: SurveySiteProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', { createDefaultStage: false });
    const { requestsPerSecond, burst } = props.settings.survey;
    const domain = domainOf(this, props.settings);
    this.domainTarget = domain?.regionalDomainName;
    httpStage(this, this.api, { rateLimit: requestsPerSecond, burstLimit: burst }, props.logs, domain);
    this.survey = surveyDoor(this, props);
    const integration = new HttpLambdaIntegration('Survey', this.survey);
    for (const [path, ...methods] of ROUTES) this.api.addRoutes({ path, methods, integration });
  }

  /** Where links lead: the settings' own domain, else the address AWS gave the API. */
  baseUrl({ survey }: Settings): string {
    const own = survey.domain && `https://${survey.domain.name}`;
    return survey.baseUrl ?? own ?? this.api.apiEndpoint;
  }
}

function domainOf(scope: Construct, { survey }: Settings): DomainName | undefined {
  if (survey.domain === null) return undefined;
  const { name: domainName, certificateArn } = survey.domain;
  const certificate = Certificate.fromCertificateArn(scope, 'Certificate', certificateArn);
  return new DomainName(scope, 'Domain', { domainName, certificate });
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
