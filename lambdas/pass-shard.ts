import { Logger } from '@aws-lambda-powertools/logger';
import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod/mini';
import { ENV, required } from '../lib/env.ts';
import { snapshotIn } from '../lib/jobs/manifest-file.ts';
import { passSchema, passShard } from '../lib/jobs/passes.ts';
import { shardRangeSchema } from '../lib/jobs/shard-range.ts';
import { s3Files } from '../lib/store/s3-files.ts';

const logger = new Logger({ serviceName: 'pass-shard' });
const files = s3Files(new S3Client({}), required(process.env, ENV.filesBucket));
const orderSchema = z.strictObject({ ...passSchema.shape, range: shardRangeSchema });

/** `{tenant, runId, pass, range}` -> `{key}` */
export async function handler(event: unknown) {
  const { range, ...pass } = orderSchema.parse(event);
  const part = await passShard(files, { ...pass, snapshot: await snapshotIn(files, pass, range) });
  logger.info('sellers passed over', { ...pass, ...part });
  return part;
}
