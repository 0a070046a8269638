import { parseArgs } from 'node:util';
import { histories } from './faults/in-process.ts';

/** Histories with faults, by seed; docs/faults.md tells which faults and what is checked.
 *      npx tsx bench/faults.ts --seed 1 --events 1000000
 *      npx tsx bench/faults.ts --seed 17 --steps 3,9,12       a part of one history again */
const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    events: { type: 'string', default: '1' },
    steps: { type: 'string' },
  },
});
const only = values.steps === undefined ? undefined : new Set(values.steps.split(',').map(Number));
process.exitCode = (await histories(Number(values.seed), Number(values.events), only)) ? 0 : 1;
