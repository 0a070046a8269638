import { gzipSync } from 'node:zlib';
import { addDays, DAY, milliseconds, parseInstant, toInstant, type Instant } from '../lib/domain/instant.ts';
import { bundlesIn, sellersIn, type Bundle } from '../lib/jobs/bundle.ts';
import { takeNight } from '../lib/jobs/night/night-snapshot.ts';
import { putSellers } from '../lib/jobs/night/sellers-taken.ts';
import { takeAll } from '../lib/jobs/night/take-all.ts';
import { wholeSnapshot, type Snapshot } from '../lib/jobs/snapshot.ts';
import { readRounds } from '../lib/rounds/rounds-file.ts';
import type { Round } from '../lib/rounds/round.ts';
import type { RoundRow } from '../lib/rounds/row.ts';
import { defaultSettings } from '../lib/simulation/settings.ts';
import { simulate } from '../lib/simulation/simulate.ts';
import { shardOf } from '../lib/store/key.ts';
import { memoryFiles } from '../lib/store/memory-files.ts';
import type { SellerHistory } from '../lib/store/seller-history.ts';
import { estimateSellers } from '../lib/trust/estimate-sellers.ts';
import { fitTrust } from '../lib/trust/fit-trust.ts';
import { addedScores, replacedScores, scoresOf, type Scores } from '../lib/trust/night/drift.ts';
import { inOrder, replacedTotals } from '../lib/trust/night/replaced-totals.ts';
import { totalsOf, type PartTotals } from '../lib/trust/part-totals.ts';

/** CPU of a night in which 1 % of the sellers have a new answer, against a full run, in one process. The table is an in-memory port for
 *  both, so what reading and unmarshalling cost is in neither: it would favour the night. `npx tsx bench/nights.ts [sellers]` */

const SELLERS = Number(process.argv[2] ?? 20_000);
const ROUNDS = 26;
const START = parseInstant('2026-01-05T00:00:00Z') as Instant;
const CUT = addDays(START, 7 * ROUNDS);
const RANGE = { from: 0, to: 1023 };

const SETTINGS = {
  scale: 'auto',
  minGap: null,
  referenceGap: null,
  estimator: 'auto',
  directions: {},
  seed: 1,
  codeVersion: 'bench',
} as const;

const bySeller = new Map<string, RoundRow[]>();
for (const row of simulate({ ...defaultSettings('trust-embedded'), sellers: SELLERS, rounds: ROUNDS }).rows)
  bySeller.set(row.sellerId, [...(bySeller.get(row.sellerId) ?? []), row]);
const histories = new Map<string, SellerHistory>();
const shards = new Map<number, string[]>();
for (const [sellerId, rows] of bySeller) {
  histories.set(sellerId, { sellerId, rounds: rows.map(roundOf) });
  const shard = shardOf(sellerId);
  shards.set(shard, [...(shards.get(shard) ?? []), sellerId]);
}
bySeller.clear();
const touched = new Map<string, Instant>();
const world = {
  facts: {
    async *readHistories(_tenant: string, shard: number) {
      for (const id of (shards.get(shard) ?? []).toSorted()) yield histories.get(id) as SellerHistory;
    },
    readSeller: async (_tenant: string, id: string) => histories.get(id) ?? { sellerId: id, rounds: [] },
    touchedSellers: async (_tenant: string, shard: number, since: Instant) =>
      new Set((shards.get(shard) ?? []).filter((id) => (touched.get(id) ?? '') >= since)),
  },
  ledger: { among: async () => new Set<string>() },
};

const files = memoryFiles();
const first = await fullRun(CUT);

let count = 0;
for (const [id, history] of histories) {
  if (count++ % 100 !== 0) continue;
  histories.set(id, answered(history));
  touched.set(id, addDays(CUT, 0.5));
}
const night = addDays(CUT, 1);
const taken = await timed(async () => {
  const before = { cut: CUT, snapshot: first.snapshot };
  const found = await takeNight({ ...world, files }, { tenant: 'us', cut: night, range: RANGE }, before, []);
  if (found === undefined) throw new RangeError('a night requires what the last run took');
  return putSellers(files, 'us', RANGE, found);
});
const replaced = await timed(async () => {
  const [gone, came] = await changedRows(first.snapshot, taken.value);
  const [before, after] = [
    totalsOf(estimateSellers(gone, first.fit)),
    totalsOf(estimateSellers(came, first.fit)),
  ];
  const totals: PartTotals = JSON.parse(JSON.stringify(first.totals));
  const scores = addedScores([
    replacedScores(first.scores, scoresOf(gone, first.fit), scoresOf(came, first.fit)),
  ]);
  return { totals: replacedTotals(totals, before, after), scores };
});
const again = await fullRun(night);
const { rows } = await wholeSnapshot(files, taken.value);
const same =
  again.snapshot.sha256 === taken.value.sha256 &&
  JSON.stringify(inOrder(totalsOf(estimateSellers(rows, first.fit)))) ===
    JSON.stringify(replaced.value.totals) &&
  JSON.stringify(scoresOf(rows, first.fit)) === JSON.stringify(replaced.value.scores);
