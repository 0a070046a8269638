import { S3Client } from '@aws-sdk/client-s3';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { run } from '../../bin/commands/report.ts';
import { verifyWords } from '../../bin/report/verify-words.ts';
import { endpoint } from '../../lib/local/endpoint.ts';
import { gate } from '../../lib/local/policy.ts';
import { s3 } from '../../lib/local/s3.ts';
import { close, listen } from '../../lib/local/server.ts';
import { s3Files } from '../../lib/store/s3-files.ts';
import { eraseFromFiles } from '../jobs/erase-from-files.ts';
import { analyse, at, snapshots, type Buckets } from '../jobs/pipeline.ts';

/** `trust report` on a deployed stage whose S3 is the local one: two reports, the second follows the first. */
const folder = mkdtempSync(join(tmpdir(), 'report-'));
const outputs = join(folder, 'outputs.json');
const server = endpoint(
  {},
  s3(folder, ['files', 'reports', 'empty'], gate(new Map(), 'operator', fail), () => undefined),
  fail,
);
let buckets: Buckets;
let first: string;
let second: string;

beforeAll(async () => {
  const url = `http://127.0.0.1:${await listen(server)}`;
  vi.stubEnv('AWS_ENDPOINT_URL_S3', url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'operator');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'local');
  const stage = { ReportBucket: 'reports', FilesBucket: 'files', Machine: 'arn:aws:states:us-east-1:0:x' };
  writeFileSync(outputs, JSON.stringify({ App: stage }));
  const client = new S3Client({ region: 'us-east-1', endpoint: url });
  buckets = { files: s3Files(client, 'files'), reports: s3Files(client, 'reports') };
  const taken = await snapshots(buckets.files);
  first = (await analyse(buckets, taken, at('2026-11-16T02:00:00Z'))).permalink;
  second = (await analyse(buckets, taken, at('2026-11-23T02:00:00Z'))).permalink;
});
afterEach(() => void vi.restoreAllMocks());
afterAll(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await close(server);
  rmSync(folder, { recursive: true });
});

async function report(...args: string[]) {
  const printed = vi.spyOn(console, 'log').mockReturnValue();
  vi.spyOn(console, 'error').mockReturnValue();
  const exitCode = await run(['--stage-outputs', outputs, ...args]); // of two the last counts
  const stdout = printed.mock.calls.map(([line]) => String(line)).join('\n');
  printed.mockRestore();
  return { exitCode, stdout };
}

const hash = (permalink: string) => permalink.split('/').at(-1) ?? '';
const start = (permalink: string) => hash(permalink).slice(0, 10);
const address = (permalink: string) => ({ exitCode: 0, stdout: `s3://reports/${permalink}/report.html` });

describe('trust report list', () => {
  it('has a line for each report, the newest first, and marks the one that is shown', async () => {
    const { exitCode, stdout } = await report('list');
    expect(exitCode).toBe(0);
    expect(stdout.split('\n')).toEqual([
      expect.stringMatching(
        new RegExp(`^\\* 2026-W48  ${start(second)}  until 2026-11-23  trust 0\\.\\d\\d .*n 24`),
      ),
      expect.stringMatching(
        new RegExp(`^  2026-W47  ${start(first)}  until 2026-11-16  trust 0\\.\\d\\d .*n 24`),
      ),
    ]);
    const listed = JSON.parse((await report('list', '--json')).stdout);
    expect(listed).toMatchObject({ latest: second, reports: [{ permalink: second }, { permalink: first }] });
  });

  it('says so where there is none', async () => {
    const other = join(folder, 'other.json');
    writeFileSync(other, readFileSync(outputs, 'utf8').replace('"reports"', '"empty"'));
    for (const args of [['list'], ['verify', '--all']])
      expect(await report(...args, '--stage-outputs', other)).toEqual({
        exitCode: 0,
        stdout: 'no report yet',
      });
    await expect(report('open', '--stage-outputs', other)).rejects.toThrow('no report is published yet');
  });
});

describe('trust report open', () => {
  it('tells the address of the report that is named in whichever way', async () => {
    expect(await report('open')).toEqual(address(second));
    for (const name of ['2026-W47', first, `https://reports.example.com/${first}/`, hash(first).slice(0, 6)])
      expect(await report('open', name)).toEqual(address(first));
  });

  it('writes its files into a folder', async () => {
    const out = join(folder, 'fetched');
    expect((await report('open', '--out', out)).stdout).toBe(join(out, 'report.html'));
    const methods = JSON.parse(readFileSync(join(out, 'methods.json'), 'utf8'));
    const names = methods.files.map(({ name }: { name: string }) => name.split('/')[0]);
    expect(readdirSync(out).sort()).toEqual([...new Set([...names, 'methods.json'])].sort());
  });

  it('refuses what names none, one report too many, and a browser where nobody looks', async () => {
    await expect(report('open', '2026-W46')).rejects.toThrow('"2026-W46" names no report');
    await expect(report('open', first, second)).rejects.toThrow('open does not take');
    await expect(report('open', '--browser')).rejects.toThrow('--browser needs a terminal');
    await expect(report('show')).rejects.toThrow('report requires list, open, diff or verify');
  });
});

describe('trust report diff', () => {
  it('tells what changed, the earlier report first', async () => {
    const { stdout } = await report('diff', '2026-W48', '2026-W47');
    expect(stdout).toMatch(/^2026-W47 \(data until 2026-11-16\) -> 2026-W48 \(2026-11-23\)/);
    const told = JSON.parse((await report('diff', first, second, '--json')).stdout);
    expect(told).toMatchObject({
      before: { period: '2026-W47' },
      after: { period: '2026-W48' },
      permalinks: { before: first, after: second },
    });
    await expect(report('diff', first)).rejects.toThrow('diff requires two reports');
  });
});

describe('trust report verify', () => {
  it('verifies all reports, then finds the byte that was changed', async () => {
    const { exitCode, stdout } = await report('verify', '--all');
    expect({
      exitCode,
      lines: stdout.match(/files made again from its snapshots, the same byte for byte/g),
    }).toEqual({ exitCode: 0, lines: expect.objectContaining({ length: 2 }) });
    expect(stdout).toContain('although computed by Node 24 on arm64, here is');

    const key = `${second}/report.html`;
    const page = Buffer.from((await buckets.reports.get(key))?.body ?? '');
    await buckets.reports.put(key, page.toString().replace('</h1>', '!</h1>'));
    const tampered = await report('verify');
    expect(tampered.exitCode).toBe(1);
    expect(tampered.stdout).toMatch(/MISMATCH: report\.html .*\n  at line \d+: published .*!<\/h1>/);
    await buckets.reports.put(key, page);
    await expect(report('verify', second, '--all')).rejects.toThrow('verify takes a report or --all');
  });

  it('of a report whose sellers were erased since says how many, and that is no failure', async () => {
    await eraseFromFiles(buckets.files, 2);
    const { exitCode, stdout } = await report('verify', '2026-W48');
    expect(exitCode).toBe(0);
    expect(stdout).toContain('not re-derivable: 2 sellers were erased since');
    expect(stdout).toContain('its files are those that were published');
  });
});

it('a mismatch under another version says whose it may be', () => {
  const found = { permalink: first, otherwise: ['drawn by version a, here is b'] };
  const why = 'is not what its snapshots give';
  const words = verifyWords({ ...found, verdict: 'mismatch', file: 'estimates.json', why });
  expect(words).toContain('Drawn by version a, here is b: install what made the report');
});

function fail(line: string): never {
  throw new Error(line);
}
