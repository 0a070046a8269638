import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { toInstant } from '../lib/domain/instant.ts';
import { ENV, required } from '../lib/env.ts';
import { forget, forgetOrderSchema } from '../lib/jobs/erase.ts';
import { versionedS3Files } from '../lib/store/earlier-versions.ts';
import { erasures } from '../lib/store/erasures.ts';
import { keyRingSecret } from '../lib/store/key-ring-secret.ts';

const logger = new Logger({ serviceName: 'forget' });
const client = new DynamoDBClient({});
const s3 = new S3Client({});
const buckets = {
  files: versionedS3Files(s3, required(process.env, ENV.filesBucket)),
  intake: versionedS3Files(s3, required(process.env, ENV.intakeBucket)),
};
const secret = keyRingSecret(new SecretsManagerClient({}), required(process.env, ENV.linkSecret));

/** `{tenant}` -> how many erasures are done, how many wait for their rows, how many files changed */
export async function handler(event: unknown) {
  const { tenant } = forgetOrderSchema.parse(event);
  const now = toInstant(Date.now());
  const ring = await secret(now);
  const ledger = erasures(client, required(process.env, ENV.ledgerTable), ring);
  const forgotten = await forget({ erasures: ledger, buckets, ring, now }, tenant);
  const say = forgotten.unfinished > 0 ? logger.warn.bind(logger) : logger.info.bind(logger);
  say('erased sellers forgotten', { tenant, ...forgotten });
  return forgotten;
}
