import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { getRunFile } from '../../lib/jobs/run-files.ts';
import { shardRanges } from '../../lib/jobs/shard-range.ts';
import { putTaken } from '../../lib/jobs/taken.ts';
import { snapshotShard } from '../../lib/jobs/snapshot-shard.ts';
import { snapshotSchema, type Snapshot } from '../../lib/jobs/snapshot.ts';
import { renderReport } from '../../lib/report/report.ts';
import { factsTable, type FactsTable } from '../../lib/store/facts-table.ts';
import type { Files } from '../../lib/store/files.ts';
import { estimatesSchema, type Estimates } from '../../lib/trust/estimates.ts';
import { clusteredMean } from '../../lib/stats/clustered-mean.ts';
import { Z95 } from '../../lib/stats/normal.ts';
import { withTables } from '../engine.ts';
import { day } from '../processes/registry-entry.ts';
import { META } from '../report/fixture.ts';
import { recommendation } from '../store/builders.ts';
import { folder, summarised } from './pipeline.ts';

const SELLERS = Array.from({ length: 40 }, (_, n) => `s${n}`);
const nobody = { among: async () => new Set<string>() };
const tables = withTables();
let facts: FactsTable;

const linkHash = (waveId: string, sellerId: string) =>
  createHash('sha256').update(`${waveId} ${sellerId}`).digest('hex');
const link = (waveId: string, sellerId: string) => ({
  sellerId,
  waveId,
  linkHash: linkHash(waveId, sellerId),
  keyId: 1,
  issueNo: 1,
});

/** Rating of the n-th seller; the first three may be robots. */
const rating = (n: number) => 1 + (n % 7);
const ITEM = { q1: 'ability-right@1', q2: 'ability-right@2' } as const;

/** Forty sellers: asked about a recommendation on day 1, by questionnaires on days 20 and 40. */
beforeAll(async () => {
  facts = factsTable(tables().client, tables().factsName);
  const issued = { ...recommendation(), at: day(0), ingestedAt: day(0), expiresAt: day(9), priorPlan: 100 };
  const rounds = SELLERS.map((sellerId) => ({ sellerId, recommendationId: 'r1', recommendation: issued }));
  await facts.importRounds('us', rounds, day(0));
  for (const [n, sellerId] of SELLERS.entries()) await life(n, sellerId);
});

async function life(n: number, sellerId: string): Promise<void> {
  const about = { ...link('w1', sellerId), recommendationId: 'r1', arm: 'elicit' as const };
  await facts.invite('us', { ...about, invitedAt: day(1), closesAt: day(8) });
  const through = { tenant: 'us', sellerId, recommendationId: 'r1', linkHash: about.linkHash, now: day(2) };
  if (n < 20) await facts.recordDelivery('us', about, day(1));
  if (n < 12) await facts.recordPriorPlan(through, { value: 90, submissionId: 'p' });
  if (n < 10) await facts.recordReply(through, reply(n < 3 ? ['trap'] : undefined));
  if (n === 39) await facts.silence('us', sellerId, 'bouncedAt', day(3));
  if (n === 38) await facts.optOut('us', sellerId, day(4));
  if (n >= 38) return;
  await questionnaire('q1', 20, n, sellerId);
  await questionnaire('q2', 40, n, sellerId);
}

async function questionnaire(waveId: 'q1' | 'q2', at: number, n: number, sellerId: string): Promise<void> {
  const asked = { ...link(waveId, sellerId), invitedAt: day(at), closesAt: day(at + 14) };
  await facts.inviteQuarterly('us', asked);
  const through = { tenant: 'us', sellerId, waveId, linkHash: asked.linkHash, now: day(at + 1) };
  const suspect = n < 3 ? { suspect: ['trap'] } : {};
  const answer = { at: day(at + 1), ...suspect };
  if (n < 30)
    await facts.recordQuarterly(through, {
      [ITEM[waveId]]: { ...answer, rating: rating(n) },
      'distrust-guard@1': { ...answer, rating: n < 8 ? 4 : null },
    });
  const rest = ['benevolence-conflict@1', 'integrity-reasons@1', 'vulnerability-delegate@1'];
  const left = rest.map((item) => [item, { ...answer, rating: null, leftOut: true as const }] as const);
  if (n < 5) await facts.recordQuarterly(through, Object.fromEntries(left));
}

const reply = (suspect: readonly string[] | undefined) => ({
  submissionId: 'x',
  baseRevision: 0,
  decision: 'accept' as const,
  chosen: 120,
  trustRating: 5,
  mainReason: null,
  ...(suspect && { suspect }),
});

interface Cutting {
  readonly cut?: number; // day
  readonly shards?: number; // in a range
  readonly ledger?: typeof nobody;
}

async function taken(
  files: Files,
  { cut = 60, shards = 512, ledger = nobody }: Cutting,
): Promise<Snapshot[]> {
  return Promise.all(
    shardRanges(shards).map((range) =>
      snapshotShard({ facts, ledger, files }, { tenant: 'us', cut: day(cut), range }),
    ),
  );
}

async function estimated(cutting: Cutting = {}): Promise<Estimates> {
  const files = folder();
  const run = await summarised(files, await taken(files, cutting), day(cutting.cut ?? 60));
  return estimatesSchema.parse(JSON.parse(await getRunFile(files, run, 'estimates.json')));
}

