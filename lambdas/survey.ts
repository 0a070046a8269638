import { randomBytes } from 'node:crypto';
import { Logger } from '@aws-lambda-powertools/logger';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { toInstant } from '../lib/domain/instant.ts';
import { tenantsSchema } from '../lib/domain/tenant.ts';
import { ENV, required } from '../lib/env.ts';
import { tenantsByNumber } from '../lib/link/token.ts';
import { factsTable } from '../lib/store/facts-table.ts';
import { keyRingSecret } from '../lib/store/key-ring-secret.ts';
import { ledgerTable } from '../lib/store/ledger-table.ts';
import { outOfOrder, survey } from '../lib/survey/app.ts';
import { toRequest, toResult, traceOf } from '../lib/survey/gateway.ts';

const logger = new Logger({ serviceName: 'survey' });
const client = new DynamoDBClient({});
const facts = factsTable(client, required(process.env, ENV.factsTable));
const tenants = tenantsByNumber(tenantsSchema.parse(JSON.parse(required(process.env, ENV.tenants))));
const secret = keyRingSecret(new SecretsManagerClient({}), required(process.env, ENV.linkSecret));
const newId = () => randomBytes(16).toString('base64url');

/** The pages behind `/s/{token}`. Logs the route, never the path: that holds a seller's token. */
export async function handler(event: APIGatewayProxyEventV2) {
  const [request, started] = [toRequest(event), Date.now()];
  const response = await answer(request, started).catch((failure: unknown) => {
    logger.error('not answered', traceOf(failure));
    return outOfOrder(request);
  });
  const { status } = response;
  logger.info('answered', { route: event.routeKey, status, milliseconds: Date.now() - started });
  return toResult(response);
}

async function answer(request: Request, started: number): Promise<Response> {
  const now = toInstant(started);
  const keyRing = await secret(now);
  const ledger = ledgerTable(client, required(process.env, ENV.ledgerTable), keyRing);
  return survey(request, { facts, ledger, keyRing, tenants, now, newId });
}
