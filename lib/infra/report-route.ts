import { Duration } from 'aws-cdk-lib';
import { HttpApi, HttpMethod } from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import { Construct } from 'constructs';
import { ENV } from '../env.ts';
import type { SignInSettings } from '../reader/sign-in-settings.ts';
import { edge } from './edge.ts';
import { Door, type Logs } from './function.ts';
import { httpStage } from './http-stage.ts';
import type { Settings } from './settings.ts';
import type { DataStack } from './storage.ts';

export interface ReportRouteProps {
  readonly data: DataStack;
  readonly settings: Settings;
  readonly signIn: SignInSettings;
  readonly tenants: string;
  readonly logs: Logs;
}

const READ = [HttpMethod.GET, HttpMethod.HEAD];
const THROTTLE = { rateLimit: 20, burstLimit: 40 }; // its readers are a marketplace's employees

/** Where reports are read by whoever the company's issuer lets in; see docs/decisions/0120. An API of its own: another
 *  origin than the survey's, so that a hole in a seller's page could not read a report with a reader's session, and
 *  a throttle that readers cannot use up for sellers. */
export class ReportRoute extends Construct {
  readonly api: HttpApi;
  readonly door: Door;
  /** https://..., without a slash at the end. */
  readonly url: string;

  constructor(scope: Construct, id: string, props: ReportRouteProps) {
    super(scope, id);
    const { settings, signIn, logs } = props;
    const { baseUrl, edge: kind, webAclArn } = settings.report;
    this.api = new HttpApi(this, 'Api', { createDefaultStage: false });
    httpStage(this, this.api, THROTTLE, logs);
    this.door = reportDoor(this, props);
    this.forPrograms(signIn);
    if (kind === 'none') this.forBrowsers();
    const address = kind === 'none' ? this.api.apiEndpoint : edge(this, this.door, webAclArn);
    this.url = baseUrl ?? address;
    // before the edge it does not know its address: CloudFront must know the function first
    if (kind === 'none' || baseUrl !== null) this.door.addEnvironment(ENV.reportUrl, this.url);
  }

  /** No authorizer: API Gateway can refuse a browser, but not send it to sign in. The function asks instead. */
  private forBrowsers(): void {
    const integration = new HttpLambdaIntegration('Browsers', this.door);
    // a route that ends in a slash cannot be made; {proxy+} takes /reports/ too
    for (const path of ['/reports', '/reports/{proxy+}'])
      this.api.addRoutes({ path, methods: READ, integration });
  }

  /** The function asks again: it tells tenants apart by the token's claim. */
  private forPrograms({ issuer, audience }: SignInSettings): void {
    const integration = new HttpLambdaIntegration('Programs', this.door);
    const authorizer = new HttpJwtAuthorizer('Issuer', issuer, { jwtAudience: [...audience] });
    this.api.addRoutes({ path: '/v1/reports/{proxy+}', methods: READ, integration, authorizer });
  }
}

/** Reads reports, and nothing else. */
function reportDoor(scope: Construct, { data, tenants, signIn, logs }: ReportRouteProps): Door {
  const door = new Door(scope, 'Report', {
    name: 'report',
    description: 'Shows published reports to whoever the issuer of the settings lets in',
    memory: 1024,
    timeout: Duration.seconds(15),
    environment: {
      [ENV.reportBucket]: data.report.bucketName,
      [ENV.tenants]: tenants,
      [ENV.signIn]: JSON.stringify(signIn),
    },
    logs,
  });
  door.allow(['s3:GetObject'], data.report.arnForObjects('reports/*'));
  // without it S3 answers 403, not 404, for what is not there
  door.allow(['s3:ListBucket'], data.report.bucketArn);
  return door;
}
