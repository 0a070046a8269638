import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, Metrics } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { APIGatewayProxyStructuredResultV2, SQSBatchResponse } from 'aws-lambda';
import { toInstant } from '../lib/domain/instant.ts';
import { tenantsSchema } from '../lib/domain/tenant.ts';
import { METRIC } from '../lib/domain/metric.ts';
import { ENV, required } from '../lib/env.ts';
import { takePosted, type Posted } from '../lib/intake/batch.ts';
import { contract } from '../lib/intake/contract.ts';
import { type DoorEvent, readDoorEvent } from '../lib/intake/door-event.ts';
import { readDropKey } from '../lib/intake/dropped-file.ts';
import { intake } from '../lib/intake/intake.ts';
import { tenantOf } from '../lib/intake/principal.ts';
import { problem, type Answer } from '../lib/intake/problem.ts';
import type { Message } from '../lib/intake/queued.ts';
import type { Refusal } from '../lib/intake/refusal.ts';
import type { MailFate } from '../lib/intake/ses-event.ts';
import { takeFile } from '../lib/intake/take-file.ts';
import { takeQueue } from '../lib/intake/take-queue.ts';
import { sellerEraser } from '../lib/store/erase.ts';
import { factsTable } from '../lib/store/facts-table.ts';
import { keyRingSecret } from '../lib/store/key-ring-secret.ts';
import { ledgerTable } from '../lib/store/ledger-table.ts';
import { s3Files } from '../lib/store/s3-files.ts';

const metrics = new Metrics({ serviceName: 'intake' });
const logger = new Logger({ serviceName: 'intake' });
const client = new DynamoDBClient({});
const names = {
  facts: required(process.env, ENV.factsTable),
  ledger: required(process.env, ENV.ledgerTable),
};
const roundsDays = process.env[ENV.roundsDays];
const facts = factsTable(
  client,
  names.facts,
  roundsDays === undefined ? {} : { roundsDays: Number(roundsDays) },
);
const files = s3Files(new S3Client({}), required(process.env, ENV.intakeBucket));
const tenants = tenantsSchema.parse(JSON.parse(required(process.env, ENV.tenants)));
const secret = keyRingSecret(new SecretsManagerClient({}), required(process.env, ENV.linkSecret));

// the address of the queue names a service, not where its calls go
const sqs = new SQSClient({ useQueueUrlAsEndpoint: false });
const setAsideUrl = process.env[ENV.setAside];

/** A signed batch (`POST /v1/events`), the contract (`GET`), or messages of a queue: events of a marketplace's bus, files
 *  that were dropped, what became of mails. Logs counts, never ids. */
export async function handler(
  event: unknown,
): Promise<APIGatewayProxyStructuredResultV2 & Partial<SQSBatchResponse>> {
  const call = readDoorEvent(event);
  if (call.kind === 'contract') return respond({ status: 200, body: contract() }, 300);
  if (call.kind === 'batch') return respond(await answerBatch(call.arn, call));
  if (call.kind === 'queue') return queued(call.messages);
  throw new RangeError(`intake requires a batch or messages of a queue, found ${call.kind}`);
}

async function queued(messages: readonly Message[]): Promise<SQSBatchResponse> {
  const taken = await takeQueue(messages, {
    async take(tenant, events) {
      if (!tenants.some(({ id }) => id === tenant)) throw new RangeError(`no tenant ${tenant} in this stage`);
      return intake(events, tenant, await parts());
    },
    refused,
    takeOther: (event) => (event.kind === 'mail' ? mailed(event.fate) : dropped(event)),
    setAside,
  });
  const { again, ...counts } = taken;
  if (counts.accepted + counts.refused > 0) count(counts);
  const say = counts.setAside + again.length > 0 ? logger.warn.bind(logger) : logger.info.bind(logger);
  say('messages taken', { messages: messages.length, ...counts, again: again.length });
  return { batchItemFailures: again.map((itemIdentifier) => ({ itemIdentifier })) };
}

