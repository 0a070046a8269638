import { ENV } from '../env.ts';
import { Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { AttributeType, Billing, ProjectionType, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import {
  BlockPublicAccess,
  Bucket,
  BucketEncryption,
  type CfnBucket,
  type LifecycleRule,
} from 'aws-cdk-lib/aws-s3';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { TABLE } from '../store/table.ts';
import type { Retention } from './settings.ts';

export interface DataProps extends StackProps {
  readonly keepData: boolean;
  readonly retention: Retention;
}

/** What must outlive every mistake, apart from everything that is deployed often. */
export class DataStack extends Stack {
  readonly facts: TableV2;
  readonly ledger: TableV2;
  readonly files: Bucket;
  readonly report: Bucket;
  readonly intake: Bucket;
  readonly linkSecret: Secret;

  constructor(scope: Construct, id: string, { keepData, retention, ...props }: DataProps) {
    super(scope, id, { ...props, terminationProtection: keepData });
    const removal = keepData ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    this.facts = factsTable(this, removal);
    this.ledger = ledgerTable(this, removal);
    // what names single sellers expires; reports hold aggregates only and stay
    this.files = safeBucket(this, 'Files', removal, [{ expiration: Duration.days(retention.filesDays) }]);
    this.report = safeBucket(this, 'Report', removal);
    this.intake = safeBucket(this, 'Intake', removal, [{ expiration: Duration.days(retention.intakeDays) }]);
    announceThroughEventBridge(this.intake);
    this.linkSecret = linkSecret(this, removal);
  }
}

/** Every round, seller and link; see `lib/store/key.ts` for its rows. */
function factsTable(scope: Construct, removalPolicy: RemovalPolicy): TableV2 {
  return new TableV2(scope, 'Facts', {
    ...safeTable(removalPolicy),
    timeToLiveAttribute: TABLE.timeToLive,
    globalSecondaryIndexes: [
      {
        indexName: TABLE.touchedIndex,
        partitionKey: text(TABLE.partitionKey),
        sortKey: text(TABLE.touchedAt),
        projectionType: ProjectionType.KEYS_ONLY,
      },
    ],
  });
}

/** Erasures and opt-outs as keyed hashes: a table of its own, so that restoring the facts cannot bring back the erased. */
function ledgerTable(scope: Construct, removalPolicy: RemovalPolicy): TableV2 {
  return new TableV2(scope, 'Ledger', safeTable(removalPolicy));
}

function text(name: string) {
  return { name, type: AttributeType.STRING };
}

function safeTable(removalPolicy: RemovalPolicy) {
  return {
    partitionKey: text(TABLE.partitionKey),
    sortKey: text(TABLE.sortKey),
    billing: Billing.onDemand(),
    pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
    deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
    removalPolicy,
  };
}

function safeBucket(
  scope: Construct,
  id: string,
  removalPolicy: RemovalPolicy,
  rules: LifecycleRule[] = [],
): Bucket {
  return new Bucket(scope, id, {
    blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
    encryption: BucketEncryption.S3_MANAGED,
    enforceSSL: true,
    minimumTLSVersion: 1.2,
    versioned: true,
    lifecycleRules: [
      {
        noncurrentVersionExpiration: Duration.days(90),
        abortIncompleteMultipartUploadAfter: Duration.days(7),
      },
      ...rules,
    ],
    removalPolicy,
  });
}

/** By the L1 property: `eventBridgeEnabled` would add a custom resource with a function of its own. */
function announceThroughEventBridge(bucket: Bucket): void {
  const resource = bucket.node.defaultChild as CfnBucket;
  resource.notificationConfiguration = { eventBridgeConfiguration: { eventBridgeEnabled: true } };
}

/** The root of every link key; digits are key ids, `current` signs, the others still verify. */
function linkSecret(scope: Construct, removalPolicy: RemovalPolicy): Secret {
  return new Secret(scope, 'LinkSecret', {
    description: 'Root keys of survey links: {"current": <key id>, "<key id>": "<root>"}',
    generateSecretString: {
      secretStringTemplate: JSON.stringify({ current: 1 }),
      generateStringKey: '1',
      passwordLength: 88,
      excludePunctuation: true,
    },
    removalPolicy,
  });
}

/** What a function is told that knows sellers and their links. */
export function sellerEnvironment(data: DataStack, tenants: string): Record<string, string> {
  return {
    [ENV.factsTable]: data.facts.tableName,
    [ENV.ledgerTable]: data.ledger.tableName,
    [ENV.linkSecret]: data.linkSecret.secretArn,
    [ENV.tenants]: tenants,
  };
}
