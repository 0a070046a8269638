import { Logger } from '@aws-lambda-powertools/logger';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { tenantsSchema } from '../lib/domain/tenant.ts';
import { ENV, required } from '../lib/env.ts';
import { estimateOrderSchema, estimateShard } from '../lib/jobs/estimate-shard.ts';
import { snapshotIn } from '../lib/jobs/manifest-file.ts';
import { shardRangeSchema } from '../lib/jobs/shard-range.ts';
import { s3Files } from '../lib/store/s3-files.ts';

const logger = new Logger({ serviceName: 'estimate-shard' });
const files = s3Files(new S3Client({}), required(process.env, ENV.filesBucket));
const tenants = tenantsSchema.parse(JSON.parse(required(process.env, ENV.tenants)));

const { snapshot: _, ...ofRun } = estimateOrderSchema.shape;
const orderSchema = z.strictObject({ ...ofRun, range: shardRangeSchema });

/** `{tenant, runId, range, base}` -> `{key, sellers}` */
export async function handler(event: unknown) {
  const { range, ...run } = orderSchema.parse(event);
  const tenant = tenants.find(({ id }) => id === run.tenant);
  const order = { ...run, snapshot: await snapshotIn(files, run, range) };
  const part = await estimateShard(files, order, tenant?.referenceSegment ?? null);
  logger.info('sellers estimated', { ...run, ...part });
  return part;
}
