import { Duration } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { tenantsSchema } from '../domain/tenant.ts';
import { ENV } from '../env.ts';
import { outboxPartition, tenantKey } from '../store/key.ts';
import { OUTBOX_LANES } from '../store/table.ts';
import { reportVersion } from './code-version.ts';
import { Door, type Logs } from './function.ts';
import type { DataStack } from './storage.ts';

export interface ReportSiteProps {
  readonly data: DataStack;
  readonly tenants: string;
  readonly logs: Logs;
}

/** The only function that writes reports; see docs/decisions/0120 for who reads them and how. */
export function publishDoor(scope: Construct, { data, tenants, logs }: ReportSiteProps): Door {
  const door = new Door(scope, 'Publish', {
    name: 'publish',
    description: 'Renders the report under its content hash and swaps the pointer last',
    memory: 1769,
    timeout: Duration.minutes(15),
    environment: {
      [ENV.factsTable]: data.facts.tableName,
      [ENV.filesBucket]: data.files.bucketName,
      [ENV.reportBucket]: data.report.bucketName,
      [ENV.tenants]: tenants,
      [ENV.reportVersion]: reportVersion(),
    },
    logs,
  });
  door.allow(['s3:GetObject'], data.files.arnForObjects('runs/*'));
  door.allow(['s3:GetObject', 's3:PutObject'], data.report.arnForObjects('reports/*'));
  // without it S3 answers 403, not 404, for a pointer that is not there yet
  door.allow(['s3:ListBucket'], data.report.bucketArn);
  const partitions = tenantsSchema.parse(JSON.parse(tenants)).flatMap(({ id }) => writtenBy(id));
  door.allowRows(['dynamodb:PutItem'], data.facts.tableArn, partitions);
  return door;
}

/** Where a run may write of the facts: counts for the ledgers, what is to be told of its report, and no other row. */
function writtenBy(tenant: string): readonly string[] {
  const lanes = Array.from({ length: OUTBOX_LANES }, (_, lane) => outboxPartition(tenant, lane));
  return [tenantKey(tenant, 'REF', 'any').pk, tenantKey(tenant, 'TOLD', 'any').pk, ...lanes];
}
