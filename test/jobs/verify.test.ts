import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { eraseFromFiles } from './erase-from-files.ts';
import { contentHash, runReport } from '../../lib/jobs/run-report.ts';
import { publishReport } from '../../lib/jobs/publish.ts';
import type { Run } from '../../lib/jobs/run-files.ts';
import { verify, type Maker, type Verification } from '../../lib/jobs/verify.ts';
import type { Files } from '../../lib/store/files.ts';
import { memoryFiles } from '../../lib/store/memory-files.ts';
import { analyse, at, publisher, RUNTIME, snapshots, TENANT, type Buckets } from './pipeline.ts';

const INSTALLED = { runtime: RUNTIME, codeVersion: 'test', reportVersion: 'page' };

/** Two reports, of which the second follows the first. */
const made: Buckets = { files: memoryFiles(), reports: memoryFiles() };
let first: Run & { permalink: string };
let second: Run & { permalink: string };
let names: string[];

beforeAll(async () => {
  const taken = await snapshots(made.files);
  first = await analyse(made, taken, at('2026-11-16T02:00:00Z'));
  second = await analyse(made, taken, at('2026-11-23T02:00:00Z'));
  const keys = await made.reports.list(`${second.permalink}/`);
  names = keys.map((key) => key.slice(second.permalink.length + 1));
});

/** The same buckets, a test's own. */
async function copies(): Promise<Buckets> {
  return { files: await copyOf(made.files), reports: await copyOf(made.reports) };
}

async function copyOf(files: Files): Promise<Files> {
  const copy = memoryFiles();
  for (const key of await files.list('')) await copy.put(key, (await files.get(key))?.body ?? '');
  return copy;
}

const textAt = async (files: Pick<Files, 'get'>, key: string) =>
  Buffer.from((await files.get(key))?.body ?? '').toString('utf8');

const check = (buckets: Buckets, permalink = second.permalink, installed: Maker = INSTALLED) =>
  verify({ ...buckets, installed }, permalink);

describe('verifying a report', () => {
  it('makes it again from its snapshots, byte for byte, and writes nothing', async () => {
    const writes: string[] = [];
    const watched = (files: Files): Files => ({
      ...files,
      put: async (key) => (writes.push(key), 'written'),
      swap: async (key) => (writes.push(key), 'swapped'),
    });
    const buckets = { files: watched(made.files), reports: watched(made.reports) };
    for (const { permalink } of [first, second])
      expect(await check(buckets, permalink)).toEqual({
        verdict: 'verified',
        by: 'bytes',
        files: names.length,
        permalink,
        otherwise: [],
      });
    expect(writes).toEqual([]);
  });

  it('needs nothing that the run left but its manifest', async () => {
    const buckets = { files: memoryFiles(), reports: made.reports };
    const wanted = (await made.files.list('')).filter((key) => /^snapshots|manifest/.test(key));
    for (const key of wanted) await buckets.files.put(key, (await made.files.get(key))?.body ?? '');
    expect(await check(buckets)).toMatchObject({ verdict: 'verified', by: 'bytes' });
  });

  it('refuses what is no permalink, and misses a report that is not there', async () => {
    await expect(check(made, 'reports/us/2026-W48')).rejects.toThrow('requires a permalink');
    await expect(check(made, `${second.permalink.slice(0, -1)}x`)).rejects.toThrow('requires a permalink');
    const none = `${second.permalink.slice(0, -32)}${'0'.repeat(32)}`;
    expect(await check(made, none)).toMatchObject({ verdict: 'mismatch', file: none, why: 'is not there' });
  });
});

describe('one byte of a published file', () => {
  it('of each kind of file is found, and the file named', async () => {
    const kinds = new Map(
      names.map((name) => [name.endsWith('.json') ? name : name.split('.').at(-1), name]),
    );
    for (const name of kinds.values()) {
      const buckets = await copies();
      const key = `${second.permalink}/${name}`;
      const body = Buffer.from((await buckets.reports.get(key))?.body ?? '');
      const place = body.lastIndexOf('1') === -1 ? Math.floor(body.length / 2) : body.lastIndexOf('1');
      body[place] = body[place] === 0x31 ? 0x32 : 0x31;
      await buckets.reports.put(key, body);
      expect(await check(buckets)).toMatchObject({ verdict: 'mismatch', file: name });
    }
  });

  it('is told with its field', async () => {
    const buckets = await copies();
    const key = `${second.permalink}/estimates.json`;
    const estimates = JSON.parse(await textAt(buckets.reports, key));
    const { n } = estimates.trust.overall;
    estimates.trust.overall.n += 1;
    await buckets.reports.put(key, `${JSON.stringify(estimates, null, 2)}\n`);
    expect(await check(buckets)).toMatchObject({
      verdict: 'mismatch',
      file: 'estimates.json',
      where: 'trust.overall.n',
      published: String(n + 1),
      derived: String(n),
    });
  });

  it('a file that is gone or was added is named too', async () => {
    const buckets = await copies();
    await buckets.reports.put(`${second.permalink}/more.csv`, 'a');
    expect(await check(buckets)).toMatchObject({ file: 'more.csv', why: 'was not published' });
    const kept = names.filter((name) => name !== 'report.html').map((name) => `${second.permalink}/${name}`);
    const without = { ...made.reports, list: async () => kept };
    expect(await check({ ...made, reports: without })).toMatchObject({
      file: 'report.html',
      why: 'is missing',
    });
  });
});

