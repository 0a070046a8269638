import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, Metrics } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { toInstant } from '../lib/domain/instant.ts';
import { tenantsSchema } from '../lib/domain/tenant.ts';
import { METRIC } from '../lib/domain/metric.ts';
import { ENV, required } from '../lib/env.ts';
import { publish, type PublishParts } from '../lib/jobs/publish.ts';
import { tell } from '../lib/jobs/tell.ts';
import { runtimeOf } from '../lib/report/methods.ts';
import { runSchema } from '../lib/jobs/run-files.ts';
import { factsTable } from '../lib/store/facts-table.ts';
import { s3Files } from '../lib/store/s3-files.ts';
import { tellOnce } from '../lib/store/tell-once.ts';

const metrics = new Metrics({ serviceName: 'publish' });
const logger = new Logger({ serviceName: 'publish' });
const s3 = new S3Client({});
const client = new DynamoDBClient({});
const tableName = required(process.env, ENV.factsTable);
const tellOnceIn = tellOnce(client, tableName);
const parts: PublishParts = {
  facts: factsTable(client, tableName),
  tell: (tenant, report) => tell(tellOnceIn, tenant, report, toInstant(Date.now())),
  files: s3Files(s3, required(process.env, ENV.filesBucket)),
  reports: s3Files(s3, required(process.env, ENV.reportBucket)),
  runtime: runtimeOf(process),
  reportVersion: required(process.env, ENV.reportVersion),
  tenants: tenantsSchema.parse(JSON.parse(required(process.env, ENV.tenants))),
};

/** `{tenant, runId}` -> `{permalink, outcome}` */
export async function handler(event: unknown) {
  const run = runSchema.parse(event);
  const published = await publish(parts, run);
  if (!published.night && published.outcome !== 'older')
    metrics.addMetric(METRIC.published, MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
  logger.info('report published', { ...run, ...published });
  return published;
}
