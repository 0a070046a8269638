import { beforeAll, describe, expect, it } from 'vitest';
import { addDays, type Instant } from '../../../lib/domain/instant.ts';
import { forgetFiles } from '../../../lib/jobs/forget-files.ts';
import { readHistory } from '../../../lib/jobs/history.ts';
import { readLatest } from '../../../lib/jobs/latest.ts';
import { getManifest } from '../../../lib/jobs/manifest-file.ts';
import { putRestored } from '../../../lib/jobs/restored-mark.ts';
import { runKey } from '../../../lib/jobs/run-files.ts';
import { verify } from '../../../lib/jobs/verify.ts';
import type { Files } from '../../../lib/store/files.ts';
import { memoryFiles } from '../../../lib/store/memory-files.ts';
import { estimatesSchema } from '../../../lib/trust/estimates.ts';
import { interruptedFiles } from '../interrupted-files.ts';
import { MODEL, RUNTIME, TENANT, type Buckets } from '../pipeline.ts';
import { answered, market, type Market } from './market.ts';
import { buckets, copyOf, filesBelow, runOn, SHOP, type NightOrder } from './night-run.ts';

const SIZE = { sellers: 60, rounds: 8 };

let shop: Market;
let full: Buckets; // after a full run
let first: Awaited<ReturnType<typeof runOn>>;
let night: Instant;

/** The market after a day: corrected answers, a seller who comes and one who has lost a round. */
function afterADay(): Market {
  const shops = market(SIZE);
  const now = addDays(shops.over, 0.5);
  const [, two = '', three = ''] = shops.ids;
  for (const id of shops.ids.slice(10, 14)) shops.change(id, now, answered(1.05, now));
  shops.change(two, now, ({ sellerId, rounds }) => ({ sellerId, rounds: rounds.slice(0, -1) }));
  shops.change('newcomer', now, () => {
    const rounds = shops
      .of(three)
      .rounds.map((round) => Object.assign(structuredClone(round), { sellerId: 'newcomer' }));
    return { sellerId: 'newcomer', rounds };
  });
  return shops;
}

beforeAll(async () => {
  shop = market(SIZE);
  full = buckets();
  first = await runOn(shop, full, { cut: shop.over });
  night = addDays(shop.over, 1);
});

