import { Logger } from '@aws-lambda-powertools/logger';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { tenantsSchema } from '../lib/domain/tenant.ts';
import { ENV, required } from '../lib/env.ts';
import { estimateShard } from '../lib/jobs/estimate-shard.ts';
import { snapshotIn } from '../lib/jobs/manifest-file.ts';
import { runSchema } from '../lib/jobs/run-files.ts';
import { shardRangeSchema } from '../lib/jobs/shard-range.ts';
import { s3Files } from '../lib/store/s3-files.ts';

const logger = new Logger({ serviceName: 'estimate-shard' });
const files = s3Files(new S3Client({}), required(process.env, ENV.filesBucket));
const tenants = tenantsSchema.parse(JSON.parse(required(process.env, ENV.tenants)));

const orderSchema = z.strictObject({ ...runSchema.shape, range: shardRangeSchema });

/** `{tenant, runId, range}` -> `{key}` */
export async function handler(event: unknown) {
  const { range, ...run } = orderSchema.parse(event);
  const tenant = tenants.find(({ id }) => id === run.tenant);
  const order = { ...run, snapshot: await snapshotIn(files, run, range) };
  const part = await estimateShard(files, order, tenant?.referenceSegment ?? null);
  logger.info('sellers estimated', { ...run, ...part });
  return part;
}
