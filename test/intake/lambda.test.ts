import type { APIGatewayProxyStructuredResultV2, SQSBatchResponse } from 'aws-lambda';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { toInstant } from '../../lib/domain/instant.ts';
import { ENV } from '../../lib/env.ts';
import { EXAMPLE } from '../../lib/intake/contract.ts';
import { parseKeyRing } from '../../lib/link/key-ring.ts';
import { dynamodb } from '../../lib/local/dynamodb.ts';
import { endpoint, type Services } from '../../lib/local/endpoint.ts';
import { gate } from '../../lib/local/policy.ts';
import { s3 } from '../../lib/local/s3.ts';
import { close, listen } from '../../lib/local/server.ts';
import { factsTable } from '../../lib/store/facts-table.ts';
import { ledgerTable } from '../../lib/store/ledger-table.ts';
import { withTables } from '../engine.ts';
import { OUTREACH } from '../outreach-rules.ts';

const OPERATOR = 'operator';
const SECRET = JSON.stringify({ current: 1, '1': 'r'.repeat(64) });
const ARN = 'arn:aws:iam::123456789012:role/feeds';
const tenant = (id: string, number: number, intakePrincipals: string[]) => ({
  id,
  number,
  name: id,
  currency: 'EUR',
  elicitationShare: 0.5,
  answerDays: 7,
  directions: {},
  ...OUTREACH,
  intakePrincipals,
});
const CHECK_ARN = 'arn:aws:dynamodb:us-east-1:000000000000:table/';

/** The function as it is deployed, its AWS on this machine. */
describe('the intake function', () => {
  const tables = withTables();
  const folder = mkdtempSync(join(tmpdir(), 'intake-'));
  const open = gate(new Map(), OPERATOR, () => undefined);
  let server: ReturnType<typeof endpoint>;
  let handler: (event: unknown) => Promise<APIGatewayProxyStructuredResultV2 & Partial<SQSBatchResponse>>;
  const lines: Record<string, unknown>[] = [];
  let away = false;

  beforeAll(async () => {
    const engine = dynamodb(tables().engine.endpoint, CHECK_ARN, open);
    const services: Services = {
      DynamoDB_20120810: async (call, operation) =>
        away ? { status: 400, body: '{"__type":"AccessDeniedException"}' } : engine(call, operation),
      secretsmanager: async () => ({ status: 200, body: JSON.stringify({ SecretString: SECRET }) }),
    };
    server = endpoint(
      services,
      s3(folder, ['drops'], open, () => undefined),
      () => undefined,
    );
    const url = `http://127.0.0.1:${await listen(server)}`;
    const tenants = JSON.stringify([tenant('us', 1, [ARN]), tenant('de', 2, [])]);
    for (const [name, value] of Object.entries({
      AWS_ENDPOINT_URL: url,
      POWERTOOLS_DEV: 'true', // logs through this console
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: OPERATOR,
      AWS_SECRET_ACCESS_KEY: 'local',
      [ENV.factsTable]: 'facts',
      [ENV.ledgerTable]: 'ledger',
      [ENV.intakeBucket]: 'drops',
      [ENV.linkSecret]: 'secret',
      [ENV.tenants]: tenants,
    }))
      vi.stubEnv(name, value);
    for (const method of ['log', 'info', 'warn', 'error'] as const)
      vi.spyOn(console, method).mockImplementation(
        (line: unknown) => void lines.push(JSON.parse(String(line))),
      );
    ({ handler } = await import('../../lambdas/intake.ts'));
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    vi.restoreAllMocks();
    await close(server);
    rmSync(folder, { recursive: true, force: true });
  });

  const post = (events: unknown, userArn: string | undefined = ARN) =>
    handler({
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(events),
      requestContext: { http: { method: 'POST' }, authorizer: { iam: { userArn } } },
    });

  it('takes a signed batch for the tenant of its caller', async () => {
    const answer = await post(EXAMPLE);
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/json' } });
    expect(JSON.parse(answer?.body ?? '')).toEqual({ accepted: 5, refused: [] });
    const facts = factsTable(tables().client, tables().factsName);
    expect((await facts.readSeller('us', 'seller-17')).rounds).toHaveLength(1);
    expect((await facts.readSeller('de', 'seller-17')).rounds).toHaveLength(0);
  });

  it('takes nothing from a caller that no tenant lists, whatever the body says', async () => {
    const answer = await post([{ ...EXAMPLE[0], tenant: 'us' }], 'arn:aws:iam::123456789012:role/other');
    expect(answer).toMatchObject({
      statusCode: 403,
      headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store' },
    });
    expect(JSON.parse(answer?.body ?? '')).toMatchObject({ status: 403, title: 'Not allowed' });
    const unsigned = await handler({ body: '[]', requestContext: { http: { method: 'POST' } } });
    expect(unsigned?.statusCode).toBe(403);
  });

  it('tells everybody what to send', async () => {
    const answer = await handler({ requestContext: { http: { method: 'GET' } } });
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'cache-control': 'public, max-age=300' } });
    expect(JSON.parse(answer?.body ?? '')).toMatchObject({ post: { path: '/v1/events' } });
  });

  it('takes a dropped file, and leaves one it does not know', async () => {
    const client = new S3Client({ forcePathStyle: true });
    const Body = 'seller_id,recommendation_id,shown_at\nseller-17,other,2025-11-28T08:00:00Z\n,x,\n';
    const drop = async (key: string) => {
      await client.send(new PutObjectCommand({ Bucket: 'drops', Key: key, Body }));
      const dropped = { 'detail-type': 'Object Created', detail: { object: { key, size: Body.length } } };
      const attributes = { ApproximateReceiveCount: '1' };
      const message = { eventSource: 'aws:sqs', messageId: key, attributes, body: JSON.stringify(dropped) };
      expect(await handler({ Records: [message] })).toEqual({ batchItemFailures: [] });
    };
    await drop('in/de/shown/week.csv');
    await drop('in/fr/shown/week.csv');
    await drop('in/de/elsewhere/week.csv');
    const facts = factsTable(tables().client, tables().factsName);
    expect((await facts.readSeller('de', 'seller-17')).rounds).toHaveLength(1);
    expect(lines.filter(({ message }) => String(message).startsWith('file not taken'))).toHaveLength(2);
    expect(lines).toContainEqual(expect.objectContaining({ message: 'file taken', accepted: 1, refused: 1 }));
  });

  it('refuses what is about an erased seller', async () => {
    const ledger = ledgerTable(tables().client, tables().ledgerName, parseKeyRing(SECRET));
    await ledger.add('us', 'erased', 'gone', toInstant(0));
    const answer = await post([{ ...EXAMPLE[0], data: { sellerId: 'gone' } }]);
    expect(JSON.parse(answer?.body ?? '')).toMatchObject({
      accepted: 0,
      refused: [{ index: 0, field: 'data.sellerId' }],
    });
  });

  it('answers a problem while the table is away, and takes the same batch after', async () => {
    away = true;
    const answer = await post(EXAMPLE);
    away = false;
    expect(answer).toMatchObject({
      statusCode: 503,
      headers: { 'content-type': 'application/problem+json' },
    });
    expect((await post(EXAMPLE))?.statusCode).toBe(200);
  });

  it('logs counts and never an id', () => {
    expect(lines.length).toBeGreaterThan(4);
    expect(JSON.stringify(lines)).not.toMatch(/seller-17|kettle|gone/);
    expect(new Set(lines.map(({ service }) => service))).toEqual(new Set(['intake']));
  });
});
