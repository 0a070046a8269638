import { S3Client } from '@aws-sdk/client-s3';
import * as fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { endpoint } from '../../lib/local/endpoint.ts';
import { gate } from '../../lib/local/policy.ts';
import { s3 } from '../../lib/local/s3.ts';
import { close, listen } from '../../lib/local/server.ts';
import type { Files } from '../../lib/store/files.ts';
import { memoryFiles } from '../../lib/store/memory-files.ts';
import { s3Files } from '../../lib/store/s3-files.ts';
import { type Around, dyingAt } from './mortal.ts';
import { analyse, at, folder, snapshots, type Buckets } from './pipeline.ts';
import { type Made, madeReport, publishIn, seen, type World, world } from './publishing.ts';

/** The publishing job dies after any write, twice, beside others: what readers see is whole at every moment, and in the end
 *  what it would have been without any trouble. */
const buckets: Buckets = { files: memoryFiles(), reports: memoryFiles() };
const FEW = ['estimates.json', 'digest.json', 'report.html'];
let before: Made; // published first
let next: Made;
let small: Made; // `next` with fewer files, where there are many ends to look at

beforeAll(async () => {
  const taken = await snapshots(buckets.files);
  before = await madeReport(buckets, await analyse(buckets, taken, at('2026-11-16T02:00:00Z')), FEW);
  const run = await analyse(buckets, taken, at('2026-11-23T02:00:00Z'));
  [next, small] = [await madeReport(buckets, run), await madeReport(buckets, run, FEW)];
});

const all = () => [before, next, small];

/** A bucket in which the report before is published. */
async function begun(reports: Files = memoryFiles()): Promise<World> {
  const begins = world(buckets.files, reports);
  await publishIn(begins, before);
  return begins;
}

/** Everything there is, to hold two ends against each other. */
async function ended(found: World) {
  const files = new Map<string, string>();
  for (const key of await found.reports.list('')) {
    const stored = await found.reports.get(key);
    files.set(key, Buffer.from(stored?.body ?? '').toString('base64'));
  }
  return { files, references: found.references, told: found.told };
}

async function undisturbed(made: Made) {
  const calm = await begun();
  const { permalink } = made.report;
  expect(await publishIn(calm, made)).toEqual({ permalink, outcome: 'published', night: false });
  return ended(calm);
}

/** A publisher of its own. @returns whether it lived to its end */
const lives = (found: World, made: Made, around: Around, reading?: Around): Promise<boolean> =>
  publishIn(found, made, around, reading).then(
    () => true,
    () => false,
  );

/** Where two publishers died at these writes, one after the other, and a third lived. */
async function endOfTwo(made: Made, first: number, second: number) {
  const found = await begun();
  expect(await lives(found, made, dyingAt(first).around)).toBe(false);
  await seen(found, all());
  await lives(found, made, dyingAt(second).around);
  await seen(found, all());
  await publishIn(found, made);
  return ended(found);
}

describe('a publishing job that dies', () => {
  it('before or after any write, and is run again: the same bytes, and no half report at any time', async () => {
    const calm = await undisturbed(next);
    let steps = 0;
    for (let alive = false; !alive;) {
      steps += 1;
      const found = await begun();
      const death = dyingAt(steps);
      alive = await lives(found, next, death.around);
      const { latest } = await seen(found, all());
      expect([before.report.permalink, next.report.permalink]).toContain(latest);
      const { permalink } = await publishIn(found, next);
      expect([steps, permalink]).toEqual([steps, next.report.permalink]);
      expect(await ended(found)).toEqual(calm);
    }
    // every file, the count for ledgers, history, pointer and what is told; and one more that met none
    expect(steps).toBe(2 * (next.report.files.length + 4) + 1);
  });

  it('twice, at every pair of writes of a report of few files: the same', async () => {
    const calm = await undisturbed(small);
    const most = 2 * (FEW.length + 4);
    for (let first = 1; first <= most; first += 1)
      for (let second = 1; second <= most; second += 1)
        expect([first, second, await endOfTwo(small, first, second)]).toEqual([first, second, calm]);
  });

  it('twice, at pairs of writes of a whole report: the same', async () => {
    const calm = await undisturbed(next);
    const step = fc.integer({ min: 1, max: 2 * (next.report.files.length + 4) });
    const dies = fc.asyncProperty(step, step, async (first, second) => {
      expect(await endOfTwo(next, first, second)).toEqual(calm);
    });
    await expect(fc.assert(dies, { seed: 7, numRuns: 300 })).resolves.toBeUndefined();
  });

  it('the history has each report once, the earliest first, with its numbers', async () => {
    const found = await begun();
    for (const made of [next, next, before]) await publishIn(found, made);
    const { history, latest } = await seen(found, all());
    expect(latest).toBe(next.report.permalink);
    expect(history.map(({ period, permalink }) => [period, permalink])).toEqual([
      ['2026-W47', before.report.permalink],
      ['2026-W48', next.report.permalink],
    ]);
    expect(history[1]).toMatchObject({
      runId: next.run.runId,
      headline: expect.stringMatching(/trust/i),
      trust: { n: 24 },
      byRecommender: { replenishment: { n: 24 } },
      since: { n: expect.any(Number) },
    });
    expect(history[0]?.since).toBeNull();
  });
});

