import { parseArgs } from 'node:util';
import { histories } from './faults/in-process.ts';

/** Histories with faults, by seed; docs/faults.md tells which faults and what is checked.
 *      npx tsx bench/faults.ts --seed 1 --events 1000000
 *      npx tsx bench/faults.ts --seed 17 --steps 3,9,12       a part of one history again
 *      npx tsx bench/faults.ts --stage --seed 1 --events 10000      the bundled functions on the local stage, with kills */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    events: { type: 'string', default: '1' },
    steps: { type: 'string' },
    stage: { type: 'boolean', default: false },
  },
});
const [seed, events] = [Number(values.seed), Number(values.events)];
const only = values.steps === undefined ? undefined : new Set(values.steps.split(',').map(Number));
const held = values.stage
  ? await (await import('./faults/stage/main.ts')).stageFaults(seed, events)
  : await histories(seed, events, only);
process.exitCode = held ? 0 : 1;
