import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { streams } from '../../lib/simulation/stream.ts';
import { addParts } from '../../lib/trust/spread/add-parts.ts';
import { parsePassPart } from '../../lib/trust/spread/pass-part.ts';
import { nextSpread } from '../../lib/trust/spread/spread.ts';
import { parseSpreadState, type SpreadState } from '../../lib/trust/spread/spread-state.ts';

/** What a worker's call took. */
export interface Took {
  readonly cpu: number; // seconds
  readonly memory: number; // MB at the peak
  readonly bytesIn: number; // of its snapshot
  readonly bytesOut: number; // of its part
}

/** The calls of a task, one a sampled shard. */
export interface MapRun {
  readonly shards: readonly number[]; // of 1,024
  readonly rows: number;
  readonly begin: Took;
  readonly passes: readonly (readonly Took[])[];
  readonly next: readonly number[]; // CPU seconds of each reduce
  readonly estimates: readonly Took[];
}

const SHARDS = 1024;

/** Runs the jobs of the Distributed Map on some shards of a marketplace, drawn by seed: a snapshot each, the fit's beginning on the
 *  first, passes until the fit is found, and estimates. Every call is a process of its own.
 *  @param sellers in all 1,024 shards, 26 rounds each */
export function mapped(sellers: number, sampled: number, seed: number): MapRun {
  const folder = mkdtempSync(join(tmpdir(), 'map-'));
  const call = (task: string, name: string, more = ''): Took => {
    const script = new URL('shard.ts', import.meta.url).pathname;
    const args = ['--import', 'tsx', script, task, folder, name, more];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0)
      throw new RangeError(`${task} of shard ${name} ended with ${status}: ${stderr.slice(-2000)}`);
    return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
  };
  const stream = streams(seed).next().value;
  const shards = drawn(sampled, () => stream.uniform());
  const [mean, sd] = [sellers / SHARDS, Math.sqrt((sellers / SHARDS) * (1 - 1 / SHARDS))];
  for (const shard of shards) call('make', String(shard), String(Math.round(mean + sd * stream.normal())));
  const snapshots = shards.map((shard) => JSON.parse(readFileSync(join(folder, `${shard}.json`), 'utf8')));
  const rows = snapshots.reduce((sum: number, snapshot: { rows: number }) => sum + snapshot.rows, 0);

  const [first = 0] = shards;
  const begin = call('begin', String(first), JSON.stringify({ rows, sellers: Math.round(rows / 26) }));
  let state: SpreadState = parseSpreadState(readFileSync(join(folder, `${first}.begin`), 'utf8'));
  const passes: Took[][] = [];
  const next: number[] = [];
  for (;;) {
    writeFileSync(join(folder, 'state'), JSON.stringify(state));
    passes.push(shards.map((shard) => call('pass', String(shard))));
    const before = process.cpuUsage();
    const parts = shards.map((shard) => parsePassPart(readFileSync(join(folder, `${shard}.pass`), 'utf8')));
    const after = nextSpread(state, parts.reduce(addParts));
    const { user, system } = process.cpuUsage(before);
    next.push((user + system) / 1e6);
    if (!('pass' in after)) {
      writeFileSync(join(folder, 'fit'), JSON.stringify(after.fit));
      break;
    }
    state = after;
  }
  const estimates = shards.map((shard) => call('estimate', String(shard)));
  rmSync(folder, { recursive: true });
  return { shards, rows, begin, passes, next, estimates };
}

function drawn(count: number, uniform: () => number): number[] {
  const found = new Set<number>();
  while (found.size < count) found.add(Math.floor(uniform() * SHARDS));
  return [...found];
}

export interface Extrapolated {
  readonly mean: number; // of a shard
  readonly sd: number; // between shards
  readonly total: number; // of 1,024
  readonly plusMinus: number; // 95 %, of the total
}

/** From some shards to all: total = 1024 m, and 1024 t s / sqrt(n) sqrt(1 - n / 1024) beside it.
 *  Cochran, Sampling Techniques, 3rd edition, 2.5 and 2.8 */
export function extrapolated(values: readonly number[]): Extrapolated {
  const n = values.length;
  const t = T_975[n - 2];
  if (t === undefined)
    throw new RangeError(`extrapolated requires 2 to ${T_975.length + 1} shards, found ${n}`);
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1));
  const plusMinus = ((SHARDS * t * sd) / Math.sqrt(n)) * Math.sqrt(1 - n / SHARDS);
  return { mean, sd, total: SHARDS * mean, plusMinus };
}

/** Student's t at .975 for 1, 2, 3 ... degrees of freedom. */
const T_975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131,
];