const [cost, full] = [taken.cpu + replaced.cpu, again.reading + again.fitting + again.estimating];
console.log(
  `${SELLERS} sellers x ${ROUNDS}, new answers of ${touched.size}; the same snapshot, totals and scores: ${same}`,
);
console.log(
  `full run: reading ${again.reading.toFixed(2)}, fit ${again.fitting.toFixed(2)}, estimates ${again.estimating.toFixed(2)} CPU s`,
);
console.log(`night: reading ${taken.cpu.toFixed(3)}, estimates and scores ${replaced.cpu.toFixed(3)} CPU s`);
console.log(`night / full: ${((100 * cost) / full).toFixed(2)} %`);
const file = (await files.get(taken.value.key))?.body ?? new Uint8Array();
const plain = gzipSync(
  (await bundlesAt(taken.value))
    .flatMap(sellersIn)
    .map(({ text }) => text)
    .join(''),
);
console.log(`file of bundles / one gzip of all: ${(file.length / plain.length).toFixed(2)}`);

interface Full {
  readonly snapshot: Snapshot;
  readonly fit: ReturnType<typeof fitTrust>;
  readonly totals: PartTotals;
  readonly scores: Scores;
  readonly reading: number;
  readonly fitting: number;
  readonly estimating: number;
}

async function fullRun(cut: Instant): Promise<Full> {
  const order = { tenant: 'us', cut, range: RANGE };
  const read = await timed(async () => putSellers(files, 'us', RANGE, await takeAll(world, order, [])));
  const settings = { ...SETTINGS, asOf: cut };
  const fitted = await timed(async () => fitTrust((await wholeSnapshot(files, read.value)).rows, settings));
  const estimated = await timed(async () => {
    const { rows: all } = await wholeSnapshot(files, read.value);
    return { totals: totalsOf(estimateSellers(all, fitted.value)), scores: scoresOf(all, fitted.value) };
  });
  return {
    snapshot: read.value,
    fit: fitted.value,
    ...estimated.value,
    reading: read.cpu,
    fitting: fitted.cpu,
    estimating: estimated.cpu,
  };
}

async function changedRows(
  before: Snapshot,
  after: Snapshot,
): Promise<readonly [gone: readonly RoundRow[], came: readonly RoundRow[]]> {
  const [old, now] = await Promise.all([before, after].map(bundlesAt));
  const known = new Set((old ?? []).map(({ sha256 }) => sha256));
  const kept = new Set((now ?? []).map(({ sha256 }) => sha256));
  const [gone, came] = [lines(old ?? [], kept), lines(now ?? [], known)];
  return Promise.all([rowsOf(gone, came), rowsOf(came, gone)]);
}

/** Lines by seller, of bundles that are not among others. */
function lines(bundles: readonly Bundle[], others: ReadonlySet<string>): ReadonlyMap<string, string> {
  return new Map(
    bundles
      .filter(({ sha256 }) => !others.has(sha256))
      .flatMap(sellersIn)
      .map(({ sellerId, text }) => [sellerId, text]),
  );
}

/** Of sellers whose lines are others there. */
async function rowsOf(
  these: ReadonlyMap<string, string>,
  others: ReadonlyMap<string, string>,
): Promise<readonly RoundRow[]> {
  const texts = [...these].filter(([id, text]) => others.get(id) !== text).map(([, text]) => text);
  return (await readRounds({ name: 'night.jsonl', bytes: Buffer.from(texts.join('')) })).rows;
}

async function bundlesAt({ key }: Snapshot): Promise<Bundle[]> {
  return bundlesIn((await files.get(key))?.body ?? new Uint8Array()) ?? [];
}

/** A simulated row as the table has it: heard the day it happened. */
function roundOf(row: RoundRow): Round {
  const at = addDays(START, 7 * (row.position - 1));
  const fact = (days: number, id: string) => {
    const when = toInstant(milliseconds(at) + days * DAY);
    return { at: when, id: `${id}-${row.position}`, ingestedAt: when };
  };
  const { sellerId, recommender, priorPlan, recommended, chosen, outcome, outcomeSeen } = row;
  const value = recommended ?? 0;
  return {
    tenant: 'us',
    sellerId,
    recommendationId: `r${String(row.position).padStart(3, '0')}`,
    recommendation: {
      ...fact(0, 'r'),
      recommender,
      value,
      unit: 'units',
      reasons: [],
      expiresAt: addDays(at, 5),
      ...(priorPlan !== null && { priorPlan }),
    },
    ...(chosen !== null && { action: { ...fact(1, 'a'), response: 'adjust', chosen } }),
    ...(outcome !== null && { outcome: { ...fact(2, 'o'), value: outcome } }),
    ...(outcomeSeen && { outcomeShown: fact(3, 's') }),
  };
}

/** The last round gets another answer. */
function answered(history: SellerHistory): SellerHistory {
  const last = history.rounds.at(-1);
  if (last?.action === undefined) return history;
  const when = addDays(CUT, 0.5);
  const action = {
    ...last.action,
    at: when,
    ingestedAt: when,
    id: 'late',
    chosen: (last.action.chosen ?? 0) * 1.1,
  };
  return { ...history, rounds: [...history.rounds.slice(0, -1), { ...last, action }] };
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; cpu: number }> {
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, cpu: (user + system) / 1e6 };
}