describe('a report is not shown', () => {
  it('while a file of it holds something else', async () => {
    const found = await begun();
    await found.reports.put(`${next.report.permalink}/report.html`, 'half a page');
    await expect(publishIn(found, next)).rejects.toThrow('report.html holds something else');
    expect((await seen(found, all())).latest).toBe(before.report.permalink);
  });

  it('while a file of it is not there, whatever the store said when it was written', async () => {
    const found = await begun();
    const forgetful: Files = {
      ...found.reports,
      put: async (key, ...more) => (key.endsWith('.csv') ? 'written' : found.reports.put(key, ...more)),
    };
    await expect(publishIn({ ...found, reports: forgetful }, next)).rejects.toThrow(/lacks .*\.csv/);
    expect((await seen(found, all())).latest).toBe(before.report.permalink);
  });
});

describe('several at once', () => {
  /** Each publishes one of the two; all may die. */
  const publishers = fc.array(
    fc.record({ late: fc.boolean(), diesAt: fc.option(fc.integer({ min: 1, max: 20 }), { nil: 1000 }) }),
    { minLength: 2, maxLength: 4 },
  );

  const racing = (reports: () => Files, numRuns: number) =>
    fc.assert(
      fc.asyncProperty(fc.scheduler(), publishers, async (order, lot) => {
        const found = world(buckets.files, reports());
        const faults: unknown[] = [];
        const watch = watching(found);
        const turn = (step: string) => order.schedule(Promise.resolve(), step);
        const race = lot.map(({ late, diesAt }) => {
          const { around } = dyingAt(diesAt);
          const mayDie: Around = async (step) => {
            await turn(step);
            await watch().catch((fault: unknown) => faults.push(fault));
            await around(step);
          };
          return lives(found, late ? small : before, mayDie, turn);
        });
        await order.waitFor(Promise.all(race));
        for (const made of [small, before]) await publishIn(found, made); // the older comes last
        const { latest, history } = await seen(found, all());
        const permalinks = [before, small].map(({ report }) => report.permalink);
        expect({ faults, latest, history: history.map(({ permalink }) => permalink) }).toEqual({
          faults: [],
          latest: permalinks[1],
          history: permalinks,
        });
      }),
      { numRuns, seed: 6 },
    );

  it('in any order of their steps, dying anywhere: the newer is shown, both are in the history once', async () => {
    await expect(racing(memoryFiles, 30)).resolves.toBeUndefined();
  });

  it('the same in folders', async () => {
    await expect(racing(folder, 3)).resolves.toBeUndefined();
  });

  it('all at the same moment, through S3', async () => {
    const root = mkdtempSync(join(tmpdir(), 'publish-'));
    const server = endpoint(
      {},
      s3(root, ['reports'], gate(new Map(), 'operator', fail), () => undefined),
      fail,
    );
    const client = new S3Client({
      region: 'us-east-1',
      endpoint: `http://127.0.0.1:${await listen(server)}`,
      credentials: { accessKeyId: 'operator', secretAccessKey: 'local' },
    });
    const found = world(buckets.files, s3Files(client, 'reports'));
    const dying = [5, 9, 12].map((step) => lives(found, before, dyingAt(step).around));
    const outcomes = Promise.all([small, before, small, before].map((made) => publishIn(found, made)));
    await Promise.all(dying);
    expect((await outcomes).filter(({ outcome }) => outcome === 'published').length).toBeLessThan(3);
    const { latest, history } = await seen(found, all());
    expect([latest, history.length]).toEqual([small.report.permalink, 2]);
    client.destroy();
    await close(server);
    rmSync(root, { recursive: true });
  });
});

/** Looks at what readers see, again and again.
 *  @throws Error when the history has lost a report, or an older one is shown than before */
function watching(found: World): () => Promise<void> {
  const entered = new Set<string>();
  let newest = '';
  return async () => {
    const { latest, history } = await seen(found, all());
    const left = new Set(history.map(({ permalink }) => permalink));
    for (const permalink of entered) if (!left.has(permalink)) throw new Error(`history lost ${permalink}`);
    for (const permalink of left) entered.add(permalink);
    const period = latest?.split('/')[2] ?? '';
    if (period < newest) throw new Error(`${period} is shown after ${newest}`);
    newest = period;
  };
}

function fail(line: string): never {
  throw new Error(line);
}
