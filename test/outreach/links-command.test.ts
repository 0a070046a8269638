import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addDays } from '../../lib/domain/instant.ts';
import { readToken, tenantsByNumber } from '../../lib/link/token.ts';
import { withTables } from '../engine.ts';
import { instant, marketplace, NOW, RING, TENANT } from '../survey/marketplace.ts';

const tables = withTables();
const { ask, ledger } = marketplace(tables);
const FAR = instant('2999-01-01T00:00:00Z'); // the command has the real clock

/** The command in a process of its own, on a deployed stage that is the test's engine and a secret. */
async function links(...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const SecretString = JSON.stringify({ current: 1, 1: 'k'.repeat(64) });
  const secrets = createServer((_, response) => void response.end(JSON.stringify({ SecretString })));
  await new Promise<void>((resolve) => secrets.listen(0, '127.0.0.1', resolve));
  const folder = mkdtempSync(join(tmpdir(), 'links-'));
  const outputs = {
    FactsTable: tables().factsName,
    LedgerTable: tables().ledgerName,
    LinkSecret: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:x',
    SurveyUrl: 'https://survey.example',
  };
  writeFileSync(join(folder, 'outputs.json'), JSON.stringify({ App: outputs }));
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: tables().engine.endpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${(secrets.address() as AddressInfo).port}`,
  };
  const command = [
    '--import',
    'tsx',
    'bin/trust.ts',
    'links',
    '--stage-outputs',
    join(folder, 'outputs.json'),
  ];
  const child = spawn(process.execPath, [...command, ...args], { env });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => (stdout += String(data)));
  child.stderr.on('data', (data) => (stderr += String(data)));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  secrets.close();
  rmSync(folder, { recursive: true });
  return { code, stdout, stderr };
}

test('prints the links that wait for an answer, and those of nobody who asked to be left alone', async () => {
  const open = await ask({ closesAt: FAR });
  const closed = await ask({ closesAt: addDays(NOW, -1000) });
  const quiet = await ask({ closesAt: FAR });
  await ledger().add(TENANT.id, 'optout', quiet.sellerId, NOW);

  const csv = await links();
  expect([csv.code, csv.stderr]).toEqual([0, '1 link waits for an answer\n']);
  const [header, line, end] = csv.stdout.split('\n');
  expect(header).toBe('seller_id,recommendation_id,wave,closes_at,url');
  expect(line).toMatch(
    /^seller-1,rec-now,wave-1,2999-01-01T00:00:00\.000Z,https:\/\/survey\.example\/s\/[\w-]{48}$/,
  );
  expect(end).toBe('');
  expect(csv.stdout).not.toContain(closed.sellerId);

  const json = await links('--json', '--wave', 'wave-1');
  const { url, ...named } = JSON.parse(json.stdout);
  expect(named).toMatchObject({ sellerId: open.sellerId, recommendationId: 'rec-now', wave: 'wave-1' });
  const configured = tenantsByNumber([{ ...TENANT, number: 1 }]);
  expect(readToken(RING, configured, String(url).slice(-48))?.tenant.id).toBe('us');

  const other = await links('--json', '--wave', 'wave-2');
  expect([other.code, other.stdout]).toEqual([0, '']);
});

test('wrong usage ends with 2 and a sentence', async () => {
  const wrong = await links('--tenant', 'mars');
  expect([wrong.code, wrong.stdout]).toEqual([2, '']);
  expect(wrong.stderr).toContain('--tenant mars is not in config/dev.json; use us');
});
