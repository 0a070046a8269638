import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tables } from '../tables.ts';

/** A command of `trust` in a process of its own, on a deployed stage that is the test's engine and a secret. */
export async function trustOn(
  tables: Tables,
  ...args: string[]
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const SecretString = JSON.stringify({ current: 1, 1: 'k'.repeat(64) });
  const secrets = createServer((_, response) => void response.end(JSON.stringify({ SecretString })));
  await new Promise<void>((resolve) => secrets.listen(0, '127.0.0.1', resolve));
  const folder = mkdtempSync(join(tmpdir(), 'links-'));
  const outputs = {
    FactsTable: tables.factsName,
    LedgerTable: tables.ledgerName,
    LinkSecret: 'arn:aws:secretsmanager:us-east-1:000000000000:secret:x',
    SurveyUrl: 'https://survey.example',
  };
  writeFileSync(join(folder, 'outputs.json'), JSON.stringify({ App: outputs }));
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_ENDPOINT_URL_DYNAMODB: tables.engine.endpoint,
    AWS_ENDPOINT_URL_SECRETS_MANAGER: `http://127.0.0.1:${(secrets.address() as AddressInfo).port}`,
  };
  const command = [
    '--import',
    'tsx',
    'bin/trust.ts',
    ...args,
    '--stage-outputs',
    join(folder, 'outputs.json'),
  ];
  const child = spawn(process.execPath, command, { env });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => (stdout += String(data)));
  child.stderr.on('data', (data) => (stderr += String(data)));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  secrets.close();
  rmSync(folder, { recursive: true });
  return { code, stdout, stderr };
}
