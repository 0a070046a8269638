import { Duration, type RemovalPolicy } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, LoggingFormat, Runtime, Tracing } from 'aws-cdk-lib/aws-lambda';
import { LogLevel, NodejsFunction, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import { LogGroup, type RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { join } from 'node:path';
import { ENV } from '../env.ts';

/** The repository: entry files and the lock file are named from here. */
export const ROOT = join(import.meta.dirname, '../..');

/** CommonJS dependencies inside an ES module ask for `require`. */
const REQUIRE =
  "import { createRequire as makeRequire } from 'node:module'; const require = makeRequire(import.meta.url);";

export interface Logs {
  readonly days: RetentionDays;
  readonly removal: RemovalPolicy;
  /** Under which CloudWatch keeps what functions count. */
  readonly metrics: string;
}

export interface DoorProps {
  /** File in `lambdas/` without `.ts`. */
  readonly name: string;
  readonly description: string;
  readonly memory: number; // MB; 1,769 buy one full processor
  readonly timeout: Duration;
  readonly environment: Record<string, string>;
  readonly logs: Logs;
  /** Where an event goes that was handed over without anyone waiting and failed three times. */
  readonly deadLetterQueue?: IQueue;
}

/** Ways to credentials that a function does not take, since it finds them in its environment: the SDK would load them on
 *  demand, and they are a quarter of a small function. */
const NEVER_ASKED = [
  ...['sso', 'ini', 'process', 'web-identity', 'http'].map((way) => `@aws-sdk/credential-provider-${way}`),
  '@smithy/credential-provider-imds',
];

/** One function of `lambdas/`: bundled whole with its SDK, so that what is tested is what is deployed; it may write its
 *  own log and nothing else until `allow` says so. */
export class Door extends NodejsFunction {
  /** In `lambdas/`, without `.ts`. */
  readonly file: string;
  readonly memory: number; // MB

  constructor(scope: Construct, id: string, props: DoorProps) {
    const logGroup = new LogGroup(scope, `${id}Log`, {
      retention: props.logs.days,
      removalPolicy: props.logs.removal,
    });
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(role);
    super(scope, id, {
      entry: join(ROOT, 'lambdas', `${props.name}.ts`),
      description: props.description,
      memorySize: props.memory,
      timeout: props.timeout,
      role,
      logGroup,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      loggingFormat: LoggingFormat.JSON,
      tracing: Tracing.ACTIVE,
      environment: {
        NODE_OPTIONS: '--enable-source-maps',
        [ENV.metrics]: props.logs.metrics,
        ...props.environment,
      },
      ...(props.deadLetterQueue === undefined ? {} : { deadLetterQueue: props.deadLetterQueue }),
      projectRoot: ROOT,
      depsLockFilePath: join(ROOT, 'package-lock.json'),
      bundling: {
        format: OutputFormat.ESM,
        target: 'node20',
        mainFields: ['module', 'main'],
        minify: true,
        sourceMap: true,
        sourcesContent: false,
        bundleAwsSDK: true,
        externalModules: [...NEVER_ASKED],
        banner: REQUIRE,
        logLevel: LogLevel.WARNING,
      },
    });
    this.file = props.name;
    this.memory = props.memory;
  }

  /** Lets this function do exactly these actions on exactly these resources. */
  allow(actions: readonly string[], ...resources: readonly string[]): void {
    this.role?.addToPrincipalPolicy(
      new PolicyStatement({ actions: [...actions], resources: [...resources] }),
    );
  }

  /** The same for rows of some partitions of a table only. */
  allowRows(actions: readonly string[], table: string, partitions: readonly string[]): void {
    this.role?.addToPrincipalPolicy(
      new PolicyStatement({
        actions: [...actions],
        resources: [table],
        conditions: { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': [...partitions] } },
      }),
    );
  }
}
