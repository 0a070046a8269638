import { Logger } from '@aws-lambda-powertools/logger';
import { S3Client } from '@aws-sdk/client-s3';
import { ENV, required } from '../lib/env.ts';
import { estimateOrderSchema, estimateShard } from '../lib/jobs/estimate-shard.ts';
import { s3Files } from '../lib/store/s3-files.ts';

const logger = new Logger({ serviceName: 'estimate-shard' });
const files = s3Files(new S3Client({}), required(process.env, ENV.filesBucket));

/** `{tenant, runId, snapshot}` -> `{key}` */
export async function handler(event: unknown) {
  const order = estimateOrderSchema.parse(event);
  const part = await estimateShard(files, order);
  logger.info('sellers estimated', { tenant: order.tenant, runId: order.runId, ...part });
  return part;
}