describe('a night', () => {
  it('gives what reading and estimating everybody gives, byte for byte', async () => {
    const shops = afterADay();
    const [some, all] = [await copyOf(full), await copyOf(full)];
    const quick = await runOn(shops, some, { cut: night, kind: 'night' });
    const whole = await runOn(shops, all, { cut: night, kind: 'night', whole: true });
    expect(quick).toMatchObject({ night: true, why: null, readAll: [false, false, false, false] });
    expect(quick.sellers.reduce<number>((sum, each) => sum + (each ?? 99), 0)).toBe(6);
    expect(whole.sellers).toEqual([null, null, null, null]);
    const folder = runKey(quick.run, '');
    expect(await filesBelow(some.files, folder)).toEqual(await filesBelow(all.files, folder));
    expect(quick.permalink).toBe(whole.permalink);
    expect(quick.permalink).not.toBe(first.permalink);
  });

  it('says whose fit it keeps, and rests its trust on what is new', async () => {
    const place = await copyOf(full);
    const { run } = await runOn(afterADay(), place, { cut: night, kind: 'night' });
    const manifest = await getManifest(place.files, run);
    expect(manifest.fitOf).toMatchObject({
      runId: first.run.runId,
      asOf: shop.over,
      permalink: first.permalink,
    });
    const of = async (runId: string) =>
      estimatesSchema.parse(
        JSON.parse(await textAt(place.files, runKey({ ...run, runId }, 'estimates.json'))),
      );
    const [before, after] = [await of(first.run.runId), await of(run.runId)];
    expect(after).toMatchObject({ asOf: night, fittedAt: shop.over, dynamics: before.dynamics });
    expect(before.fittedAt).toBeUndefined();
    expect(after.input.rows).toBe(before.input.rows + SIZE.rounds - 1);
    expect(after.trust.overall.n).toBe((before.trust.overall.n ?? 0) + 1);
    expect(after.trust.overall.estimate).not.toBe(before.trust.overall.estimate);
  });

  it('rests on the night before it, and on what erasures leave', async () => {
    const shops = afterADay();
    const place = await copyOf(full);
    await runOn(shops, place, { cut: night, kind: 'night' });
    const next = addDays(night, 1);
    const [, , , four = '', five = ''] = shops.ids;
    shops.change(five, addDays(night, 0.5), answered(0.9, addDays(night, 0.5)));
    shops.erase(four);
    await forget(place, four);
    const all = await copyOf(place);
    const quick = await runOn(shops, place, { cut: next, kind: 'night' });
    await runOn(shops, all, { cut: next, kind: 'night', whole: true });
    expect(quick).toMatchObject({ night: true, readAll: [false, false, false, false] });
    // the range that lost a seller is estimated whole: her share is in the sums of the night before
    expect(quick.sellers.filter((each) => each === null)).toHaveLength(1);
    const folder = runKey(quick.run, '');
    expect(await filesBelow(place.files, folder)).toEqual(await filesBelow(all.files, folder));
    expect((await getManifest(place.files, quick.run)).fitOf?.runId).toBe(first.run.runId);
  });

  it('is not told while the difference would be that of a few sellers, nor when there is none', async () => {
    const place = await copyOf(full);
    const shops = market(SIZE);
    const quiet = await runOn(shops, place, { cut: night, kind: 'night' });
    expect(quiet).toMatchObject({ night: true, outcome: 'held', sellers: [0, 0, 0, 0] });
    const some = shops.ids.slice(20, 25);
    for (const [day, id] of some.entries()) {
      const now = addDays(night, day + 0.5);
      shops.change(id, now, answered(1.05, now));
      const found = await runOn(shops, place, { cut: addDays(night, day + 1), kind: 'night' });
      // each rests on the last report that was told, so the fifth tells of all five
      expect([day, found.outcome]).toEqual([day, day < 4 ? 'held' : 'published']);
      const latest = await readLatest(place.reports, TENANT.id);
      expect(latest?.permalink).toBe(day < 4 ? first.permalink : found.permalink);
    }
    expect(await readHistory(place.reports, TENANT.id)).toHaveLength(2);
  });

  it('tells nobody, and leaves the segments as the full report told them', async () => {
    const place = await copyOf(full);
    const told: string[] = [];
    const tell = async (_: unknown, { permalink }: { permalink: string }) => told.push(permalink);
    const found = await runOn(afterADay(), place, { cut: night, kind: 'night', tell });
    expect([found.outcome, told]).toEqual(['published', []]);
    await runOn(afterADay(), await copyOf(full), { cut: night, tell });
    expect(told).toHaveLength(1);
    const at = async ({ permalink }: { permalink: string }) =>
      estimatesSchema.parse(JSON.parse(await textAt(place.reports, `${permalink}/estimates.json`)));
    const [before, after] = [await at(first), await at(found)];
    expect(after.segments).toEqual(before.segments);
    expect(before.segments.length).toBeGreaterThan(0);
    expect(after.trust.overall).not.toEqual(before.trust.overall);
    const entry = (await readHistory(place.reports, TENANT.id)).at(-1);
    expect(entry).toMatchObject({ permalink: found.permalink, fitOf: first.run.runId });
  });

  it('is passed over by the next full run, which tells what changed since the last full one', async () => {
    const place = await copyOf(full);
    await runOn(afterADay(), place, { cut: night, kind: 'night' });
    const next = await runOn(afterADay(), place, { cut: addDays(night, 6) });
    const manifest = await getManifest(place.files, next.run);
    expect(manifest.settings.since).toMatchObject({ asOf: shop.over, permalink: first.permalink });
    expect(manifest.fitOf).toBeUndefined();
  });
});

