import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { accountChecks } from '../../bin/doctor/checks.ts';
import { found, line } from '../../bin/doctor/finding.ts';
import {
  identitiesOf,
  judgeAccount,
  judgeBootstrap,
  judgeConcurrency,
  judgeMail,
  judgeRegion,
} from '../../bin/doctor/judge-account.ts';
import { judgeOutbox, judgeQueues, judgeReport, judgeRun, judgeTable } from '../../bin/doctor/judge-stage.ts';
import type { Instant } from '../../lib/domain/instant.ts';
import { close, listen } from '../../lib/local/server.ts';

const NOW = '2026-11-23T12:00:00.000Z' as Instant;
const at = (text: string) => text as Instant;
const ARN = 'arn:aws:states:eu-west-1:222222222222:stateMachine:Analysis';
const verified = { enabled: true, outOfSandbox: true, verified: 'example.com' };

const never = () => Promise.reject(new Error('was asked'));

describe('what a check came to', () => {
  test.each([
    ['another account than the stage', judgeAccount('111111111111', ARN), 'fail', /use credentials of 2{12}/],
    ['its account', judgeAccount('222222222222', ARN), 'ok', /2{12}/],
    ['no region', judgeRegion(undefined), 'fail', /AWS_REGION/],
    ['a region deployments do not go to', judgeRegion('us-east-1', 'eu-west-1'), 'warn', /eu-west-1/],
    ['never bootstrapped', judgeBootstrap(undefined, 'aws://1/r'), 'fail', /npx cdk bootstrap aws:\/\/1\/r/],
    ['an old bootstrap', judgeBootstrap('5'), 'fail', /at least 6/],
    ['the least bootstrap', judgeBootstrap('6'), 'ok', /version 6/],
    ['a bootstrap that is no number', judgeBootstrap('x'), 'fail', /cdk bootstrap/],
    ['no room beside a run', judgeConcurrency({ limit: 10, free: 10 }, 10), 'fail', /none for sellers/],
    ['a new account', judgeConcurrency({ limit: 10, free: 10 }, 4), 'warn', /Service Quotas/],
    ['room', judgeConcurrency({ limit: 1000, free: 900 }, 4), 'ok', /900 of 1000/],
    ['no mail wanted', judgeMail(undefined, undefined), 'ok', /not needed/],
    ['a sandbox', judgeMail({ ...verified, outOfSandbox: false }, 'a@b.c'), 'fail', /production access/],
    ['nobody verified', judgeMail({ ...verified, verified: undefined }, 'a@b.c'), 'fail', /not verified/],
    ['stopped sending', judgeMail({ ...verified, enabled: false }, 'a@b.c'), 'fail', /stopped/],
    ['mail goes out', judgeMail(verified, 'a@example.com'), 'ok', /example.com is verified/],
    ['no recovery', judgeTable({ status: 'ACTIVE', pointInTime: false }, true), 'fail', /point-in-time/],
    ['no table to reach', judgeTable({ status: 'INACCESSIBLE' }, true), 'fail', /INACCESSIBLE/],
    [
      'a table on this machine',
      judgeTable({ status: 'ACTIVE' }, true),
      'ok',
      /protection not on this machine/,
    ],
    ['empty queues', judgeQueues({ waits: 3, aside: 0 }), 'ok', /3 before/],
    ['something set aside', judgeQueues({ waits: 0, aside: 1 }), 'warn', /trust dlq ls/],
    ['a long queue', judgeQueues({ waits: 10_001, aside: 0 }), 'warn', /10001/],
    ['no report', judgeReport(undefined, NOW, 7), 'warn', /run start/],
    ['a report of Monday', judgeReport(at('2026-11-16T02:00:00.000Z'), NOW, 7), 'ok', /7 days/],
    ['an old report', judgeReport(at('2026-11-14T02:00:00.000Z'), NOW, 7), 'warn', /9 days/],
    ['as old, run once a month', judgeReport(at('2026-11-14T02:00:00.000Z'), NOW, 31), 'ok', /9 days/],
    ['a week old, run every night', judgeReport(at('2026-11-16T02:00:00.000Z'), NOW, 1), 'warn', /7 days/],
    ['no run', judgeRun(undefined), 'warn', /run start/],
    ['a failed run', judgeRun({ name: 'us-2026', status: 'FAILED' }), 'fail', /run resume/],
    ['a run', judgeRun({ name: 'us-2026', status: 'RUNNING' }), 'ok', /running/],
    ['nothing due', judgeOutbox(undefined, NOW), 'ok', /nothing/],
    ['due since a moment', judgeOutbox(at('2026-11-23T11:46:00.000Z'), NOW), 'ok', /14 min/],
    ['late', judgeOutbox(at('2026-11-23T11:40:00.000Z'), NOW), 'warn', /outbox-late/],
    ['stuck', judgeOutbox(at('2026-11-23T09:00:00.000Z'), NOW), 'fail', /180 min/],
  ])('%s', (_, said, verdict, words) => {
    expect(said.verdict).toBe(verdict);
    expect(`${said.says}; ${said.fix}`).toMatch(words);
    expect(said.fix !== undefined).toBe(verdict === 'warn' || verdict === 'fail');
  });

  test('protection that the settings do not want is not missed', () => {
    const off = { status: 'ACTIVE', pointInTime: true, deletionProtection: false };
    expect([judgeTable(off, true).verdict, judgeTable(off, false).verdict]).toEqual(['fail', 'ok']);
  });

  test('SES may have verified the address, its domain or one above', () => {
    expect(identitiesOf('a@mail.shop.example')).toEqual([
      'a@mail.shop.example',
      'mail.shop.example',
      'shop.example',
    ]);
  });

  test('who refuses has failed the check, in its own words', async () => {
    const refusal = Object.assign(new Error('no sts:GetCallerIdentity'), { name: 'AccessDenied' });
    const finding = await found(
      'account',
      () => Promise.reject(refusal),
      () => ({ verdict: 'ok', says: '' }),
    );
    expect(line(finding)).toBe(
      'fail  account             cannot be asked: AccessDenied: no sts:GetCallerIdentity; let these credentials do what is named there',
    );
  });

  test('without an account nobody else is asked', async () => {
    const port = { account: async () => undefined, bootstrap: never, concurrency: never, mail: never };
    const findings = await accountChecks(port, 'eu-west-1');
    expect(findings.map(({ check, verdict }) => [check, verdict])).toEqual([
      ['account', 'fail'],
      ['region', 'ok'],
    ]);
  });
});

