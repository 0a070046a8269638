import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ENV } from '../../lib/env.ts';
import { withTables } from '../engine.ts';
import { fieldsOf, instant, marketplace, TENANT } from './marketplace.ts';

const tables = withTables();
const { ask } = marketplace(tables);

/** Secrets Manager, of which the door asks one thing. */
let secrets: Server;
beforeAll(async () => {
  const SecretString = JSON.stringify({ current: 1, 1: 'k'.repeat(64) });
  secrets = createServer((_, response) => void response.end(JSON.stringify({ SecretString })));
  await new Promise<void>((resolve) => secrets.listen(0, '127.0.0.1', resolve));
});
afterAll(() => new Promise((resolve) => secrets.close(resolve)));

test('the door answers, and its log holds the route, the status and the time, and nothing of the seller', async () => {
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'local');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  vi.stubEnv('AWS_ENDPOINT_URL_DYNAMODB', tables().engine.endpoint);
  vi.stubEnv(
    'AWS_ENDPOINT_URL_SECRETS_MANAGER',
    `http://127.0.0.1:${(secrets.address() as AddressInfo).port}`,
  );
  vi.stubEnv(ENV.factsTable, tables().factsName);
  vi.stubEnv(ENV.ledgerTable, tables().ledgerName);
  vi.stubEnv(ENV.linkSecret, 'link-secret');
  vi.stubEnv(ENV.tenants, JSON.stringify([TENANT]));
  const lines: string[] = [];
  for (const stream of [process.stdout, process.stderr])
    vi.spyOn(stream, 'write').mockImplementation((line) => lines.push(String(line)) > 0);
  const { handler } = await import('../../lambdas/survey.ts');
  const canary = { title: 'CANARY-TITLE', reasons: ['CANARY-REASON'] };
  const seller = { displayName: 'CANARY-NAME' };
  const closesAt = instant('2999-01-01T00:00:00Z'); // the door has the real clock
  const { token, sellerId } = await ask({ recommendation: canary, seller, closesAt });

  const page = await handler(event('GET', token));
  expect(page.statusCode).toBe(200);
  const form = { ...fieldsOf(String(page.body)), plan: '100' };
  const sent = await handler(event('POST', token, new URLSearchParams(form).toString()));
  expect([sent.statusCode, sent.headers?.['location']]).toEqual([303, `/s/${token}`]);
  await handler(event('GET', 'not-a-token'));
  await tables().engine.stop();
  const failed = await handler(event('GET', token));
  expect([failed.statusCode, failed.headers?.['retry-after']]).toEqual([503, '60']);
  expect(String(failed.body)).toContain('Something went wrong on our side');
  vi.restoreAllMocks();

  const logged = lines.flatMap((line) => line.split('\n').filter((text) => text.startsWith('{')));
  expect(logged).toHaveLength(5);
  for (const line of logged) expect(line).not.toMatch(new RegExp(`CANARY|${token}|${sellerId}|not-a-token`));
  expect(JSON.parse(logged[0] ?? '')).toMatchObject({ route: 'GET /s/{token}', status: 200 });
});

function event(method: string, token: string, form?: string) {
  const path = `/s/${token}`;
  const http = { method, path, protocol: 'HTTP/1.1', sourceIp: '::1', userAgent: 'test' };
  const routeKey = `${method} /s/{token}`;
  return {
    version: '2.0',
    routeKey,
    rawPath: path,
    rawQueryString: '',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    requestContext: {
      accountId: '1',
      apiId: 'x',
      domainName: 'survey.example',
      domainPrefix: 'survey',
      http,
      requestId: '1',
      routeKey,
      stage: '$default',
      time: '',
      timeEpoch: 0,
    },
    isBase64Encoded: form !== undefined,
    ...(form !== undefined && { body: Buffer.from(form).toString('base64') }),
  };
}
