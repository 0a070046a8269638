import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Logger } from '@aws-lambda-powertools/logger';
import { S3Client } from '@aws-sdk/client-s3';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { toInstant } from '../lib/domain/instant.ts';
import { tenantsSchema } from '../lib/domain/tenant.ts';
import { ENV, required } from '../lib/env.ts';
import { refused, type Answer } from '../lib/jobs/report-answer.ts';
import { reportDoor } from '../lib/jobs/report-door.ts';
import { issuerAt } from '../lib/reader/issuer.ts';
import { signInSchema } from '../lib/reader/sign-in-settings.ts';
import { s3Files } from '../lib/store/s3-files.ts';

const logger = new Logger({ serviceName: 'report' });
const files = s3Files(new S3Client({}), required(process.env, ENV.reportBucket));
const tenants = tenantsSchema.parse(JSON.parse(required(process.env, ENV.tenants)));
const signIn = signInSchema.parse(JSON.parse(required(process.env, ENV.signIn)));
const issuer = issuerAt(signIn.issuer);
const secret = () => randomBytes(32).toString('base64url');
const MOST = 5_900_000; // characters of a body: with its headers Lambda answers 6 MB at most

/** Reports by their addresses. Logs neither path nor query: one names the report, the other holds the code of a sign-in. */
export async function handler(event: APIGatewayProxyEventV2): Promise<APIGatewayProxyStructuredResultV2> {
  const answered = await answer(event).catch((failure: unknown) => {
    logger.error('not answered', { failure: failure instanceof Error ? failure.name : typeof failure });
    return refused(503, 'The sign-in or the store of reports cannot be reached just now.');
  });
  logger.info('answered', { status: answered.status });
  return toResult(answered, event.headers['accept-encoding'] ?? '');
}

function answer(event: APIGatewayProxyEventV2): Promise<Answer> {
  const { rawPath, rawQueryString, cookies = [], headers, requestContext } = event;
  if (!['GET', 'HEAD'].includes(requestContext.http.method))
    return Promise.resolve(refused(405, 'Reports are only read.'));
  const query = new URLSearchParams(rawQueryString);
  const address = process.env[ENV.reportUrl] ?? `https://${headers['x-report-host']}`;
  const request = { path: rawPath, query, cookies, authorization: headers['authorization'] };
  return reportDoor(request, { files, tenants, signIn, issuer, address, now: toInstant(Date.now()), secret });
}

/** @param coding what the browser understands */
function toResult(
  { status, headers, cookies, body }: Answer,
  coding: string,
): APIGatewayProxyStructuredResultV2 {
  const zip = /\bgzip\b/.test(coding) && body.length > 1000;
  const sent = (zip ? gzipSync(body) : Buffer.from(body)).toString('base64');
  if (sent.length > MOST) return toResult(TOO_LARGE, '');
  return {
    statusCode: status,
    headers: zip ? { ...headers, 'content-encoding': 'gzip', vary: 'accept-encoding' } : { ...headers },
    cookies: [...cookies],
    body: sent,
    isBase64Encoded: true,
  };
}

const TOO_LARGE = refused(501, 'This file is too large for a browser; fetch it with the command line.');
