import { S3Client } from '@aws-sdk/client-s3';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eraseSeller, forget } from '../../lib/jobs/erase.ts';
import { estimateShard } from '../../lib/jobs/estimate-shard.ts';
import { fit } from '../../lib/jobs/fit.ts';
import type { Buckets } from '../../lib/jobs/forget-files.ts';
import { getRunFile } from '../../lib/jobs/run-files.ts';
import { getSnapshot } from '../../lib/jobs/snapshot.ts';
import { keyedHash } from '../../lib/link/keyed-hash.ts';
import { endpoint } from '../../lib/local/endpoint.ts';
import { gate } from '../../lib/local/policy.ts';
import { s3 } from '../../lib/local/s3.ts';
import { s3Versions } from '../../lib/local/s3-versions.ts';
import { close, listen } from '../../lib/local/server.ts';
import { versionedS3Files } from '../../lib/store/earlier-versions.ts';
import { sellerEraser } from '../../lib/store/erase.ts';
import { estimatesSchema } from '../../lib/trust/estimates.ts';
import { withTables } from '../engine.ts';
import {
  contents,
  copied,
  CUT,
  folders,
  naming,
  NAMING,
  NOW,
  RING,
  withMarketplace,
} from './erased-files.ts';
import { at, folder, MODEL, TENANT } from './pipeline.ts';

const marketplace = withMarketplace();
const made = () => folders(marketplace());

