import { createHash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cdk } from './cdk.ts';
import { ACCOUNT, startFakeAws, type FakeAws } from './fake-aws.ts';
import { unzip } from './unzip.ts';

/** The command line an operator uses, from synthesis to the second deployment, against an account of this machine. */
const folder = mkdtempSync(join(tmpdir(), 'seller-trust-deploy-'));
const assembly = join(folder, 'first');
const STACKS = ['seller-trust-dev-data', 'seller-trust-dev-app'];
const BUCKET = `cdk-hnb659fds-assets-${ACCOUNT}-us-east-1`;

beforeAll(async () => {
  const { exitCode, words } = await cdk(['synth', '-q', '-o', assembly]);
  if (exitCode !== 0) throw new Error(words);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe('cdk synth', () => {
  it('makes the same templates and assets again, byte for byte', async () => {
    const again = join(folder, 'again');
    // the rules that hold templates against CloudFormation's schema were run above; they write a report, no template
    expect(await cdk(['synth', '-q', '--no-validation', '-o', again])).toMatchObject({ exitCode: 0 });
    const [first, second] = [whatIsDeployed(assembly), whatIsDeployed(again)];
    expect([...first.keys()]).toEqual([...second.keys()]);
    expect([...first.keys()].filter((name) => name.endsWith('.template.json'))).toHaveLength(2);
    expect([...first.keys()].filter((name) => name.endsWith('index.mjs')).length).toBeGreaterThanOrEqual(10);
    for (const [name, bytes] of first) expect([name, second.get(name)?.equals(bytes)]).toEqual([name, true]);
  });
});

describe('cdk deploy', () => {
  let aws: FakeAws;
  beforeAll(async () => {
    aws = await startFakeAws();
  });
  afterAll(() => aws.stop());
  const deploy = (from: string, ...more: string[]) =>
    cdk(['deploy', '--app', from, '--require-approval', 'never', ...more, 'dev/*'], aws.url);

  it('makes what holds data first, then what runs, and protects the former', async () => {
    expect(await deploy(assembly)).toMatchObject({ exitCode: 0 });
    expect(aws.cloudFormation.history.map(({ stack }) => stack)).toEqual(STACKS);
    for (const { changes } of aws.cloudFormation.history)
      expect(new Set(changes.map(({ action }) => action))).toEqual(new Set(['Add']));
    expect(STACKS.map((name) => aws.cloudFormation.stack(name).protected)).toEqual([true, false]);
  });

  it('publishes the very files of the cloud assembly, and every one a function names', () => {
    const zips = [...aws.objects.keys()].filter((key) => key.endsWith('.zip'));
    for (const key of zips) {
      const asset = join(assembly, `asset.${key.slice(BUCKET.length + 1, -'.zip'.length)}`);
      const published = unzip(aws.objects.get(key) ?? Buffer.alloc(0));
      expect([...published.keys()].sort()).toEqual(readdirSync(asset).sort());
      for (const [name, bytes] of published)
        expect([name, bytes.equals(readFileSync(join(asset, name)))]).toEqual([name, true]);
    }
    const named = codeOf(aws.cloudFormation.stack('seller-trust-dev-app').text ?? '');
    expect(named.length).toBeGreaterThanOrEqual(10);
    expect(zips.toSorted()).toEqual([...new Set(named)].map((key) => `${BUCKET}/${key}`).toSorted());
  });

  it('changes nothing when nothing changed, and diff says so', async () => {
    const { exitCode, words } = await deploy(assembly);
    expect([exitCode, words.match(/\(no changes\)/g)]).toEqual([0, ['(no changes)', '(no changes)']]);
    expect(aws.cloudFormation.history).toHaveLength(2);
    const diff = await cdk(['diff', '--fail', '--app', assembly, 'dev/*'], aws.url);
    expect(diff.exitCode).toBe(0);
    expect(diff.words.match(/There were no differences/g)).toHaveLength(2);
  });

  it('over another release changes what differs, and leaves what holds data alone', async () => {
    const next = nextRelease();
    const diff = await cdk(['diff', '--app', next, 'dev/*'], aws.url);
    expect(diff.words).toContain('MemorySize');
    expect(await deploy(next)).toMatchObject({ exitCode: 0 });
    const [update, ...more] = aws.cloudFormation.history.slice(2);
    expect(more).toEqual([]);
    expect(update).toMatchObject({ stack: 'seller-trust-dev-app' });
    expect(update?.changes.map(({ action, type }) => `${action} ${type}`).toSorted()).toEqual([
      'Modify AWS::Lambda::Function',
      'Remove AWS::CloudWatch::Dashboard',
    ]);
    expect(aws.unknown).toEqual([]); // no call was answered by chance
  });
});

/** What a deployment takes from a cloud assembly: templates and assets. The rest tells of the synthesis (its time, its tree). */
function whatIsDeployed(outdir: string): Map<string, Buffer> {
  const files = readdirSync(outdir, { recursive: true, encoding: 'utf8' }).sort();
  const deployed = files.filter((file) =>
    /\.template\.json$|\.assets\.json$|asset\.[0-9a-f]{64}\/./.test(file),
  );
  return new Map(deployed.map((file) => [file, readFileSync(join(outdir, file))]));
}

/** The keys under which functions expect their code. */
function codeOf(template: string): string[] {
  return [...template.matchAll(/"S3Key":\s*"([^"]+)"/g)].map(([, key = '']) => key);
}

/** The assembly as a later release might have it: one function with more memory, one resource less. */
function nextRelease(): string {
  const next = join(folder, 'next');
  cpSync(assembly, next, { recursive: true });
  const stage = join(next, 'assembly-dev');
  const file = readdirSync(stage).find((name) => /App.*\.template\.json$/.test(name)) ?? '';
  const before = readFileSync(join(stage, file), 'utf8');
  const template = JSON.parse(before);
  const ids = Object.keys(template.Resources);
  const idOf = (type: string) => ids.find((id) => template.Resources[id].Type === type) ?? '';
  template.Resources[idOf('AWS::Lambda::Function')].Properties.MemorySize = 3008;
  delete template.Resources[idOf('AWS::CloudWatch::Dashboard')];
  const after = JSON.stringify(template);
  writeFileSync(join(stage, file), after);
  for (const name of [file.replace('.template.json', '.assets.json'), 'manifest.json'])
    writeFileSync(join(stage, name), renamed(readFileSync(join(stage, name), 'utf8'), before, after));
  return next;
}

/** A template is published under the hash of its text. */
const renamed = (text: string, before: string, after: string) =>
  text.replaceAll(sha256(before), sha256(after));
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
