import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Failure, UsageError } from '../../bin/command.ts';
import { run } from '../../bin/commands/teardown.ts';
import { bodyOf, close, listen } from '../../lib/local/server.ts';
import { writeStageFile } from '../../lib/local/stage-file.ts';
import { trust } from './trust.ts';

const closers: (() => Promise<void> | void)[] = [];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'teardown-'));
  closers.push(() => rmSync(folder, { recursive: true, force: true }));
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  for (const closer of closers.splice(0).toReversed()) await closer();
});

const OUTPUTS = {
  FactsTable: 'facts',
  LedgerTable: 'ledger',
  FilesBucket: 'files',
  ReportBucket: 'report',
  IntakeBucket: 'intake',
  LinkSecret: 'arn:aws:secretsmanager:eu-west-1:222222222222:secret:link',
};

/** The account as far as a teardown meets it: the bucket `files` has three versions, the others are empty. */
function account(id: string, app: string | undefined): { front: RequestListener; calls: string[] } {
  const calls: string[] = [];
  let versions = 3;
  const answers: Readonly<Record<string, (text: string) => string | undefined>> = {
    GetCallerIdentity: () =>
      `<R><GetCallerIdentityResult><Account>${id}</Account></GetCallerIdentityResult></R>`,
    DescribeStacks: () => app && stack(app),
    versions: (text) => listing(text === '/files' ? versions : 0),
    delete: () => ((versions = 0), '<DeleteResult/>'),
    DescribeTable: () => '{"Table":{"TableStatus":"ACTIVE","ItemCount":7,"DeletionProtectionEnabled":true}}',
  };
  const front: RequestListener = (request, response) =>
    void bodyOf(request).then((body) => {
      const name = nameOf(request, body.toString());
      const path = request.url?.split('?')[0]?.replace(/(.)\/$/, '$1') ?? '';
      if (!/^(GetCaller|Describe|versions)/.test(name)) calls.push(`${name} ${path}`);
      const answer = answers[name];
      const text = answer === undefined ? (request.headers['x-amz-target'] ? '{}' : '<R/>') : answer(path);
      if (text === undefined) response.writeHead(400).end(NO_STACK);
      else response.end(request.method === 'DELETE' ? '' : text);
    });
  return { front, calls };
}

const NO_STACK =
  '<R><Error><Code>ValidationError</Code><Message>Stack with id x does not exist</Message></Error></R>';
const stack = (status: string) =>
  `<R><DescribeStacksResult><Stacks><member><StackStatus>${status}</StackStatus></member></Stacks></DescribeStacksResult></R>`;
const listing = (count: number) =>
  `<ListVersionsResult>${'<Version><Key>k</Key><VersionId>v</VersionId></Version>'.repeat(count)}</ListVersionsResult>`;

function nameOf({ headers, url = '', method = '' }: IncomingMessage, body: string): string {
  const target = String(headers['x-amz-target'] ?? '').split('.')[1];
  const s3Call = /\?(?:.*&)?(versions|delete)\b/.exec(url)?.[1];
  return target ?? s3Call ?? new URLSearchParams(body).get('Action') ?? method;
}

async function teardownOf(
  outputs: Readonly<Record<string, object>>,
  { id = '222222222222', app }: { id?: string; app?: string },
  ...args: string[]
) {
  const { front, calls } = account(id, app);
  const server = createServer(front);
  closers.push(() => close(server));
  vi.stubEnv('AWS_ENDPOINT_URL', `http://127.0.0.1:${await listen(server)}`);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'x');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'x');
  const file = join(folder, 'outputs.json');
  writeFileSync(file, JSON.stringify(outputs));
  const lines: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line) => void lines.push(String(line)));
  vi.spyOn(console, 'error').mockImplementation(() => {});
  const code = await run(['--stage-outputs', file, ...args]).catch((cause: unknown) => cause);
  return { code, calls, text: lines.join('\n') };
}