describe('erasing a seller', () => {
  const tables = withTables();
  const names = () => ({ facts: tables().factsName, ledger: tables().ledgerName });
  const eraser = () => sellerEraser(tables().client, names(), RING);
  const parts = (buckets: Buckets) => ({ eraser: eraser(), buckets, now: NOW });

  it('leaves no file that names her, and the lines of everybody else', async () => {
    const { sellerId } = marketplace();
    const buckets = await made();
    const before = await contents(buckets);
    expect(naming(before, sellerId).length).toBe(NAMING);
    const certificate = await eraseSeller(parts(buckets), 'us', sellerId);
    const after = await contents(buckets);
    expect(naming(after, sellerId)).toEqual([]);
    expect(naming(after, 'other')).toEqual(['in/us/actions/a.csv', 'in/us/events/a.jsonl']);
    const hers = new Set(naming(before, sellerId));
    const others = [...before].filter(([key]) => !hers.has(key));
    expect(others.map(([key]) => [key, after.get(key)])).toEqual(others);
    expect(certificate).toMatchObject({
      schema: 'seller-trust/erasure@1',
      tenant: 'us',
      seller: keyedHash(RING, 'us', sellerId),
      requestedAt: NOW,
      doneAt: NOW,
      files: {
        snapshots: { files: 1, lines: 6 },
        runs: { files: 1, lines: 1 }, // her range's table of sellers
        dropped: { files: 2, lines: 2 },
        answers: { files: 1, lines: 1 },
      },
    });
    expect(JSON.stringify(certificate)).not.toContain(sellerId);
    expect(await eraseSeller({ ...parts(buckets), now: CUT }, 'us', sellerId)).toEqual(certificate);
  });

  it('what was computed stays readable; what was not is refused with the reason', async () => {
    const { sellerId, run, taken } = marketplace();
    const buckets = await made();
    await eraseSeller(parts(buckets), 'us', sellerId);
    const { files } = buckets;
    const estimates = estimatesSchema.parse(JSON.parse(await getRunFile(files, run, 'estimates.json')));
    expect(estimates.trust.overall.estimate).toBeGreaterThan(0);
    const lost = await Promise.all(taken.map((each) => getSnapshot(files, each)));
    expect(lost.filter((each) => 'erasedSince' in each)).toEqual([{ erasedSince: 1 }]);
    const reason = '1 seller erased since: not re-derivable; start a new run';
    const order = { tenant: 'us', cut: CUT, snapshots: taken, model: MODEL };
    const reports = folder();
    await expect(fit({ files, reports, tenants: [TENANT], codeVersion: 'test' }, order)).rejects.toThrow(
      reason,
    );
    const snapshot = taken[lost.findIndex((each) => 'erasedSince' in each)];
    if (snapshot === undefined) throw new Error('no snapshot lost her');
    await expect(estimateShard(files, { ...run, snapshot }, null)).rejects.toThrow(reason);
  });

  it('a second seller adds to the mark of a snapshot', async () => {
    const { taken } = marketplace();
    const buckets = await made();
    const { key } = taken.find(({ rows }) => rows > 6) ?? { key: '' };
    const text = (await contents(buckets)).get(key) ?? '';
    const ids = [...new Set(Array.from(text.matchAll(/"seller_id":"([^"]+)"/g), ([, id = '']) => id))];
    for (const id of ids.slice(0, 2)) await eraseSeller(parts(buckets), 'us', id);
    const snapshot = taken.find((each) => each.key === key);
    expect(snapshot && (await getSnapshot(buckets.files, snapshot))).toEqual({ erasedSince: 2 });
  });
});

describe('forgetting before the next analysis', () => {
  const tables = withTables();
  const names = () => ({ facts: tables().factsName, ledger: tables().ledgerName });
  const eraser = () => sellerEraser(tables().client, names(), RING);

  it('finds in files whoever the ledger has erased, by the hash of her id', async () => {
    const { sellerId } = marketplace();
    const buckets = await made();
    const { erasures } = eraser();
    const order = { erasures, buckets, ring: RING, now: NOW };
    expect(await forget(order, 'us')).toEqual({ done: 0, unfinished: 0, files: 0 });
    await eraser().erase('us', sellerId, CUT);
    expect(naming(await contents(buckets), sellerId).length).toBe(NAMING);
    expect(await forget(order, 'us')).toEqual({ done: 1, unfinished: 0, files: NAMING });
    expect(naming(await contents(buckets), sellerId)).toEqual([]);
    expect((await erasures.find('us', sellerId))?.doneAt).toBe(NOW);
    const mid = await eraseSeller({ eraser: eraser(), buckets, now: NOW }, 'us', sellerId);
    expect(mid).toMatchObject({ requestedAt: CUT, doneAt: NOW, files: { runs: { files: 1 } } });
  });

  it('looks again for two days, since a run may have been under way; then no more', async () => {
    const buckets = await made();
    const { erasures } = eraser();
    const late = { erasures, buckets, ring: RING, now: at('2026-11-25T09:00:00Z') };
    expect(await forget(late, 'us')).toMatchObject({ done: 1, files: NAMING });
    const never = { ...late, now: at('2026-12-02T09:00:00Z') };
    expect(await forget({ ...never, buckets: await made() }, 'us')).toMatchObject({ done: 0, files: 0 });
  });

  it('does not call an erasure done whose rows may still be there', async () => {
    const buckets = await made();
    const { erasures } = eraser();
    await erasures.request('de', 'half', CUT);
    const order = { erasures, buckets, ring: RING, now: NOW };
    expect(await forget(order, 'de')).toEqual({ done: 0, unfinished: 1, files: 0 });
    expect((await erasures.find('de', 'half'))?.doneAt).toBeUndefined();
  });
});

describe('erasing from buckets that keep every version', () => {
  const directory = mkdtempSync(join(tmpdir(), 'versions-'));
  const tables = withTables();
  const names = ['files', 'intake'];
  const [notes, operator]: [string[], string] = [[], 'operator'];
  const note = (line: string) => void notes.push(line);
  const served = s3(
    directory,
    names,
    gate(new Map(), operator, note),
    () => undefined,
    s3Versions(directory, names),
  );
  let client: S3Client;
  let stop: () => Promise<void>;
  beforeAll(async () => {
    const server = endpoint({}, served, note);
    const credentials = { accessKeyId: operator, secretAccessKey: 'local' };
    const address = `http://127.0.0.1:${await listen(server)}`;
    client = new S3Client({ endpoint: address, region: 'us-east-1', credentials });
    stop = () => close(server);
  });
  afterAll(async () => {
    client.destroy();
    await stop();
    rmSync(directory, { recursive: true });
  });

  it('ends earlier versions that name her, of rewritten, overwritten and deleted files', async () => {
    const { sellerId } = marketplace();
    const buckets = { files: versionedS3Files(client, 'files'), intake: versionedS3Files(client, 'intake') };
    await copied(marketplace(), buckets);
    await buckets.intake.put('in/us/events/b.jsonl', `{"data":{"sellerId":"${sellerId}"}}\n`);
    await buckets.intake.put('in/us/events/b.jsonl', '{"data":{"sellerId":"other"}}\n');
    await buckets.intake.put('in/us/events/b.jsonl', '{"data":{"sellerId":"third"}}\n');
    const eraser = sellerEraser(tables().client, { facts: 'facts', ledger: 'ledger' }, RING);
    const certificate = await eraseSeller({ eraser, buckets, now: NOW }, 'us', sellerId);
    const after = await contents(buckets);
    expect(naming(after, sellerId)).toEqual([]);
    expect(naming(after, 'other')).toContain('in/us/events/b.jsonl?2');
    expect(certificate.files['earlierVersions']?.files).toBe(6); // five that were rewritten, one overwritten before
  });
});
