import { Logger } from '@aws-lambda-powertools/logger';
import { S3Client } from '@aws-sdk/client-s3';
import { ENV, required } from '../lib/env.ts';
import { addPass, passSchema } from '../lib/jobs/passes.ts';
import { s3Files } from '../lib/store/s3-files.ts';

const logger = new Logger({ serviceName: 'add-pass' });
const files = s3Files(new S3Client({}), required(process.env, ENV.filesBucket));

/** `{tenant, runId, pass}` -> `{runId, rows, passing, pass}` */
export async function handler(event: unknown) {
  const pass = passSchema.parse(event);
  const fitting = await addPass(files, pass);
  logger.info('pass added up', { tenant: pass.tenant, ...fitting });
  return fitting;
}