describe('a report that was made up', () => {
  it('with hashes that fit is found against its snapshots', async () => {
    const buckets = await copies();
    const report = await runReport({ ...publisher(), ...buckets, tenant: TENANT }, second);
    const better = report.files.map(([name, content]) => {
      if (name !== 'estimates.json') return [name, content] as const;
      const estimates = JSON.parse(String(content));
      estimates.trust.overall.estimate = 0.99;
      return [name, `${JSON.stringify(estimates, null, 2)}\n`] as const;
    });
    const files = relisted(better);
    const permalink = `reports/us/${report.period}/${contentHash(files)}`;
    await publishReport({ ...publisher(), ...buckets }, TENANT, second, { ...report, files, permalink });
    expect(await check(buckets, permalink)).toMatchObject({
      verdict: 'mismatch',
      file: 'estimates.json',
      why: 'is not what its snapshots give',
      where: 'trust.overall.estimate',
      published: '0.99',
    });
  });
});

/** methods.json with the hashes of what the files hold now. */
function relisted(files: readonly (readonly [string, string | Uint8Array])[]) {
  return files.map(([name, content]) => {
    if (name !== 'methods.json') return [name, content] as const;
    const methods = JSON.parse(String(content));
    for (const each of methods.files) {
      const bytes = Buffer.from(files.find((file) => file[0] === each.name)?.[1] ?? '');
      each.sha256 = createHash('sha256').update(bytes).digest('hex');
      each.bytes = bytes.length;
    }
    return [name, `${JSON.stringify(methods, null, 2)}\n`] as const;
  });
}

describe('what it was made from', () => {
  it('a snapshot that lost sellers since: says how many, and no mismatch', async () => {
    for (const sellers of [1, 3]) {
      const buckets = await copies();
      await eraseFromFiles(buckets.files, sellers);
      expect(await check(buckets)).toMatchObject({
        verdict: 'not re-derivable',
        erasedSince: sellers,
        missing: [],
      });
    }
  });

  it('erased sellers excuse no changed report', async () => {
    const buckets = await copies();
    await eraseFromFiles(buckets.files, 1);
    await buckets.reports.put(`${second.permalink}/report.html`, '<p>Trust rose</p>');
    expect(await check(buckets)).toMatchObject({
      verdict: 'mismatch',
      file: 'report.html',
      why: 'does not hold what was published',
    });
  });

  it.each(['snapshots/', 'runs/'])('what lay under %s has expired: says so', async (prefix) => {
    const files = {
      ...made.files,
      get: async (key: string) => ((await gone(key)) ? undefined : made.files.get(key)),
    };
    const gone = async (key: string) => key.startsWith(prefix);
    const found = await check({ ...made, files });
    expect(found).toMatchObject({ verdict: 'not re-derivable', erasedSince: 0 });
    expect(missingOf(found).every((key) => key.startsWith(prefix))).toBe(true);
    expect(missingOf(found).length).toBeGreaterThan(0);
  });

  it.each(['snapshots', 'runs'])('one of the %s that was changed is named', async (area) => {
    const buckets = await copies();
    const keys = await buckets.files.list(
      area === 'runs' ? `runs/us/${second.runId}/manifest` : 'snapshots/',
    );
    const key = keys[0] ?? '';
    const text = (await textAt(buckets.files, key)).replace('2026-11-23', '2026-11-24');
    await buckets.files.put(key, area === 'runs' ? text : 'x');
    expect(await check(buckets)).toMatchObject({ verdict: 'mismatch', file: key });
  });

  it('the report before that was changed is named', async () => {
    const buckets = await copies();
    await buckets.reports.put(`${first.permalink}/alerts.json`, '{}');
    expect(await check(buckets)).toMatchObject({
      verdict: 'mismatch',
      file: `${first.permalink}/alerts.json`,
    });
  });
});

function missingOf(found: Verification): readonly string[] {
  return found.verdict === 'not re-derivable' ? found.missing : [];
}

describe('elsewhere', () => {
  const elsewhere = { ...INSTALLED, runtime: { ...RUNTIME, node: 22, arch: 'x64' } };

  it('what is otherwise is told, and that the bytes are the same all the same', async () => {
    expect(await check(made, second.permalink, elsewhere)).toMatchObject({
      verdict: 'verified',
      by: 'bytes',
      otherwise: ['computed by Node 24 on arm64, here is Node 22 on x64'],
    });
    const newer = { ...INSTALLED, codeVersion: 'newer', reportVersion: 'other' };
    expect(await check(made, second.permalink, newer)).toMatchObject({
      verdict: 'verified',
      otherwise: ['computed by version test, here is newer', 'drawn by version page, here is other'],
    });
  });

  it('a number that is off by more than a billionth is a mismatch', async () => {
    for (const [factor, verdict] of [
      [1 + 1e-7, 'mismatch'],
      [1 + 1e-11, 'verified'],
    ] as const) {
      const buckets = await copies();
      const report = await runReport({ ...publisher(), ...buckets, tenant: TENANT }, second);
      const files = relisted(
        report.files.map(([name, content]) => {
          if (name !== 'estimates.json') return [name, content] as const;
          const estimates = JSON.parse(String(content));
          estimates.trust.overall.estimate *= factor;
          return [name, `${JSON.stringify(estimates, null, 2)}\n`] as const;
        }),
      );
      const permalink = `reports/us/${report.period}/${contentHash(files)}`;
      await publishReport({ ...publisher(), ...buckets }, TENANT, second, { ...report, files, permalink });
      expect(await check(buckets, permalink, elsewhere)).toMatchObject(
        verdict === 'verified' ? { verdict, by: 'numbers' } : { verdict, where: 'trust.overall.estimate' },
      );
      expect(await check(buckets, permalink)).toMatchObject({ verdict: 'mismatch' });
    }
  });
});
