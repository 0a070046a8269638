import { gzipSync } from 'node:zlib';
import { addDays, type Instant } from '../lib/domain/instant.ts';
import { bundlesIn, sellersIn, type Bundle } from '../lib/jobs/bundle.ts';
import { changedSellers } from '../lib/jobs/night/changed-sellers.ts';
import { takeNight } from '../lib/jobs/night/night-snapshot.ts';
import { putSellers } from '../lib/jobs/night/sellers-taken.ts';
import { takeAll } from '../lib/jobs/night/take-all.ts';
import { estimateAll, type ShardEstimates } from '../lib/jobs/part.ts';
import { replacedEstimates } from '../lib/jobs/night/replaced-shard.ts';
import { wholeSnapshot, type Snapshot } from '../lib/jobs/snapshot.ts';
import { memoryFiles } from '../lib/store/memory-files.ts';
import { fitTrust } from '../lib/trust/fit-trust.ts';
import { answered, market } from '../test/jobs/night/market.ts';

/** CPU of a night in which some of the sellers have a new answer, against a full run, in one process. The table is an in-memory port for
 *  both, so what reading and unmarshalling cost is in neither: it would favour the night. `npx tsx bench/nights.ts [sellers] [share, .01]` */

const SELLERS = Number(process.argv[2] ?? 20_000);
const SHARE = Number(process.argv[3] ?? 0.01);
const ROUNDS = 26;
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

const shop = market({ sellers: SELLERS, rounds: ROUNDS });
const cut = shop.over;
const files = memoryFiles();
const first = await fullRun(cut);

const heard = addDays(cut, 0.5);
const those = shop.ids.filter((_, k) => Math.floor(k * SHARE) !== Math.floor((k - 1) * SHARE));
for (const id of those) shop.change(id, heard, answered(1.1, heard));
const night = addDays(cut, 1);
const taken = await timed(async () => {
  const before = { cut, snapshot: first.snapshot };
  const found = await takeNight({ ...shop, files }, { tenant: 'us', cut: night, range: RANGE }, before, []);
  if (found === undefined) throw new RangeError('a night requires what the last run took');
  return putSellers(files, 'us', RANGE, found);
});
const replaced = await timed(async () => {
  const [old, now] = await Promise.all([first.snapshot, taken.value].map(bundlesAt));
  const changed = await changedSellers(old ?? [], now ?? []);
  const before: ShardEstimates = JSON.parse(first.text);
  return replacedEstimates(before, changed, (read) => estimateAll(read, first.fit, null));
});
const again = await fullRun(night);
const { rows } = await wholeSnapshot(files, taken.value);
const whole = estimateAll(await wholeSnapshot(files, taken.value), first.fit, null);
const same =
  again.snapshot.sha256 === taken.value.sha256 && JSON.stringify(whole) === JSON.stringify(replaced.value);
const [cost, full] = [taken.cpu + replaced.cpu, again.reading + again.fitting + again.estimating];
console.log(
  `${SELLERS} sellers, ${rows.length} rows, new answers of ${those.length}; the same snapshot and part, to the byte: ${same}`,
);
console.log(
  `full run: reading ${again.reading.toFixed(2)}, fit ${again.fitting.toFixed(2)}, estimates ${again.estimating.toFixed(2)} CPU s`,
);
console.log(`night: reading ${taken.cpu.toFixed(3)}, estimates ${replaced.cpu.toFixed(3)} CPU s`);
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
  readonly text: string; // of its estimates
  readonly reading: number;
  readonly fitting: number;
  readonly estimating: number;
}

async function fullRun(asOf: Instant): Promise<Full> {
  const order = { tenant: 'us', cut: asOf, range: RANGE };
  const read = await timed(async () => putSellers(files, 'us', RANGE, await takeAll(shop, order, [])));
  const settings = { ...SETTINGS, asOf };
  const fitted = await timed(async () => fitTrust((await wholeSnapshot(files, read.value)).rows, settings));
  const estimated = await timed(async () =>
    JSON.stringify(estimateAll(await wholeSnapshot(files, read.value), fitted.value, null)),
  );
  return {
    snapshot: read.value,
    fit: fitted.value,
    text: estimated.value,
    reading: read.cpu,
    fitting: fitted.cpu,
    estimating: estimated.cpu,
  };
}

async function bundlesAt({ key }: Snapshot): Promise<Bundle[]> {
  return bundlesIn((await files.get(key))?.body ?? new Uint8Array()) ?? [];
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; cpu: number }> {
  const before = process.cpuUsage();
  const value = await work();
  const { user, system } = process.cpuUsage(before);
  return { value, cpu: (user + system) / 1e6 };
}
