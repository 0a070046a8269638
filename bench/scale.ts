import { loadavg } from 'node:os';
import { costTable, limitTable, scaleTable } from '../bin/cost/tables.ts';
import { readSettings } from '../bin/settings.ts';
import { MEASURED } from '../lib/cost/units.ts';
import { pricedStage } from '../lib/infra/priced-stage.ts';
import { startEngine } from '../lib/local/engine.ts';
import { createTables } from '../test/tables.ts';
import { live } from './scale/life.ts';
import { mapWords } from './scale/map-words.ts';
import { mapped } from './scale/map.ts';
import { each } from './scale/meter.ts';
import { analysed } from './scale/run.ts';

/** What lib/cost/ rests on:
 *      npx tsx bench/scale.ts units            what each step of a round's life asks of the tables, for lib/cost/units.ts
 *      npx tsx bench/scale.ts run [sellers]    CPU and bytes of each job of an analysis
 *      npx tsx bench/scale.ts map [sellers] [shards] [seed]    some shards of 1,024 through the jobs of the map, extrapolated
 *      npx tsx bench/scale.ts tables           the tables of README and docs/scale.md */
const [part = 'units', text = '8000'] = process.argv.slice(2);

async function units(): Promise<void> {
  const engine = await startEngine();
  const tables = await createTables(engine);
  const life = await live(tables, MEASURED);
  for (const [name, use] of life.used) {
    const { requests, reads, writes, ms, bytes } = each(use);
    const args = [requests, reads, writes, ms, ...(bytes > 0 ? [bytes] : [])];
    console.log(`  ${name}: unit(${args.join(', ')}), // ${use.count}`);
  }
  for (const [kind, { count, bytes }] of life.stored)
    console.log(`${kind}: ${Math.round(bytes / count)} bytes`);
  tables.client.destroy();
  await engine.stop();
}

async function run(): Promise<void> {
  const { rows, ms, bytes, puts } = await analysed(Number(text));
  for (const [job, spent] of ms)
    console.log(`${job}: ${spent.toFixed(0)} ms of CPU, ${bytes.get(job)} bytes in ${puts.get(job)} files`);
  console.log(`${rows} rows, peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
}

/** Of README and docs/scale.md. */
function printTables(): void {
  const stage = pricedStage(readSettings('prod'));
  console.log([costTable(stage, [10_000, 1_000_000]), scaleTable(stage), limitTable(stage)].join('\n\n'));
}

function map(): void {
  const [sellers = 10_000_000, sampled = 8, seed = 1] = process.argv.slice(3).map(Number);
  const found = mapped(sellers, sampled, seed);
  console.log(`Node ${process.version}, load ${(loadavg()[0] ?? 0).toFixed(1)}\n${mapWords(found)}`);
}

const parts = { units, run, map, tables: printTables };
const known = Object.entries(parts).find(([name]) => name === part);
if (known === undefined) throw new RangeError(`bench/scale.ts knows ${Object.keys(parts).join(', ')}`);
await known[1]();
