import { createHash } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { methodsSchema } from '../../lib/report/methods.ts';
import { estimatesSchema } from '../../lib/trust/estimates.ts';
import { trust } from './trust.ts';

const folder = mkdtempSync(join(tmpdir(), 'analyze-'));
const HEADER = 'seller_id,recommender,round,prior_plan,recommended,chosen,outcome';
/** Twelve sellers, six rounds each, all good. */
const GOOD = Array.from({ length: 72 }, (_, index) => {
  const [seller, round] = [Math.floor(index / 6), (index % 6) + 1];
  const [plan, recommended] = [100 + seller + 7 * round, 140 - 11 * round + 2 * seller];
  return `s${seller},pricing,${round},${plan},${recommended},${(0.4 * plan + 0.6 * recommended + (index % 5)).toFixed(2)},${recommended + (index % 7)}`;
});

let files = 0;
function analyze(text: string | Buffer, ...options: readonly string[]) {
  files += 1;
  const path = join(folder, `rounds-${files}.csv`);
  const out = join(folder, `out-${files}`);
  writeFileSync(path, text);
  const ran = trust('analyze', path, '--out', out, ...options);
  const estimates = () =>
    estimatesSchema.parse(JSON.parse(readFileSync(join(out, 'estimates.json'), 'utf8')));
  return { ...ran, out, estimates };
}

const table = (...lines: readonly string[]) => `${[HEADER, ...lines].join('\n')}\n`;

