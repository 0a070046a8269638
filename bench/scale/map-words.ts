import { ASSUMED } from '../../lib/cost/assumed.ts';
import { UNITS } from '../../lib/cost/units.ts';
import { type Extrapolated, extrapolated, type MapRun, type Took } from './map.ts';

const SHARDS = 1024;
const STATE = 0.5; // seconds that a child execution takes beside its call: assumed, as in lib/cost/workers.ts

/** A map run in Markdown: what a shard took, what 1,024 would, and how long the run would last. */
export function mapWords(run: MapRun): string {
  const { shards, rows, begin, passes, next, estimates } = run;
  const reads = rows / shards.length;
  const first = passes[0] ?? [];
  const tasks: readonly (readonly [string, readonly Took[]])[] = [
    ['a pass', first],
    [`all ${passes.length} passes`, shards.map((_, k) => summed(passes.map((pass) => pass[k] ?? NOTHING)))],
    ['estimates', estimates],
  ];
  const table = tasks.map(([name, took]) => {
    const cpu = extrapolated(took.map((one) => one.cpu));
    const memory = Math.max(...took.map((one) => one.memory));
    const out = took.reduce((sum, one) => sum + one.bytesOut, 0) / took.length;
    return `| ${[name, `${cpu.mean.toFixed(2)} ± ${cpu.sd.toFixed(2)}`, hours(cpu), memory.toFixed(0), kilobytes(out)].join(' | ')} |`;
  });
  const bytes = first.reduce((sum, one) => sum + one.bytesIn, 0) / first.length;
  return [
    `${shards.length} shards of ${SHARDS} (${shards.join(', ')}), ${rows.toLocaleString('en')} rows, ${kilobytes(bytes)} kB a snapshot; the beginning on one of them: ${begin.cpu.toFixed(1)} s, ${begin.memory.toFixed(0)} MB`,
    '',
    `| task | CPU s a shard, mean ± sd | CPU min in all, 95 % | MB at most | kB out |`,
    '| --- | ---: | ---: | ---: | ---: |',
    ...table,
    '',
    ...[40, 100, 1000].map((workers) => `${workers} workers: ${lasting(run, reads, workers)}`),
    `reduces: ${next.map((cpu) => cpu.toFixed(3)).join(', ')} s of CPU`,
  ].join('\n');
}

const NOTHING: Took = { cpu: 0, memory: 0, bytesIn: 0, bytesOut: 0 };

const summed = (took: readonly Took[]): Took =>
  took.reduce((all, one) => {
    return {
      cpu: all.cpu + one.cpu,
      memory: Math.max(all.memory, one.memory),
      bytesIn: all.bytesIn + one.bytesIn,
      bytesOut: all.bytesOut + one.bytesOut,
    };
  }, NOTHING);

/** Seconds of a call: its processor time, and what is assumed around it. */
const call = (cpu: number, files: number) =>
  cpu + ASSUMED.coldMs / 1000 + (files * ASSUMED.fileWait) / 1000 + STATE;

/** Minutes of each stage: calls of a map side by side, each with the start of its instance, its files and its state. */
function lasting({ begin, passes, next, estimates }: MapRun, rows: number, workers: number): string {
  const map = (took: readonly Took[]) =>
    Math.ceil(SHARDS / workers) * call(extrapolated(took.map((one) => one.cpu)).mean, 3);
  const reduce = (cpu: number) => call(cpu, SHARDS / ASSUMED.atOnce);
  const reading =
    (SHARDS * rows * UNITS.read.reads + (SHARDS * rows * UNITS.lookedUp.reads) / 26) / ASSUMED.tableUnits;
  const decoding = Math.ceil(SHARDS / workers) * call((rows * UNITS.read.ms) / 1000, 1);
  const stages = {
    snapshot: Math.max(reading, decoding),
    fit: call(begin.cpu, 2),
    passes: passes.reduce((sum, took, k) => sum + map(took) + reduce(next[k] ?? 0), 0),
    estimates: map(estimates),
    'summarise and publish': 2 * reduce(1),
  };
  const total = Object.values(stages).reduce((sum, seconds) => sum + seconds, 0);
  const each = Object.entries(stages).map(([name, seconds]) => `${name} ${(seconds / 60).toFixed(1)}`);
  return `${(total / 60).toFixed(0)} min (${each.join(', ')})`;
}

const hours = ({ total, plusMinus }: Extrapolated): string =>
  `${(total / 60).toFixed(1)} ± ${(plusMinus / 60).toFixed(1)}`;
const kilobytes = (bytes: number): string =>
  (bytes / 1000).toLocaleString('en', { maximumSignificantDigits: 3 });
