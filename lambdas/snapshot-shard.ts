import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { ENV, required } from '../lib/env.ts';
import { snapshotOrderSchema, snapshotShard } from '../lib/jobs/snapshot-shard.ts';
import { factsTable } from '../lib/store/facts-table.ts';
import { s3Files } from '../lib/store/s3-files.ts';

const logger = new Logger({ serviceName: 'snapshot-shard' });
const parts = {
  facts: factsTable(new DynamoDBClient({}), required(process.env, ENV.factsTable)),
  files: s3Files(new S3Client({}), required(process.env, ENV.filesBucket)),
};

/** `{tenant, cut, range}` -> `{range, key, sha256, rows}` */
export async function handler(event: unknown) {
  const order = snapshotOrderSchema.parse(event);
  const snapshot = await snapshotShard(parts, order);
  logger.info('snapshot taken', { tenant: order.tenant, cut: order.cut, ...snapshot });
  return snapshot;
}
