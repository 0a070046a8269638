import { Logger } from '@aws-lambda-powertools/logger';
import { S3Client } from '@aws-sdk/client-s3';
import { tenantsSchema } from '../lib/domain/tenant.ts';
import { ENV, required } from '../lib/env.ts';
import { estimateOrderSchema, estimateShard } from '../lib/jobs/estimate-shard.ts';
import { s3Files } from '../lib/store/s3-files.ts';

const logger = new Logger({ serviceName: 'estimate-shard' });
const files = s3Files(new S3Client({}), required(process.env, ENV.filesBucket));
const tenants = tenantsSchema.parse(JSON.parse(required(process.env, ENV.tenants)));

/** `{tenant, runId, snapshot}` -> `{key}` */
export async function handler(event: unknown) {
  const order = estimateOrderSchema.parse(event);
  const tenant = tenants.find(({ id }) => id === order.tenant);
  const part = await estimateShard(files, order, tenant?.referenceSegment ?? null);
  logger.info('sellers estimated', { tenant: order.tenant, runId: order.runId, ...part });
  return part;
}