/** What each service answers, by what is asked; what is missing is refused. */
type Answers = Readonly<Record<string, unknown>>;

const closers: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const closer of closers.splice(0)) await closer();
});

const nameOf = ({ headers, url = '' }: IncomingMessage): string =>
  String(headers['x-amz-target'] ?? url.split('?')[0])
    .split('.')
    .at(-1) ?? '';

async function doctor(answers: Answers, ...args: string[]) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const name = nameOf(request);
    asked.push(name);
    const answer = answers[name];
    if (answer === undefined) response.writeHead(400, { 'x-amzn-errortype': 'AccessDeniedException' });
    response.end(
      typeof answer === 'string' ? answer : JSON.stringify(answer ?? { __type: 'AccessDeniedException' }),
    );
  });
  closers.push(() => close(server));
  const env = {
    ...process.env,
    AWS_ACCESS_KEY_ID: 'x',
    AWS_SECRET_ACCESS_KEY: 'x',
    AWS_REGION: 'eu-west-1',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${await listen(server)}`,
  };
  const command = ['--import', 'tsx', 'bin/trust.ts', 'doctor', '--json', ...args];
  const child = spawn(process.execPath, command, { env });
  let stdout = '';
  child.stdout.on('data', (data) => (stdout += String(data)));
  child.stderr.on('data', (data) => asked.push(String(data)));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const { findings } = JSON.parse(stdout) as {
    findings: { check: string; verdict: string; says: string }[];
  };
  return { code, asked, findings, verdicts: findings.map(({ check, verdict }) => [check, verdict]) };
}

const SEEN = {
  '/': '<R><GetCallerIdentityResult><Account>222222222222</Account></GetCallerIdentityResult></R>',
  GetParameter: { Parameter: { Value: '21' } },
};

const url = (name: string) => `https://sqs.eu-west-1.amazonaws.com/222222222222/${name}`;

describe('trust doctor', () => {
  test('before the first deployment: account, region, bootstrap, and nothing else is asked', async () => {
    const { code, asked, verdicts } = await doctor(SEEN, '--account');
    expect([code, verdicts]).toEqual([
      0,
      [
        ['account', 'ok'],
        ['region', 'ok'],
        ['bootstrap', 'ok'],
      ],
    ]);
    expect(asked).toEqual(['/', 'GetParameter']);
  });

  test('a deployed stage: every check is answered or says why not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'doctor-'));
    closers.push(() => rmSync(folder, { recursive: true }));
    const outputs = {
      FactsTable: 'facts',
      LedgerTable: 'ledger',
      ReportBucket: 'report',
      LinkSecret: 'arn:aws:secretsmanager:eu-west-1:222222222222:secret:x',
      AnalysisMachine: ARN,
      SetAside: JSON.stringify({
        events: { queue: url('events'), setAside: url('aside') },
        files: { queue: url('files'), setAside: url('aside') },
        starts: [url('starts')],
      }),
    };
    writeFileSync(join(folder, 'outputs.json'), JSON.stringify({ App: outputs }));
    const answers: Answers = {
      ...SEEN,
      '/2016-08-19/account-settings': {
        AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 900 },
      },
      GetSecretValue: { SecretString: JSON.stringify({ current: 1, 1: 'k'.repeat(64) }) },
      DescribeTable: { Table: { TableStatus: 'ACTIVE', DeletionProtectionEnabled: true } },
      DescribeContinuousBackups: {
        ContinuousBackupsDescription: {
          ContinuousBackupsStatus: 'ENABLED',
          PointInTimeRecoveryDescription: { PointInTimeRecoveryStatus: 'ENABLED' },
        },
      },
      GetQueueAttributes: { Attributes: { ApproximateNumberOfMessages: '2' } },
      ListExecutions: {
        executions: [
          { name: 'us-east-2026-11-23T02-00-00.000Z', status: 'SUCCEEDED', executionArn: 'a' },
          { name: 'us-2026-11-16T02-00-00.000Z', status: 'FAILED', executionArn: 'b' },
        ],
      },
    };
    const { code, verdicts, findings } = await doctor(
      answers,
      '--stage-outputs',
      join(folder, 'outputs.json'),
    );
    expect(Object.fromEntries(verdicts)).toEqual({
      account: 'ok',
      region: 'ok',
      bootstrap: 'ok',
      'functions at once': 'ok',
      mail: 'ok',
      'link secret': 'ok',
      'facts table': 'ok',
      'ledger table': 'ok',
      queues: 'warn',
      'report us': 'fail', // not in the answers: refused
      'run us': 'fail', // the other marketplace's run is not this one's
      'outbox us': 'fail',
    });
    expect(code).toBe(1);
    expect(findings.find(({ check }) => check === 'queues')?.says).toBe('4 before the intake, 6 set aside');
  });
});
