import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { toInstant } from '../lib/domain/instant.ts';
import { ENV, required } from '../lib/env.ts';
import { snapshotOrderSchema, takeSnapshot } from '../lib/jobs/snapshot-shard.ts';
import { putTaken } from '../lib/jobs/taken.ts';
import { factsTable } from '../lib/store/facts-table.ts';
import { keyRingSecret } from '../lib/store/key-ring-secret.ts';
import { ledgerTable } from '../lib/store/ledger-table.ts';
import { s3Files } from '../lib/store/s3-files.ts';

const logger = new Logger({ serviceName: 'snapshot-shard' });
const client = new DynamoDBClient({});
const facts = factsTable(client, required(process.env, ENV.factsTable));
const files = s3Files(new S3Client({}), required(process.env, ENV.filesBucket));
const secret = keyRingSecret(new SecretsManagerClient({}), required(process.env, ENV.linkSecret));

/** `{tenant, cut, range, base}` -> `{range, rows, record}` */
export async function handler(event: unknown) {
  const order = snapshotOrderSchema.parse(event);
  const ring = await secret(toInstant(Date.now()));
  const ledger = ledgerTable(client, required(process.env, ENV.ledgerTable), ring);
  const { snapshot, readAll } = await takeSnapshot({ facts, ledger, files }, order);
  logger.info('snapshot taken', { tenant: order.tenant, cut: order.cut, ...snapshot, readAll });
  return putTaken(files, order.tenant, snapshot);
}
