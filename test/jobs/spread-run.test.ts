import { beforeAll, describe, expect, it } from 'vitest';
import { estimateShard } from '../../lib/jobs/estimate-shard.ts';
import { fit } from '../../lib/jobs/fit.ts';
import { getManifest } from '../../lib/jobs/manifest-file.ts';
import { addPass, MOST_PASSES, passShard, stateName, type Fitting } from '../../lib/jobs/passes.ts';
import { publish } from '../../lib/jobs/publish.ts';
import { getRunFile, runKey, type Run } from '../../lib/jobs/run-files.ts';
import type { Snapshot } from '../../lib/jobs/snapshot.ts';
import { summarise } from '../../lib/jobs/summarise.ts';
import { verify } from '../../lib/jobs/verify.ts';
import type { Files } from '../../lib/store/files.ts';
import { memoryFiles } from '../../lib/store/memory-files.ts';
import { estimatesSchema } from '../../lib/trust/estimates.ts';
import { Interrupted, untilDone } from './interrupted-files.ts';
import { at, MODEL, publisher, RUNTIME, snapshots, TENANT } from './pipeline.ts';

/** Runs of more rows than are fitted at once: a sample, passes over all, estimates part by part. */
const CUT = at('2026-11-23T02:00:00Z');
const SELLERS = { sellers: 100, seed: 3 };
const ROWS_AT_ONCE = 300; // of 600

const reports = memoryFiles();

function fitted(files: Files, taken: readonly Snapshot[], rowsAtOnce = ROWS_AT_ONCE): Promise<Fitting> {
  const order = { tenant: TENANT.id, cut: CUT, snapshots: [...taken], model: MODEL, rowsAtOnce };
  return fit({ files, reports: memoryFiles(), tenants: [TENANT], codeVersion: 'test' }, order);
}

/** Everything of a run after its fit was begun, each job again until it is done. */
async function carriedOn(files: Files, run: Run, taken: readonly Snapshot[], from = 0): Promise<number> {
  let pass = from;
  for (let passing = true; passing;) {
    for (const snapshot of taken) await untilAlive(() => passShard(files, { ...run, pass, snapshot }));
    ({ passing, pass } = await untilAlive(() => addPass(files, { ...run, pass })));
  }
  for (const snapshot of taken) await untilAlive(() => estimateShard(files, { ...run, snapshot }, null));
  await untilAlive(() => summarise(files, run));
  return pass;
}

async function analysed(shardsPerWorker: number) {
  const files = memoryFiles();
  const taken = await snapshots(files, { ...SELLERS, shardsPerWorker });
  const { runId } = await fitted(files, taken);
  const run = { tenant: TENANT.id, runId };
  const begun = await copyOf(files);
  const last = await carriedOn(files, run, taken);
  return { files, begun, taken, run, last, estimates: await getRunFile(files, run, 'estimates.json') };
}

/** Every file kills whoever writes it first: a job dies at each of its writes, one after another. */
function dyingOnce(files: Files, when: 'before' | 'after'): Files & { deaths(): number } {
  const known = new Set<string>();
  const put: Files['put'] = async (key, ...rest) => {
    const dies = !known.has(key);
    known.add(key);
    if (dies && when === 'before') throw new Interrupted(`before ${key}`);
    const done = await files.put(key, ...rest);
    if (dies) throw new Interrupted(`after ${key}`);
    return done;
  };
  return { ...files, put, deaths: () => known.size };
}

/** More often than `untilDone`: a job has up to five writes. */
const untilAlive = <Result>(job: () => Promise<Result>): Promise<Result> => untilDone(() => untilDone(job));

async function copyOf(files: Files): Promise<Files> {
  const copy = memoryFiles();
  for (const key of await files.list('')) await copy.put(key, (await files.get(key))?.body ?? '');
  return copy;
}

async function everythingOn(files: Files): Promise<Record<string, string>> {
  const keys = await files.list('');
  const texts = keys.map(async (key) => Buffer.from((await files.get(key))?.body ?? '').toString('latin1'));
  return Object.fromEntries((await Promise.all(texts)).map((text, k) => [keys[k], text]));
}

let few: Awaited<ReturnType<typeof analysed>>;
beforeAll(async () => {
  few = await analysed(512);
});

