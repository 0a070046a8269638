import { Logger } from '@aws-lambda-powertools/logger';
import { S3Client } from '@aws-sdk/client-s3';
import { ENV, required } from '../lib/env.ts';
import { runSchema } from '../lib/jobs/run-files.ts';
import { summarise } from '../lib/jobs/summarise.ts';
import { s3Files } from '../lib/store/s3-files.ts';

const logger = new Logger({ serviceName: 'summarise' });
const files = s3Files(new S3Client({}), required(process.env, ENV.filesBucket));

/** `{tenant, runId}` -> `{estimatesKey}` */
export async function handler(event: unknown) {
  const run = runSchema.parse(event);
  const summary = await summarise(files, run);
  logger.info('run summarised', { ...run, ...summary });
  return summary;
}
