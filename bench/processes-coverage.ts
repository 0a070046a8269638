import { parseArgs } from 'node:util';
import { streams } from '../lib/simulation/stream.ts';
import { differenceInMeans } from '../lib/processes/experiment/difference-in-means.ts';
import { measured, told, twoArmed } from '../test/processes/columns.ts';
import { DESIGNS, plannedDynamic, rollout } from '../test/processes/coverage-designs.ts';

/** Coverage of 95 % intervals of experiments and rollouts, each estimator under its own assumptions:
 *      npx tsx bench/processes-coverage.ts [--runs 2000] [--seed 61]
 *  An interval that covers exactly .95 shows .95 +- .010 over 2,000 runs (2 standard errors). */
const { values } = parseArgs({
  options: { runs: { type: 'string', default: '2000' }, seed: { type: 'string', default: '61' } },
});
const [runs, seed] = [Number(values.runs), Number(values.seed)];

console.log(`${runs} runs, seed ${seed}\n`);
console.log('| design | covered | bias / sd | mean se / sd | sd |\n| --- | --- | --- | --- | --- |');
for (const { name, run } of DESIGNS) {
  const each = streams(seed);
  const all = Array.from({ length: runs }, () => {
    const { found, truth } = run(each.next().value);
    const { estimate, se, lower, upper } = told(found);
    return { off: estimate - truth, se, covered: lower <= truth && truth <= upper ? 1 : 0 };
  });
  const mean = (of: (one: (typeof all)[number]) => number): number =>
    all.reduce((sum, one) => sum + of(one), 0) / runs;
  const bias = mean(({ off }) => off);
  const sd = Math.sqrt(mean(({ off }) => (off - bias) ** 2));
  const cells = [mean(({ covered }) => covered), bias / sd, mean(({ se }) => se) / sd, sd];
  console.log(`| ${name} | ${cells.map((value) => value.toFixed(3)).join(' | ')} |`);
}

const each = streams(seed + 1);
let bands = 0;
for (let k = 0; k < runs; k++) {
  const { dynamic } = rollout(each.next().value);
  if (dynamic.every((p) => p.bandLower <= plannedDynamic(p) && plannedDynamic(p) <= p.bandUpper)) bands += 1;
}
console.log(`| rollout, band around the whole event study | ${(bands / runs).toFixed(3)} | | | |`);

/** 52 weekly looks at an experiment without effect, 12 new sellers a week: how often a look ever says there is one. */
const looks = streams(seed + 2);
let [once, anytime] = [0, 0];
for (let k = 0; k < runs; k++) {
  const stream = looks.next().value;
  const y: number[] = [];
  let [fixed, series] = [false, false];
  for (let week = 1; week <= 52; week++) {
    for (let i = 0; i < 12; i++) y.push(stream.normal());
    const found = told(
      differenceInMeans(
        twoArmed(
          measured(y),
          y.map((_, i) => i % 2),
          { smallest: 0.3 },
        ),
      ),
    );
    fixed ||= found.lower > 0 || found.upper < 0;
    series ||= found.anytime !== null && (found.anytime.lower > 0 || found.anytime.upper < 0);
  }
  once += fixed ? 1 : 0;
  anytime += series ? 1 : 0;
}
console.log(
  `\nfalse alarms over 52 weekly looks: ${(once / runs).toFixed(3)} by the interval of one look, ${(anytime / runs).toFixed(3)} by the anytime interval`,
);