describe('a run over more rows than are fitted at once', () => {
  it('says what rests on a sample, and estimates everybody', async () => {
    const estimates = estimatesSchema.parse(JSON.parse(few.estimates));
    expect(estimates.sample).toMatchObject({ ofRows: 600, ofSellers: 100 });
    expect(estimates.sample?.rows).toBeLessThanOrEqual(2 * ROWS_AT_ONCE);
    expect(estimates.input).toMatchObject({ rows: 600, accepted: 600, rejected: 0 });
    expect(estimates.trust.overall).toMatchObject({ reason: null, n: 100 });
    expect((await getManifest(few.files, few.run)).spread).toEqual({ shards: 512 });
    expect(few.last).toBeGreaterThan(1);
  });

  it('names nobody in the files that an erasure passes by', async () => {
    const written = Object.entries(await everythingOn(few.files));
    const tables = written.filter(([key]) => key.includes('/sellers/')).map(([, text]) => text);
    const ids = tables
      .flatMap((text) => text.trim().split('\n').slice(1))
      .map((line) => line.split(',')[0] ?? '');
    expect(new Set(ids).size).toBe(100);
    const passedBy = written.filter(([key]) => /\/(?:pass|reference)\//u.test(key));
    expect(passedBy.length).toBeGreaterThan(few.last);
    expect(
      passedBy.flatMap(([key, text]) => (ids.some((id) => text.includes(`"${id}"`)) ? [key] : [])),
    ).toEqual([]);
  });

  it('gives the same bytes in 2 and in 16 ranges', async () => {
    const many = await analysed(64);
    expect(many.taken).toHaveLength(16);
    expect(many.estimates).toBe(few.estimates);
  });

  it('reads no snapshot for its fit but those of the sample', async () => {
    const files = memoryFiles();
    const taken = await snapshots(files, { ...SELLERS, shardsPerWorker: 128 });
    const read: string[] = [];
    await fitted({ ...files, get: (key) => (read.push(key), files.get(key)) }, taken);
    const reached = taken.slice(0, 4).map(({ key }) => key); // shards 0 to 511
    expect(read.filter((key) => key.startsWith('snapshots/')).toSorted()).toEqual(reached.toSorted());
  });

  it('is the run it always was, where the rows are not more than that', async () => {
    const files = memoryFiles();
    const taken = await snapshots(files, { shardsPerWorker: 512 });
    const atOnce = await fitted(files, taken, 144);
    expect(atOnce).toEqual({ ...(await fitted(files, taken, 1000)), passing: false, rows: 144 });
    expect(await files.list(runKey({ tenant: TENANT.id, runId: atOnce.runId }, 'pass/'))).toEqual([]);
  });
});

describe('a spread run that dies', () => {
  it.each(['before', 'after'] as const)('%s each of its writes: the same files', async (when) => {
    const disk = memoryFiles();
    const taken = await snapshots(disk, { ...SELLERS, shardsPerWorker: 512 });
    const mortal = dyingOnce(disk, when);
    const { runId, pass } = await untilAlive(() => fitted(mortal, taken));
    expect({ runId, pass }).toEqual({ runId: few.run.runId, pass: 0 });
    await carriedOn(mortal, few.run, taken);
    expect(mortal.deaths()).toBe(5 + (few.last + 1) * (taken.length + 1) + 3 * taken.length + 2);
    expect(await everythingOn(disk)).toEqual(await everythingOn(few.files));
  });

  it('goes on where it was when it is begun anew, by two at once', async () => {
    const { begun, taken, run, files, last } = few;
    const disk = await copyOf(begun);
    for (const snapshot of taken) await passShard(disk, { ...run, pass: 0, snapshot });
    await addPass(disk, { ...run, pass: 0 });
    const again = await Promise.all([fitted(disk, taken), fitted(disk, taken)]);
    for (const each of again)
      expect(each).toMatchObject({ runId: run.runId, rows: 600, passing: true, pass: 1 });
    await Promise.all(again.map(({ pass }) => carriedOn(disk, run, taken, pass)));
    expect(await everythingOn(disk)).toEqual(await everythingOn(files));
    expect(await fitted(disk, taken)).toMatchObject({ passing: false, pass: last });
  });

  it('ends where its fit does not settle, and says what to do', async () => {
    const { begun, taken, run } = few;
    const disk = await copyOf(begun);
    const state = JSON.parse(await getRunFile(disk, run, stateName(0)));
    const pass = MOST_PASSES - 1;
    await disk.put(runKey(run, stateName(pass)), JSON.stringify({ ...state, pass }));
    for (const snapshot of taken) await passShard(disk, { ...run, pass, snapshot });
    await expect(addPass(disk, { ...run, pass })).rejects.toThrow(
      /^the fit of all.* has not settled in 100 passes; set analysis.rowsAtOnce/,
    );
  });
});

it('a report of a spread run is made again from its snapshots, byte for byte', async () => {
  const files = await copyOf(few.files);
  const { permalink } = await publish({ ...publisher(), files, reports }, few.run);
  const installed = { runtime: RUNTIME, codeVersion: 'test', reportVersion: 'page' };
  await expect(verify({ files, reports, installed }, permalink)).resolves.toMatchObject({
    verdict: 'verified',
    by: 'bytes',
  });
});
