import { Logger } from '@aws-lambda-powertools/logger';
import { MetricUnit, Metrics } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { toInstant } from '../lib/domain/instant.ts';
import { tenantsSchema } from '../lib/domain/tenant.ts';
import { METRIC } from '../lib/domain/metric.ts';
import { ENV, required } from '../lib/env.ts';
import { inviteOrderSchema, inviteRange } from '../lib/jobs/invite.ts';
import { factsTable } from '../lib/store/facts-table.ts';
import { keyRingSecret } from '../lib/store/key-ring-secret.ts';
import { ledgerTable } from '../lib/store/ledger-table.ts';

const metrics = new Metrics({ serviceName: 'invite' });
const logger = new Logger({ serviceName: 'invite' });
const client = new DynamoDBClient({});
const facts = factsTable(client, required(process.env, ENV.factsTable));
const tenants = tenantsSchema.parse(JSON.parse(required(process.env, ENV.tenants)));
const secret = keyRingSecret(new SecretsManagerClient({}), required(process.env, ENV.linkSecret));

const delivery = process.env[ENV.delivery] === 'mail' ? 'mail' : 'events';

/** `{wave: {tenant, scheduledAt, questionnaire?}, range}` -> how many sellers were invited and why not the rest */
export async function handler(event: unknown) {
  const order = inviteOrderSchema.parse(event);
  const tenant = tenants.find(({ id }) => id === order.tenant);
  if (!tenant) throw new RangeError(`invite requires a tenant of this stage, found ${order.tenant}`);
  const keyRing = await secret(toInstant(Date.now()));
  const ledger = ledgerTable(client, required(process.env, ENV.ledgerTable), keyRing);
  const counts = await inviteRange({ facts, ledger, keyRing, tenant, delivery }, order);
  metrics.addMetric(METRIC.invited, MetricUnit.Count, counts.invited);
  metrics.publishStoredMetrics();
  logger.info('sellers invited', { tenant: order.tenant, waveId: order.waveId, ...counts });
  return counts;
}
