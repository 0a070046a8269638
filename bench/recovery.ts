import { coverage } from './recovery/coverage.ts';
import { buttons } from './recovery/buttons.ts';
import { typed, asymmetryTest, stillTyped } from './recovery/typed.ts';
import { populations, types } from './recovery/seller-types.ts';

/** Recovery of planted truth, every row of docs/model.md 6.12, and coverage of the published 95 % bands:
 *      npx tsx bench/recovery.ts [parts] [runs] [first]
 *  parts: those whose name begins so, with commas between; all by default. runs: replications of each row instead of its own number. first: the
 *  first seed, to go on where an earlier call ended. Every row is printed when it is done, of coverage every 50 runs. */
const [wanted = '', runs, first] = process.argv.slice(2);
const seeds = (own: number) => ({ runs: Number(runs ?? own), first: Number(first ?? 1) });

const PARTS: Readonly<Record<string, () => void>> = {
  g1: () => typed(seeds(20)),
  'g1-asymmetry': () => asymmetryTest(seeds(100)),
  'g1-static': () => stillTyped(seeds(50)),
  g2: () => buttons(seeds(20)),
  g3: () => types(seeds(20)),
  'g3-pure': () => populations(seeds(15)),
  'coverage-kf-0.10': () => coverage('kf', 0.1, 200, 20, seeds(2000)),
  'coverage-kf-0.30': () => coverage('kf', 0.3, 200, 20, seeds(2000)),
  'coverage-buttons-0.10': () => coverage('qd-adf', 0.1, 200, 20, seeds(2000)),
  'coverage-buttons-0.30': () => coverage('qd-adf', 0.3, 200, 20, seeds(2000)),
  'coverage-kf-large': () => coverage('kf', 0.3, 400, 50, seeds(200)),
  'coverage-buttons-large': () => coverage('qd-adf', 0.1, 400, 50, seeds(200)),
};

const chosen = wanted.split(',');
for (const [name, run] of Object.entries(PARTS))
  if (chosen.some((part) => name.startsWith(part))) {
    console.log(`\n== ${name}`);
    run();
  }
