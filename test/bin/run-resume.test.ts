import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { endpoint } from '../../lib/local/endpoint.ts';
import { type Executions, executions } from '../../lib/local/executions.ts';
import type { LocalFunction } from '../../lib/local/functions.ts';
import { gate } from '../../lib/local/policy.ts';
import { s3 } from '../../lib/local/s3.ts';
import { close, listen } from '../../lib/local/server.ts';

const MACHINE = 'arn:aws:states:us-east-1:000000000000:stateMachine:analysis';
const JOB = 'arn:aws:lambda:us-east-1:000000000000:function:job';
const INPUT = JSON.stringify({ tenant: 'us', scheduledAt: '2026-11-22T00:00:00.000Z' });
const folder = mkdtempSync(join(tmpdir(), 'run-'));
const inputs: unknown[] = [];
let mended = false;
let address: string;
let server: ReturnType<typeof endpoint>;
let runs: Executions;

/** A job that fails until somebody mends it. */
const job: LocalFunction = {
  id: 'Job',
  arn: JOB,
  timeout: 1000,
  async invoke(event) {
    inputs.push(JSON.parse(event));
    const error = { errorType: 'RangeError', errorMessage: 'the disk is full' };
    return mended ? { ok: true, payload: '{}' } : { ok: false, error };
  },
  stop() {},
};

beforeAll(async () => {
  const guard = gate(
    new Map([
      ['M', [{ policy: 'P', effect: 'Allow', actions: ['lambda:InvokeFunction'], resources: [JOB] }]],
    ]),
    'operator',
    () => {},
  );
  const definition = {
    StartAt: 'Fit the models',
    States: {
      'Fit the models': {
        Type: 'Pass',
        Result: { pass: 4 },
        ResultPath: '$.run',
        Next: 'Pass over the sellers',
      },
      'Pass over the sellers': { Type: 'Task', Resource: JOB, End: true },
    },
  };
  const machines = [{ id: 'M', arn: MACHINE, definition }];
  runs = executions({ folder: join(folder, 'executions'), machines, functions: [job], gate: guard });
  mkdirSync(join(folder, 'files/reports-bucket/reports/us'), { recursive: true });
  const latest = {
    schema: 'seller-trust/latest@1',
    tenant: 'us',
    period: '2026-W47',
    asOf: '2026-11-22T00:00:00.000Z',
    runId: 'r',
    permalink: 'reports/us/2026-W47/abc',
  };
  writeFileSync(join(folder, 'files/reports-bucket/reports/us/latest.json'), JSON.stringify(latest));
  const files = s3(join(folder, 'files'), ['reports-bucket'], guard, () => {});
  server = endpoint({ AWSStepFunctions: runs.service }, files, () => {});
  address = `http://127.0.0.1:${await listen(server)}`;
  const App = { AnalysisMachine: MACHINE, ReportBucket: 'reports-bucket' };
  writeFileSync(join(folder, 'outputs.json'), JSON.stringify({ App }));
});
afterAll(async () => {
  await close(server);
  rmSync(folder, { recursive: true, force: true });
});

async function trustRun(...args: string[]) {
  const keys = { AWS_ACCESS_KEY_ID: 'operator', AWS_SECRET_ACCESS_KEY: 'local', AWS_ENDPOINT_URL: address };
  const command = [
    '--import',
    'tsx',
    'bin/trust.ts',
    'run',
    ...args,
    '--stage-outputs',
    join(folder, 'outputs.json'),
  ];
  const child = spawn(process.execPath, command, { env: { ...process.env, ...keys } });
  const told = { stdout: '', stderr: '' };
  for (const way of ['stdout', 'stderr'] as const)
    child[way].on('data', (data) => (told[way] += String(data)));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, ...told };
}

test(
  'a failed run says why, and is done again at its own instant under a name of its own',
  { timeout: 60_000 },
  async () => {
    expect(await trustRun('resume')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('no run failed'),
    });
    runs.start(MACHINE, INPUT, 'us-2026-11-22');
    await expect.poll(() => runs.list(MACHINE)[0]?.status).toBe('FAILED');
    const { stdout } = await trustRun('status');
    expect(stdout).toContain(
      'the last one failed: RangeError: the disk is full\nit was at “Pass over the sellers”, in pass 5 over all sellers',
    );
    mended = true;
    const again = await trustRun('resume');
    expect(again).toMatchObject({
      code: 0,
      stdout: 's3://reports-bucket/reports/us/2026-W47/abc/report.html\n',
    });
    expect(runs.list(MACHINE).map(({ name }) => name)).toContain('us-2026-11-22.again1');
    const input = { ...JSON.parse(INPUT), run: { pass: 4 } };
    expect(inputs).toEqual([input, input]);
    expect((await trustRun('status')).stdout).toMatch(/\nthe last one passed 5 times over all sellers\n$/);
    expect(await trustRun('resume', '--execution', 'nobody')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('there is no run nobody'),
    });
  },
);
