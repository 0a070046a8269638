import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

it.each([
  [{ stge: 'prod' }, '-c stge=… is not known; use -c stage=…, and config/<stage>.json for everything else'],
  [{ stage: 'prd' }, '-c stage=prd has no config/prd.json; use dev, local, prod'],
])(
  'the CDK app refuses %j in one sentence, with exit code 2: it would deploy something else',
  (context, sentence) => {
    const { status, stderr } = spawnSync(process.execPath, ['--import', 'tsx', 'bin/app.ts'], {
      cwd: join(import.meta.dirname, '../..'),
      env: { ...process.env, CDK_CONTEXT_JSON: JSON.stringify(context) },
      encoding: 'utf8',
    });
    expect([status, stderr.trim()]).toEqual([2, sentence]);
  },
);