describe('bad input through the command', () => {
  it.each([
    [
      'text in a number',
      's99,pricing,1,ten,12,11,12',
      /^line 74, prior_plan "ten": text where a number belongs; write/m,
    ],
    ['NaN', 's99,pricing,1,NaN,12,11,12', /^line 74, prior_plan "NaN": not a finite number; leave it empty/m],
    [
      'a duplicate row',
      GOOD[0] ?? '',
      /^line 74, round "1": repeats line 2 .* exactly, which is kept; remove this line/m,
    ],
    [
      'a 10 MB line',
      'x'.repeat(10_000_000),
      /^line 74, line: a line of 10000000 bytes; a line may have at most 1000000/m,
    ],
    [
      'a ragged row',
      's99,pricing,1',
      /^line 74, line "s99,pricing,1": too few values: 3 where the header has 7; check/m,
    ],
  ])('%s: named with line, field, value and fix; the rest is analysed; exit code 2', (_, bad, words) => {
    const { exitCode, stderr, estimates } = analyze(table(...GOOD, bad));
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringMatching(words) });
    expect(estimates().input).toMatchObject({ rows: 73, accepted: 72, rejected: 1 });
    expect(estimates().input.usable.trust.rows).toBeGreaterThan(60);
  });

  it.each([
    ['an empty file', '', /line 1, file: no rounds in it; give a header/],
    ['a header only', table(), /line 1, file: no rounds in it/],
    [
      'a wrong header',
      table(...GOOD).replace('prior_plan', 'priorplan'),
      /line 1, priorplan "priorplan": not a column of a rounds file; did you mean prior_plan\?/,
    ],
    [
      'a missing column',
      table(...GOOD).replace('recommended', 'x_recommended'),
      /line 1, recommended: this column is missing; add recommended/,
    ],
    ['no good row', table('s1,pricing,one,1,1,1,1'), /line 2, round "one"/],
  ])('%s: exit code 2 and nothing written', (_, text, words) => {
    const { exitCode, stderr, out } = analyze(text);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringMatching(words) });
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(readdirSync(out)).toEqual([]);
  });

  it.each([
    ['Windows line ends', table(...GOOD).replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${table(...GOOD)}`],
  ])('%s: nothing to complain about', (_, text) => {
    expect(analyze(text)).toMatchObject({ exitCode: 0, stderr: '' });
  });

  it('many faults: the first twenty, then a count', () => {
    const { stderr, exitCode } = analyze(
      table(...GOOD, ...Array.from({ length: 50 }, (_, index) => `t${index},pricing,1,x,1,1,1`)),
    );
    expect(exitCode).toBe(2);
    expect(stderr.match(/^line /gm)).toHaveLength(20);
    expect(stderr).toMatch(/… and 30 further faults/);
  });
});

describe('wrong usage', () => {
  const good = join(folder, 'good.csv');
  writeFileSync(good, table(...GOOD));
  const dated = join(folder, 'dated.csv');
  writeFileSync(
    dated,
    'seller_id,recommender,asked_at,prior_plan,recommended,chosen\ns1,r,2026-11-20T09:00:00Z,10,20,15\n',
  );
  const into = ['--out', join(folder, 'never')];

  it.each([
    [
      ['analyze', join(folder, 'nowhere.csv'), ...into],
      2,
      /cannot read .*nowhere\.csv: there is no such file/,
    ],
    [['analyze', folder, ...into], 2, /cannot read .*: it is a folder/],
    [['analyze', ...into], 2, /a rounds file is missing/],
    [['analyze', good], 2, /--out is missing/],
    [['analyze', good, ...into, '--scal', 'log'], 2, /--scal is not an option; did you mean --scale\?/],
    [['analyze', good, ...into, '--scale', 'ln'], 2, /--scale requires one of auto, log, level, got "ln"/],
    [['analyze', good, ...into, '--min-gap', '0x10'], 2, /--min-gap requires a number/],
    [['analyze', good, ...into, '--processes', 'p.csv'], 2, /cannot read p.csv: there is no such file/],
    [
      ['analyze', good, ...into, '--processes', good],
      2,
      /cannot be read as a registry:\n\s+line 1, seller_id .*not a column of this kind of file/,
    ],
    [
      ['analyze', good, ...into, '--estimator', 'adf'],
      2,
      /--estimator requires one of auto, kf, qd, qd-adf, got "adf"/,
    ],
    [['analyze', good, ...into, '--direction', 'pricing=sideways'], 2, /--direction requires recommender=up/],
    [
      ['analyze', good, ...into, '--direction', 'pricng=up'],
      2,
      /no such recommender; did you mean pricing\?/,
    ],
    [
      ['analyze', dated, ...into, '--as-of', '2026-11-09T00:00:00Z'],
      2,
      /is before 1 rounds, the last asked at/,
    ],
    [['analyze', good, ...into, '--as-of', 'today'], 2, /--as-of requires an RFC 3339 instant/],
    [
      ['analyze', good, '--out', join(good, 'out')],
      1,
      /cannot write into .*: a (part of the path is a file|file with this name)/,
    ],
    [['simulate', '--theory', 'trust', '--out', 'x'], 2, /--theory requires one of trust-embedded/],
    [['simulate', '--theory', 'mixture'], 2, /--out is missing/],
    [['analise'], 2, /"analise" is not a command; did you mean analyze\?/],
    [[], 2, /a command is missing/],
  ])('%j: exit code %d, one plain sentence', (args, exitCode, words) => {
    const ran = trust(...args);
    expect(ran).toMatchObject({ exitCode, stderr: expect.stringMatching(words) });
    expect(ran.stderr).not.toMatch(/\n\s+at |fault in the program/);
  });

  it('a folder that may not be written to: exit code 1', (ctx) => {
    if (process.getuid?.() === 0) {
      console.log('skipped: the superuser may write anywhere');
      ctx.skip('the superuser may write anywhere');
    }
    const locked = join(folder, 'locked');
    mkdirSync(locked);
    chmodSync(locked, 0o500);
    expect(trust('analyze', good, '--out', join(locked, 'out'))).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/no permission/),
    });
  });

  it('--json says it on stdout as well', () => {
    const { stdout, exitCode } = trust('analyze', join(folder, 'nowhere.csv'), ...into, '--json');
    expect({ exitCode, said: JSON.parse(stdout) as unknown }).toMatchObject({
      exitCode: 2,
      said: { exitCode: 2, error: expect.stringMatching(/cannot read/) },
    });
  });

  it.each([['--help'], ['analyze', '--help'], ['simulate', '--help'], ['--version']])(
    '%j answers and exits 0',
    (...args) => {
      expect(trust(...args.filter((arg): arg is string => typeof arg === 'string'))).toMatchObject({
        exitCode: 0,
        stderr: '',
        stdout: expect.stringMatching(/\S/),
      });
    },
  );
});

describe('an analysis', () => {
  const { stdout, out } = analyze(table(...GOOD), '--scale', 'level', '--direction', 'pricing=down');

  it('says how many rows it used for what and why not the rest, the scale, the verdict and the files', () => {
    expect(stdout).toMatch(/^72 rows read: 72 accepted, 0 refused\.$/m);
    expect(stdout).toMatch(/^ {2}trust +72 rows$/m);
    expect(stdout).toMatch(/^ {2}stated +0 rows; left out 72 \(no trust rating\)$/m);
    expect(stdout).toMatch(/^Scale: level, as set; /m);
    expect(stdout).toMatch(/^Theory: /m);
    expect(stdout).toContain(join(out, 'report.html'));
  });

  it('writes its files whole, those its methods name and nothing beside them', () => {
    const methods = methodsSchema.parse(JSON.parse(readFileSync(join(out, 'methods.json'), 'utf8')));
    expect(methods).toMatchObject({ tenant: null, runId: null, previous: null });
    const names = ['methods.json', ...methods.files.map(({ name }) => name)];
    expect(readdirSync(out).toSorted()).toEqual(names.toSorted());
    for (const { name, sha256, bytes } of methods.files) {
      const content = readFileSync(join(out, name));
      expect([name, content.length]).toEqual([name, bytes]);
      expect([name, createHash('sha256').update(content).digest('hex')]).toEqual([name, sha256]);
    }
    const some = [
      'report.html',
      'README.md',
      'estimates.json',
      'evolution.csv',
      'sellers.csv',
      'sellers.parquet',
    ];
    expect(names).toEqual(expect.arrayContaining(some));
    expect(readFileSync(join(out, 'sellers.csv'), 'utf8').split('\r\n')).toHaveLength(12 + 2);
  });
});

it('writes trust at every decision where it is asked for', () => {
  const { out } = analyze(table(...GOOD), '--paths');
  const lines = readFileSync(join(out, 'paths.csv'), 'utf8').split('\r\n');
  expect(lines[0]).toMatch(/^seller_id,recommender,round,asked_at,filtered,/);
  expect(lines[1]).toMatch(/^s0,pricing,1,,0\.\d+,/);
  expect(readdirSync(analyze(table(...GOOD)).out)).not.toContain('paths.csv');
});
