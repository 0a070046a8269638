import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, Metrics } from '@aws-lambda-powertools/metrics';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { tenantsSchema } from '../lib/domain/tenant.ts';
import { METRIC } from '../lib/domain/metric.ts';
import { ENV, required } from '../lib/env.ts';
import { fit, fitOrderSchema } from '../lib/jobs/fit.ts';
import { getTaken, takenSchema } from '../lib/jobs/taken.ts';
import { s3Files } from '../lib/store/s3-files.ts';

const metrics = new Metrics({ serviceName: 'fit' });
const logger = new Logger({ serviceName: 'fit' });
const s3 = new S3Client({});
const parts = {
  files: s3Files(s3, required(process.env, ENV.filesBucket)),
  reports: s3Files(s3, required(process.env, ENV.reportBucket)),
  tenants: tenantsSchema.parse(JSON.parse(required(process.env, ENV.tenants))),
  codeVersion: required(process.env, ENV.codeVersion),
};

const { snapshots: _, ...orderSchema } = fitOrderSchema.shape;
const eventSchema = z.strictObject({ ...orderSchema, taken: z.array(takenSchema) });

/** `{tenant, cut, taken, model, rowsAtOnce, base}` -> `{runId, rows, passing, pass, night, why}` */
export async function handler(event: unknown) {
  const { taken, ...order } = eventSchema.parse(event);
  const run = await fit(parts, { ...order, snapshots: await getTaken(parts.files, order.tenant, taken) });
  metrics.addMetric(METRIC.rounds, MetricUnit.Count, run.rows);
  metrics.publishStoredMetrics();
  logger.info('models fitted', { tenant: order.tenant, cut: order.cut, ...run });
  return run;
}
