import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trust } from './trust.ts';

const folder = mkdtempSync(join(tmpdir(), 'import-'));
const write = (name: string, ...lines: readonly string[]) => {
  const path = join(folder, name);
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
};
const shown = (id: string, data: object) =>
  JSON.stringify({
    specversion: '1.0',
    id,
    source: '/shop',
    type: 'outcome.shown',
    time: '2026-11-01T00:00:00Z',
    data,
  });
const good = shown('e1', { sellerId: 's1', recommendationId: 'r1' });

describe('trust import', () => {
  it('refuses a marketplace that the settings do not have, and a kind there is not', () => {
    const path = write('whose.jsonl', good);
    const asked = trust('import', 'events', path, '--tenant', 'zz');
    expect(asked.exitCode).toBe(2);
    expect(asked.stderr).toContain('--tenant zz is not in config/local.json; use us');
    expect(trust('import', 'event', path).stderr).toContain('trust: import requires one of events');
    expect(trust('run', 'start', '--tenant', 'zz')).toMatchObject({ exitCode: 2 });
  });
});

describe('trust import --dry-run', () => {
  it('checks events and finds nothing wrong', () => {
    const path = write('good.jsonl', good);
    const { exitCode, stdout, stderr } = trust('import', 'events', path, '--dry-run');
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toMatch(/1 lines, 0 refused\. Nothing was handed over\./);
    expect(existsSync(`${path}.rejected.jsonl`)).toBe(false);
  });

  it('lists what it refuses on stderr and in a file', () => {
    const path = write('bad.jsonl', good, '{', shown('e2', { sellerId: 's1' }));
    const { exitCode, stderr } = trust('import', 'events', path, '--dry-run');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/^line 2, line "\{": not JSON/m);
    expect(stderr).toMatch(/^line 3, data\.recommendationId: missing/m);
    const rejected = readFileSync(`${path}.rejected.jsonl`, 'utf8').trim().split('\n');
    expect(rejected.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      { line: 2 },
      { line: 3, field: 'data.recommendationId' },
    ]);
  });

  it('reads tables too', () => {
    const path = write(
      'outcomes.csv',
      'seller_id,recommendation_id,value,observed_at',
      's1,r1,12,2026-11-01T00:00:00Z',
      's1,r2,a dozen,2026-11-01T00:00:00Z',
    );
    const { exitCode, stdout, stderr } = trust('import', 'outcomes', path, '--dry-run', '--json');
    expect({ exitCode, summary: JSON.parse(stdout) as unknown }).toEqual({
      exitCode: 2,
      summary: { file: path, lines: 2, refused: 1, taken: null },
    });
    expect(stderr).toMatch(/^line 3, value "a dozen": /m);
  });
});

describe('wrong usage', () => {
  it.each([
    [['events'], 2, /requires what and a file/],
    [['event', 'x.jsonl'], 2, /requires one of events, recommendations/],
    [['events', 'x.csv'], 2, /name it \.jsonl/],
    [['events', join(folder, 'nowhere.jsonl')], 2, /cannot read .*: there is no such file/],
    [['events', write('one.jsonl', good), '--dir', join(folder, 'no-stage')], 1, /no local stage runs on/],
  ])('import %j: exit code %d', (args, exitCode, words) => {
    expect(trust('import', ...args)).toMatchObject({ exitCode, stderr: expect.stringMatching(words) });
  });
});