const OF_DEV = { 'seller-trust-dev-app': OUTPUTS };
const PURGE = ['--purge', '--i-understand', 'dev'];

describe('trust teardown of a deployed stage', () => {
  test('lists what stays and the commands in their order, and touches nothing', async () => {
    const { code, calls, text } = await teardownOf(OF_DEV, { app: 'CREATE_COMPLETE' });
    expect([code, calls]).toEqual([0, []]);
    expect(text).toContain('facts  table, about 7 rows, deletion protection on');
    expect(text).toContain('files  bucket, 3 versions of files');
    expect(text.indexOf('npx cdk destroy dev/App')).toBeLessThan(text.indexOf('--i-understand dev'));
  });

  test('with its name deletes all of it', async () => {
    const { code, calls } = await teardownOf(OF_DEV, {}, ...PURGE);
    expect(code).toBe(0);
    expect(calls).toEqual([
      'UpdateTerminationProtection /',
      'UpdateTable /',
      'UpdateTable /',
      'DELETE /intake',
      'delete /files',
      'DELETE /files',
      'DELETE /report',
      'DeleteTable /',
      'DeleteTable /',
      'DeleteSecret /',
      'DeleteStack /',
    ]);
  });

  test.each([
    ['another name', OF_DEV, {}, ['--purge', '--i-understand', 'prod'], UsageError, 'is dev'],
    ['no name', OF_DEV, {}, ['--purge'], UsageError, '--i-understand dev'],
    [
      'a file of two stages',
      { ...OF_DEV, 'seller-trust-prod-app': OUTPUTS },
      {},
      PURGE,
      UsageError,
      'several',
    ],
    ['a file that names no stage', { App: OUTPUTS }, {}, PURGE, UsageError, 'names no stage'],
    ['another account', OF_DEV, { id: '1'.repeat(12) }, PURGE, Failure, 'is in account 222222222222'],
    ['an app that stands', OF_DEV, { app: 'UPDATE_COMPLETE' }, PURGE, Failure, 'npx cdk destroy dev/App'],
  ])('%s: nothing is touched', async (_, outputs, world, args, kind, words) => {
    const { code, calls } = await teardownOf(outputs, world, ...args);
    expect(code).toBeInstanceOf(kind);
    expect(String(code)).toContain(words);
    expect(calls).toEqual([]);
  });
});

function stageFolder(): string {
  const directory = join(folder, 'local');
  mkdirSync(join(directory, 'files', 'bucket'), { recursive: true });
  for (const name of ['dynamodb.sqlite', 'secrets.json', 'files/bucket/a', 'my-notes.txt'])
    writeFileSync(join(directory, name), 'x');
  return directory;
}

describe('trust teardown of the local stage', () => {
  test('deletes what stages put there and nothing else', async () => {
    const directory = stageFolder();
    vi.spyOn(console, 'log').mockImplementation(() => {});
    expect(await run(['--dir', directory])).toBe(0);
    expect(readdirSync(directory)).toHaveLength(4);
    expect(await run(['--dir', directory, '--purge', '--i-understand', 'local'])).toBe(0);
    expect(readdirSync(directory)).toEqual(['my-notes.txt']);
  });

  test('refuses while the stage runs', async () => {
    const directory = stageFolder();
    const server = createServer((_, response) => void response.end(JSON.stringify(stage)));
    closers.push(() => close(server));
    const page = `http://127.0.0.1:${await listen(server)}`;
    const stage = { pid: 1, endpoint: page, region: 'us-east-1', site: page, page, outputs: {} };
    writeStageFile(directory, stage);
    const purged = run(['--dir', directory, '--purge', '--i-understand', 'local']);
    await expect(purged).rejects.toThrow(/runs on .* stop it first/);
    expect(readdirSync(directory)).toHaveLength(5);
  });

  test('a wrong name is wrong usage', () => {
    const { exitCode, stderr } = trust('teardown', '--dir', folder, '--purge', '--i-understand', 'dev');
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('which is local')]);
  });
});