/** What is told of these ratings, by the mean that every other number uses. */
function told(values: readonly number[]) {
  const { mean = 0, se } = clusteredMean(values.map((value) => [value])) ?? {};
  const half = Z95 * (se ?? 0);
  return {
    sellers: values.length,
    mean: expect.closeTo(mean, 12),
    lower: expect.closeTo(mean - half, 9),
    upper: expect.closeTo(mean + half, 9),
  };
}

const few = (sellers: number) => ({ sellers, mean: null, lower: null, upper: null });

describe('what sellers were asked and answered', () => {
  let whole: Estimates;
  beforeAll(async () => {
    whole = await estimated();
  });

  it('comes from the stored rows into the estimates', () => {
    expect(whole.response).toEqual({
      sellers: 40,
      asked: 40 + 38 + 38,
      sent: 20,
      delivered: 20,
      started: 12 + 30 + 30,
      answered: 10 + 5 + 5, // of those who began a questionnaire five sent every page, in whichever wording
      suspect: 3 + 3 + 3,
      bounced: 1,
      optedOut: 1,
      reason: null,
    });
    const row = whole.health.find(({ check }) => check === 'response rate');
    expect(row?.status).toBe('ok');
    expect(row?.detail).toContain('40 sellers were asked 116 times');
    expect(row?.detail).toContain('20 answered (17.2 %)');
    expect(row?.detail).toContain('sellers who do not answer may trust otherwise');
  });

  it('gives means by wave and wording, with and without suspects, and none of few', () => {
    const ratings = Array.from({ length: 30 }, (_, n) => rating(n));
    const item = { ...told(ratings), withoutSuspects: told(ratings.slice(3)) };
    const rare = { ...few(8), withoutSuspects: few(5) };
    expect(whole.quarterly).toEqual([
      { wave: 'q1', dimension: 'ability', item: ITEM.q1, ...item },
      { wave: 'q1', dimension: 'distrust', item: 'distrust-guard@1', ...rare },
      { wave: 'q2', dimension: 'ability', item: ITEM.q2, ...item },
      { wave: 'q2', dimension: 'distrust', item: 'distrust-guard@1', ...rare },
    ]);
  });

  it('knows nothing that was heard after the cut', async () => {
    const { response, quarterly } = await estimated({ cut: 20 });
    expect(response).toMatchObject({ asked: 78, started: 12, answered: 10, bounced: 1, optedOut: 1 });
    expect(quarterly).toEqual([]);
    const early = await estimated({ cut: 1 });
    expect(early.response).toMatchObject({ asked: 40, delivered: 20, started: 0, answered: 0, bounced: 0 });
    const before = await estimated({ cut: 0 });
    expect(before.response).toMatchObject({ sellers: 0, asked: 0, delivered: null, reason: null });
  });

  it('is the same to the last digit however shards are split into ranges', async () => {
    const { response, quarterly, health } = await estimated({ shards: 64 });
    expect({ response, quarterly, health }).toEqual({
      response: whole.response,
      quarterly: whole.quarterly,
      health: whole.health,
    });
  });

  it('leaves out who was erased, also where only the questionnaire knew her', async () => {
    const ledger = { among: async () => new Set(['s3', 's39']) };
    const { response, quarterly } = await estimated({ ledger });
    expect(response).toMatchObject({ sellers: 38, asked: 112, answered: 17, bounced: 0 });
    expect(quarterly[0]).toMatchObject({ sellers: 29, withoutSuspects: { sellers: 26 } });
  });

  it('is told by the report in words, as stated', () => {
    const page = renderReport(whole, META).replaceAll(/\s+/g, ' ');
    expect(page).toContain('40 sellers were asked 116 times');
    expect(page).toContain('Questions to 40 sellers until the cut');
    expect(page).toContain('never blended with the trust that is inferred');
    expect(page.match(/>ability-right@[12]<\/t[dh]>/g)).toHaveLength(2); // a line a wording
  });
});

describe('the counts of a range', () => {
  it('are a file that the snapshot names, and so the run id', async () => {
    const files = folder();
    const snapshots = await taken(files, {});
    for (const snapshot of snapshots) expect(snapshotSchema.parse(snapshot)).toEqual(snapshot);
    const [first, ...others] = snapshots;
    if (first?.survey === undefined) throw new RangeError('the first range requires counts');
    const key = `snapshots/us/${first.survey}.json`;
    const stored = await files.get(key);
    const text = new TextDecoder().decode(stored?.body);
    expect(createHash('sha256').update(text).digest('hex')).toBe(first.survey);
    expect(text).not.toMatch(/"s\d+"/); // nobody's name
    const { survey: _survey, ...bare } = first;
    const [with_, without] = await Promise.all([
      summarised(files, snapshots, day(60)),
      summarised(files, [bare, ...others], day(60)),
    ]);
    expect(with_.runId).not.toBe(without.runId);
    await files.put(key, '{}');
    await expect(summarised(files, snapshots, day(60), 'newer')).rejects.toThrow(
      'does not hold what its name says',
    );
  });

  it('leave room for 512 ranges in what the state machine hands on', async () => {
    const [snapshot] = await taken(folder(), {});
    const record = snapshot && (await putTaken(folder(), 'us', snapshot));
    const parts = { key: `runs/us/${'0'.repeat(32)}/out/0000-0001.json` };
    const each = [record, parts, { from: 1022, to: 1023 }].map((value) => JSON.stringify(value).length + 1);
    expect(512 * each.reduce((sum, size) => sum + size, 0)).toBeLessThan(256 * 1024);
  });

  it('are not there where nobody was asked', async () => {
    const [empty] = await taken(folder(), { cut: 0, shards: 1024 });
    expect(empty?.survey).toBeUndefined();
  });
});
