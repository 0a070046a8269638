import { Logger } from '@aws-lambda-powertools/logger';
import { S3Client } from '@aws-sdk/client-s3';
import { tenantsSchema } from '../lib/domain/tenant.ts';
import { ENV, required } from '../lib/env.ts';
import { findBase, nightOrderSchema } from '../lib/jobs/night/base.ts';
import { s3Files } from '../lib/store/s3-files.ts';

const logger = new Logger({ serviceName: 'plan-night' });
const s3 = new S3Client({});
const parts = {
  files: s3Files(s3, required(process.env, ENV.filesBucket)),
  reports: s3Files(s3, required(process.env, ENV.reportBucket)),
  tenants: tenantsSchema.parse(JSON.parse(required(process.env, ENV.tenants))),
  codeVersion: required(process.env, ENV.codeVersion),
};

/** `{tenant, cut, model}` -> `{base, why}` */
export async function handler(event: unknown) {
  const order = nightOrderSchema.parse(event);
  const found = await findBase(parts, order);
  logger.info('night planned', { tenant: order.tenant, cut: order.cut, ...found });
  return found;
}