/** Beside the answers to files: what was refused of a bus's event, and why. */
async function refused(tenant: string, { id }: Message, why: readonly Refusal[]): Promise<void> {
  const lines = why.map(({ place, ...one }) => `${JSON.stringify({ line: place + 1, ...one })}\n`);
  await files.put(`out/${tenant}/bus/${id}.rejected.jsonl`, lines.join(''));
}

async function setAside({ body, receives }: Message, reason: string): Promise<void> {
  const texts = { reason, receives: String(receives) };
  const attributes = Object.entries(texts).map(([name, StringValue]) => [
    name,
    { DataType: 'String', StringValue },
  ]);
  await sqs.send(
    new SendMessageCommand({
      QueueUrl: setAsideUrl,
      MessageBody: body,
      MessageAttributes: Object.fromEntries(attributes),
    }),
  );
}

async function answerBatch(arn: string | undefined, posted: Posted): Promise<Answer> {
  const tenant = tenantOf(arn, tenants)?.id;
  if (tenant === undefined) {
    logger.warn('caller refused', { status: 403 });
    return problem(403, 'this caller may send for no tenant; have its ARN added to intakePrincipals');
  }
  try {
    const { answer, taken } = await takePosted(posted, tenant, await parts());
    const counts = taken && { accepted: taken.accepted, refused: taken.refused.length, erased: taken.erased };
    count(counts);
    logger.info('batch taken', { tenant, status: answer.status, ...counts });
    return answer;
  } catch (failure) {
    logger.error('batch not taken', { tenant, failure: failure instanceof Error ? failure.name : 'unknown' });
    return problem(503, 'the batch was not taken, or only in part; send the whole batch again, that is safe');
  }
}

async function dropped({ key, size }: Extract<DoorEvent, { kind: 'file' }>): Promise<void> {
  const file = readDropKey(key);
  if (file === undefined || !tenants.some(({ id }) => id === file.tenant)) {
    logger.error('file not taken: its key names no tenant, kind and format of ours', { size });
    return;
  }
  const taken = await takeFile(file, { key, size }, { ...(await parts()), files });
  const counts = { accepted: taken.accepted, refused: taken.refused.length, erased: taken.erased };
  count(counts);
  logger.info('file taken', { tenant: file.tenant, kind: file.kind, size, ...counts });
}

function count(taken: { accepted: number; refused: number; erased: number } | undefined): void {
  if (taken === undefined) return;
  metrics.addMetric(METRIC.accepted, MetricUnit.Count, taken.accepted);
  metrics.addMetric(METRIC.refused, MetricUnit.Count, taken.refused);
  metrics.addMetric(METRIC.erased, MetricUnit.Count, taken.erased);
  metrics.publishStoredMetrics();
}

/** SES repeats the tags we gave a mail, the tenant among them. */
async function mailed(fate: MailFate | undefined): Promise<void> {
  const tenant = tenants.find(({ id }) => id === fate?.of.tenant)?.id;
  if (fate === undefined || tenant === undefined) return logger.error('not a mail of ours');
  if (fate.kind === 'delivered') await facts.recordDelivery(tenant, fate.of, fate.at, toInstant(Date.now()));
  else {
    const taken = await intake([{ place: 0, value: fate.event }], tenant, await parts());
    logger.info('mail told', { tenant, type: fate.event.type, accepted: taken.accepted });
  }
}

async function parts() {
  const now = toInstant(Date.now());
  const ring = await secret(now);
  const ledger = ledgerTable(client, names.ledger, ring);
  return { facts, ledger, eraser: sellerEraser(client, names, ring), now };
}

/** @param maxAge seconds for which an answer may be kept; 0: not at all */
function respond({ status, body }: Answer, maxAge = 0): APIGatewayProxyStructuredResultV2 {
  return {
    statusCode: status,
    headers: {
      'content-type': status < 400 ? 'application/json' : 'application/problem+json',
      'cache-control': maxAge === 0 ? 'no-store' : `public, max-age=${maxAge}`,
      'x-content-type-options': 'nosniff',
    },
    body: JSON.stringify(body),
  };
}
