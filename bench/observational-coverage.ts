import { DESIGNS } from '../test/processes/observational/coverage-designs.ts';

/** How often 95 % intervals hold the truth, each estimator under its own assumptions:
 *      npx tsx bench/observational-coverage.ts [RUNS] [NAME ...]
 *  Prints as it goes; with 2,000 runs the share has a Monte Carlo standard error of .005. */
const [, , runs = '2000', ...only] = process.argv;

console.log(
  '| estimator | runs | coverage | mean error / se | sd of errors / mean se | refused |\n|---|---|---|---|---|---|',
);
for (const [name, draw] of Object.entries(DESIGNS)) {
  if (only.length > 0 && !only.includes(name)) continue;
  const errors: number[] = [];
  let [held, refused, sum] = [0, 0, 0];
  for (let run = 1; run <= Number(runs); run++) {
    const found = draw(run);
    if (found === null) refused++;
    else {
      errors.push(found.estimate - found.truth);
      sum += found.se;
      if (found.lower <= found.truth && found.truth <= found.upper) held++;
    }
  }
  const n = errors.length;
  const mean = errors.reduce((total, error) => total + error, 0) / n;
  const sd = Math.sqrt(errors.reduce((total, error) => total + (error - mean) ** 2, 0) / (n - 1));
  const cells = [
    name,
    String(n),
    (held / n).toFixed(4),
    (mean / (sum / n)).toFixed(3),
    (sd / (sum / n)).toFixed(3),
    String(refused),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
