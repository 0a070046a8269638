import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  type DomainName,
  type HttpApi,
  HttpStage,
  LogGroupLogDestination,
  type ThrottleSettings,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import type { Logs } from './function.ts';

/** The one stage of an HTTP API: throttled, each request in a line of its own log. */
export function httpStage(
  scope: Construct,
  httpApi: HttpApi,
  throttle: ThrottleSettings,
  logs: Logs,
  domainName?: DomainName,
): HttpStage {
  const accessLog = new LogGroup(scope, 'AccessLog', { retention: logs.days, removalPolicy: logs.removal });
  return new HttpStage(scope, 'Default', {
    httpApi,
    stageName: '$default',
    autoDeploy: true,
    throttle,
    ...(domainName !== undefined && { domainMapping: { domainName } }),
    accessLogSettings: {
      destination: new LogGroupLogDestination(accessLog),
      // the route key, not the path nor the query: they hold a seller's token, or the code of a reader's sign-in
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
