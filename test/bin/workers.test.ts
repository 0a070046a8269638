import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, describe, expect, it } from 'vitest';
import { fitFile, sellersIn } from '../../bin/analysis-files.ts';
import { Progress } from '../../bin/progress.ts';
import { SellersInWorkers } from '../../bin/sellers-in-workers.ts';
import { rangesOf, sharded, SHARDS } from '../../bin/sharded-rows.ts';
import type { Split } from '../../bin/workers-option.ts';
import { readSplit, splitOf } from '../../bin/workers-option.ts';
import { parseInstant } from '../../lib/domain/instant.ts';
import { plainRow } from '../../lib/rounds/plain-row.ts';
import { rowsOf, tableOf } from '../../lib/rounds/round-table.ts';
import { readRounds } from '../../lib/rounds/rounds-file.ts';
import { roundsJsonl } from '../../lib/rounds/rounds-jsonl.ts';
import { defaultSettings } from '../../lib/simulation/settings.ts';
import { simulate } from '../../lib/simulation/simulate.ts';
import { fitTrust } from '../../lib/trust/fit-trust.ts';
import { summariseTrust } from '../../lib/trust/summarise-trust.ts';

const folder = mkdtempSync(join(tmpdir(), 'workers-'));
afterAll(() => rmSync(folder, { recursive: true }));

const entry = new URL('../../bin/sellers-worker.ts', import.meta.url);
const asOf = parseInstant('2026-11-22T00:00:00Z') ?? expect.fail('no instant');
const settings = {
  scale: 'auto' as const,
  minGap: null,
  referenceGap: null,
  estimator: 'kf' as const,
  directions: {},
  seed: 1,
  asOf,
  codeVersion: 'test',
};
const simulated = simulate({ ...defaultSettings('trust-embedded'), sellers: 40, rounds: 6, seed: 3 }).rows;
const file = await readRounds({
  name: 'rounds.jsonl',
  bytes: new TextEncoder().encode(roundsJsonl(simulated)),
});

/** The thread's module as the package has it. */
async function bundled(): Promise<URL> {
  const outfile = join(folder, 'sellers-worker.mjs');
  const entryPoints = [fileURLToPath(entry)];
  await build({ entryPoints, outfile, bundle: true, platform: 'node', format: 'esm', logLevel: 'error' });
  return pathToFileURL(outfile);
}

const input = {
  sha256: file.sha256,
  rows: file.total,
  accepted: file.rows.length,
  rejected: 0,
  rejections: [],
};

/** estimates.json and what sellers.csv holds; every table is made of the two. */
async function estimated(split: Split, rowsAtOnce: number): Promise<string> {
  const { fit, parts, effects } = await fitFile(file.rows, settings, rowsAtOnce, new Progress(null), split);
  const told = { ...input, usable: fit.usable };
  const estimates = summariseTrust(fit, parts, told, effects);
  return JSON.stringify([estimates, sellersIn(parts)]);
}

describe('worker threads and ranges of shards', () => {
  it('change no byte of the estimates of rounds that are fitted at once', async () => {
    const alone = await estimated({ workers: 1 }, 500_000);
    expect(await estimated({ workers: 2, shards: 1024, entry: await bundled() }, 500_000)).toBe(alone);
  });

  it('change no byte of those of rounds that are fitted by passes', async () => {
    const alone = await estimated({ workers: 1, shards: 16 }, 120);
    expect(alone).toContain('ofSellers');
    expect(await estimated({ workers: 2, shards: 1024, entry }, 120)).toBe(alone);
  });

  it('go over every seller once, in whole shards', () => {
    const rows = sharded(file.rows);
    expect([...rows.places].toSorted((a, b) => a - b)).toEqual(file.rows.map((_row, place) => place));
    for (const count of [1, 3, 16, SHARDS]) expect(rangesOf(rows, count)).toHaveLength(count);
    for (const count of [1, 3, 16, SHARDS, undefined]) {
      const ranges = rangesOf(rows, count);
      expect(ranges[0]?.from).toBe(0);
      expect(ranges.at(-1)?.to).toBe(SHARDS);
      ranges.slice(1).forEach(({ from }, k) => expect(from).toBe(ranges[k]?.to));
    }
  });

  it('read the rows of a table that another thread filled', () => {
    const table = structuredClone(tableOf(file.rows).share());
    const places = file.rows.keys();
    expect(rowsOf(table)(places).map(plainRow)).toEqual(file.rows.map(plainRow));
    expect(tableOf(file.rows).rows).toBe(file.rows);
    expect(tableOf(simulated).rows.map(plainRow)).toEqual(simulated.map(plainRow));
  });

  it('are as many as asked for, and one where rounds are few or the thread’s module is not there', () => {
    const asked = readSplit({ workers: '3', shards: '7' });
    expect(splitOf(asked, 10, entry)).toMatchObject({ workers: 3, shards: 7 });
    expect(splitOf({}, 10, entry).workers).toBe(1);
    expect(splitOf({}, 1e6, new URL('file:///nowhere.ts')).workers).toBe(1);
    expect(() => readSplit({ shards: '1025' })).toThrow('--shards');
    expect(() => readSplit({ workers: '0' })).toThrow('--workers');
  });
});

describe('a worker thread that fails', () => {
  const fit = fitTrust(file.rows, settings);

  it.each([
    ['throws as it begins', `throw new RangeError('no memory of it')`, 'no memory of it'],
    ['ends', 'process.exit(3)', 'ended before its work was done (exit code 3); give --workers 1'],
    [
      'throws at its work',
      `import { parentPort } from 'node:worker_threads';
       parentPort.on('message', () => parentPort.postMessage({ failed: new RangeError('no such rows') }));`,
      'no such rows',
    ],
  ])('and %s is told in one message', async (_, code, message) => {
    const module = join(folder, `${message.length}.mjs`);
    writeFileSync(module, code);
    const all = new SellersInWorkers(file.rows, { workers: 2, shards: 8, entry: pathToFileURL(module) });
    const parts = async () => {
      for await (const part of all.estimates(fit)) expect.fail(`a part of ${part.sellers.length} sellers`);
    };
    await expect(parts()).rejects.toThrow(message);
    all.close();
  });
});
