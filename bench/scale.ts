import { MEASURED } from '../lib/cost/units.ts';
import { startEngine } from '../lib/local/engine.ts';
import { createTables } from '../test/tables.ts';
import { live } from './scale/life.ts';
import { each } from './scale/meter.ts';
import { analysed } from './scale/run.ts';

/** What lib/cost/ rests on:
 *      npx tsx bench/scale.ts units            what each step of a round's life asks of the tables, for lib/cost/units.ts
 *      npx tsx bench/scale.ts run [sellers]    CPU and bytes of each job of an analysis */
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

await (part === 'run' ? run() : units());
