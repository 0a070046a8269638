import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TENANT } from '../../test/survey/marketplace.ts';
import { ENV } from '../../lib/env.ts';
import { synthesise } from '../../bin/synthesis.ts';
import { bundle, functionNames } from '../run/bundle.ts';
import type { Case, Pair } from '../run/case.ts';
import { childrenSeconds, nodeSeconds } from '../run/child.ts';

export const cases: readonly Case[] = [
  ...functionNames().map((name): Case => ({
    name: `cold-start-${name}`,
    ours: `a Node process that imports the bundled function \`${name}\``,
    baseline: 'one that imports a bundle with a DynamoDB client and no more',
    rounds: { quick: 5, full: 25 },
    prepare: () => coldStart(name),
  })),
  {
    name: 'synth',
    ours: 'the CDK app, two stacks and all functions bundled, no validation of the template',
    baseline: 'a Node process that imports aws-cdk-lib and no more',
    rounds: { quick: 3, full: 5 },
    prepare: synth,
  },
];

const BARE = `import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
export const client = new DynamoDBClient({});
export async function handler() { return { statusCode: 200 }; }`;

/** What the stacks set: names of things that nobody asks for while a function starts. */
const ENVIRONMENT = {
  ...Object.fromEntries(Object.values(ENV).map((name) => [name, 'https://example.com'])),
  [ENV.tenants]: JSON.stringify([TENANT]),
  [ENV.roundsDays]: '3650',
  [ENV.delivery]: 'mail',
  [ENV.signIn]: JSON.stringify({
    issuer: 'https://example.com',
    audience: ['reports'],
    clientId: 'reports',
    scope: 'openid',
    tenantsClaim: 'tenants',
  }),
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'local',
  AWS_SECRET_ACCESS_KEY: 'local',
};

async function coldStart(name: string): Promise<Pair> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-cold-'));
  const [ours, bare] = [join(folder, 'ours.mjs'), join(folder, 'bare.mjs')];
  await bundle({ file: `lambdas/${name}.ts` }, ours);
  await bundle({ source: BARE }, bare);
  return {
    cold: true,
    ours: () => nodeSeconds(ours, { env: ENVIRONMENT }),
    baseline: () => nodeSeconds(bare, { env: ENVIRONMENT }),
    close: async () => rmSync(folder, { recursive: true }),
  };
}

async function counted(work: () => unknown): Promise<number> {
  const before = childrenSeconds() ?? 0;
  await work();
  return (childrenSeconds() ?? 0) - before;
}

function synth(): Pair | string {
  if (childrenSeconds() === undefined) return 'not here: the CPU time of children takes Linux';
  const folder = mkdtempSync(join(tmpdir(), 'bench-synth-'));
  let runs = 0;
  return {
    cold: true,
    ours: () => counted(() => synthesise('local', join(folder, `run-${(runs += 1)}`))),
    baseline: () =>
      counted(() => execFileSync(process.execPath, ['--input-type=module', '-e', "import 'aws-cdk-lib';"])),
    close: async () => rmSync(folder, { recursive: true, force: true }),
  };
}
