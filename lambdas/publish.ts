import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, Metrics } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { tenantsSchema } from '../lib/domain/tenant.ts';
import { METRIC } from '../lib/domain/metric.ts';
import { ENV, required } from '../lib/env.ts';
import { publish } from '../lib/jobs/publish.ts';
import { runtimeOf } from '../lib/report/methods.ts';
import { runSchema } from '../lib/jobs/run-files.ts';
import { factsTable } from '../lib/store/facts-table.ts';
import { s3Files } from '../lib/store/s3-files.ts';

const metrics = new Metrics({ serviceName: 'publish' });
const logger = new Logger({ serviceName: 'publish' });
const s3 = new S3Client({});
const parts = {
  facts: factsTable(new DynamoDBClient({}), required(process.env, ENV.factsTable)),
  files: s3Files(s3, required(process.env, ENV.filesBucket)),
  reports: s3Files(s3, required(process.env, ENV.reportBucket)),
  runtime: runtimeOf(process),
  tenants: tenantsSchema.parse(JSON.parse(required(process.env, ENV.tenants))),
};

/** `{tenant, runId}` -> `{permalink, outcome}` */
export async function handler(event: unknown) {
  const run = runSchema.parse(event);
  const published = await publish(parts, run);
  if (published.outcome !== 'older') metrics.addMetric(METRIC.published, MetricUnit.Count, 1);
  metrics.publishStoredMetrics();
  logger.info('report published', { ...run, ...published });
  return published;
}