describe('a night that cannot rest on the run before', () => {
  it('says why it does everything anew', async () => {
    expect(await anew({}, buckets())).toBe('there is no report before this night');
    expect(await anew({ cut: shop.over })).toBe('there is no report before this night');
    expect(await anew({ codeVersion: 'next' })).toMatch(/was made by another version/u);
    expect(await anew({ model: { ...MODEL, seed: 2 } })).toMatch(/other settings: seed/u);
    const tenants = [{ ...SHOP, directions: { replenishment: 'down' as const } }];
    expect(await anew({ tenants })).toMatch(/other settings: directions/u);
  });

  it('whose table was restored reads everything once', async () => {
    const place = await copyOf(full);
    await putRestored(place.files, TENANT.id, addDays(shop.over, 0.2));
    expect(await anew({}, place)).toMatch(/the table was restored at /u);
    const next = await runOn(afterADay(), place, { cut: addDays(night, 1), kind: 'night' });
    expect(next).toMatchObject({ night: true, why: null });
  });

  it('whose fit is gone fits anew, what it reads is still what is new', async () => {
    const place = await copyOf(full);
    const kept = memoryFiles();
    for (const key of await place.files.list(''))
      if (!key.endsWith('/fit.json')) await kept.put(key, (await place.files.get(key))?.body ?? '');
    const found = await runOn(afterADay(), { ...place, files: kept }, { cut: night, kind: 'night' });
    expect(found).toMatchObject({ night: false, why: 'the fit of the run before is gone' });
    expect(found.readAll).toEqual([false, false, false, false]);
  });

  it('is the full run of its cut to the byte when parameters have drifted', async () => {
    const shops = market(SIZE);
    const now = addDays(shops.over, 0.5);
    for (const id of shops.ids) shops.change(id, now, answered(1.6, now));
    const [drifted, all] = [await copyOf(full), await copyOf(full)];
    const one = await runOn(shops, drifted, { cut: night, kind: 'night' });
    expect(one.night).toBe(true); // drift is found when a night is summed up, and acted on by the next
    const next = addDays(night, 1);
    const two = await runOn(shops, drifted, { cut: next, kind: 'night' });
    expect(two).toMatchObject({
      night: false,
      why: expect.stringMatching(/^parameters have drifted: .* by \d/u),
    });
    expect(two.sellers).toEqual([null, null, null, null]);
    const { run } = await runOn(shops, all, { cut: next });
    expect(two.run).toEqual(run);
    expect(await filesBelow(drifted.files, runKey(run, ''))).toEqual(
      await filesBelow(all.files, runKey(run, '')),
    );
  });
});

describe('the report of a night', () => {
  it('is derived again byte for byte, until somebody is erased', async () => {
    const place = await copyOf(full);
    const { permalink } = await runOn(afterADay(), place, { cut: night, kind: 'night' });
    const installed = { runtime: RUNTIME, codeVersion: 'test', reportVersion: 'page' };
    expect(await verify({ ...place, installed }, permalink)).toMatchObject({
      verdict: 'verified',
      by: 'bytes',
    });
    await forget(place, shop.ids[5] ?? '');
    expect(await verify({ ...place, installed }, permalink)).toMatchObject({
      verdict: 'not re-derivable',
      erasedSince: 1,
    });
  });

  it('is the same wherever a job dies', async () => {
    const shops = afterADay();
    const calm = await runOn(shops, await copyOf(full), { cut: night, kind: 'night' });
    const place = await copyOf(full);
    const counted = interruptedFiles(place.files, { write: 0, when: 'before' });
    await runOn(shops, { ...place, files: counted }, { cut: night, kind: 'night' });
    for (const when of ['before', 'after'] as const)
      for (let write = 1; write <= counted.writes(); write += 1) {
        const { files, reports } = await copyOf(full);
        const mortal = { files: interruptedFiles(files, { write, when }), reports };
        const got = await runOn(shops, mortal, { cut: night, kind: 'night' });
        expect([when, write, got.permalink]).toEqual([when, write, calm.permalink]);
      }
    expect(counted.writes()).toBeGreaterThan(20);
  });
});

/** A night that does everything anew. @returns why */
async function anew(order: Partial<NightOrder>, place?: Buckets): Promise<string | null> {
  const where = place ?? (await copyOf(full));
  const { night: isNight, why } = await runOn(afterADay(), where, { cut: night, kind: 'night', ...order });
  expect(isNight).toBe(false);
  return why;
}

const textAt = async (files: Files, key: string): Promise<string> =>
  Buffer.from((await files.get(key))?.body ?? '').toString();

/** Erases a seller from the files. */
async function forget({ files }: Buckets, sellerId: string): Promise<void> {
  const versioned = {
    ...files,
    earlier: async () => [],
    getEarlier: async () => undefined,
    dropEarlier: async () => undefined,
  };
  const places = { files: versioned, intake: { ...versioned, list: async () => [] } };
  await forgetFiles(
    places,
    TENANT.id,
    (id) => (id === sellerId ? 'hash' : undefined),
    async () => undefined,
  );
}
