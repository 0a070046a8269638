import { randomUUID } from 'node:crypto';
import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, Metrics } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SESv2Client } from '@aws-sdk/client-sesv2';
import { DAY, milliseconds, toInstant } from '../lib/domain/instant.ts';
import { type Tenant, tenantsSchema } from '../lib/domain/tenant.ts';
import { METRIC } from '../lib/domain/metric.ts';
import { ENV, required } from '../lib/env.ts';
import { type PostCounts, sweep } from '../lib/jobs/post.ts';
import { eventBus } from '../lib/post/event-bus.ts';
import { eventDelivery } from '../lib/post/event-delivery.ts';
import { SEND_ONCE, sesDelivery, sesMails } from '../lib/post/ses-delivery.ts';
import { factsTable } from '../lib/store/facts-table.ts';
import { keyRingSecret } from '../lib/store/key-ring-secret.ts';
import { ledgerTable } from '../lib/store/ledger-table.ts';
import { outbox } from '../lib/store/outbox.ts';

const metrics = new Metrics({ serviceName: 'post' });
const logger = new Logger({ serviceName: 'post' });
const client = new DynamoDBClient({});
const tableName = required(process.env, ENV.factsTable);
const tenants = tenantsSchema.parse(JSON.parse(required(process.env, ENV.tenants)));
const secret = keyRingSecret(new SecretsManagerClient({}), required(process.env, ENV.linkSecret));
const bus = eventBus(new EventBridgeClient({}), required(process.env, ENV.eventBus));
const outgoing = required(process.env, ENV.delivery) === 'mail' ? mails() : { delivery: eventDelivery(bus) };
const reportUrl = process.env[ENV.reportUrl];

/** Sends what is due, tenant by tenant. Logs counts, never ids or addresses. */
export async function handler(_event: unknown, context: { getRemainingTimeInMillis(): number }) {
  const swept: Record<string, PostCounts> = {};
  for (const tenant of tenants) {
    const counts = await sweepOf(tenant, context.getRemainingTimeInMillis());
    swept[tenant.id] = counts;
    count(counts);
    const told = { tenant: tenant.id, ...counts };
    if (counts.uncertain + counts.failed > 0) logger.warn('not everything went out', told);
    else logger.info('outbox swept', told);
  }
  const { since } = await secret(clock());
  if (since !== undefined)
    metrics.addMetric(
      METRIC.keyAge,
      MetricUnit.NoUnit,
      Math.max(0, (Date.now() - milliseconds(since)) / DAY),
    );
  metrics.publishStoredMetrics();
  return swept;
}

function count({ sent, failed, uncertain, late }: PostCounts): void {
  metrics.addMetric(METRIC.sent, MetricUnit.Count, sent);
  metrics.addMetric(METRIC.failed, MetricUnit.Count, failed);
  metrics.addMetric(METRIC.uncertain, MetricUnit.Count, uncertain);
  metrics.addMetric(METRIC.late, MetricUnit.Seconds, late);
}

const clock = () => toInstant(Date.now());
const LAST_WORK = 30_000; // milliseconds kept for what is under way

async function sweepOf(tenant: Tenant, remaining: number): Promise<PostCounts> {
  const keyRing = await secret(clock());
  return sweep({
    tenant,
    keyRing,
    ...outgoing,
    ...(reportUrl !== undefined && { reportUrl }),
    bus,
    outbox: outbox(client, tableName),
    facts: factsTable(client, tableName),
    ledger: ledgerTable(client, required(process.env, ENV.ledgerTable), keyRing),
    surveyUrl: required(process.env, ENV.surveyUrl),
    clock,
    newId: randomUUID,
    until: toInstant(Date.now() + remaining - LAST_WORK),
  });
}

function mails() {
  const ses = new SESv2Client(SEND_ONCE);
  const sender = required(process.env, ENV.sender);
  const configurationSet = required(process.env, ENV.configurationSet);
  return { delivery: sesDelivery(ses, { sender, configurationSet }), mails: sesMails(ses, sender) };
}
