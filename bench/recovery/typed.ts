import { NAMES, TYPED, typedRun } from '../../test/trust/recovery/typed.ts';
import { figureRow, parameterRow, replicate, shareRow, type Seeds } from './print.ts';

/** G1: sellers who type values. */
export function typed(seeds: Seeds): void {
  for (const design of TYPED) {
    const { noiseSd, sellers, rounds, rmse, last, leastSquares, coverage } = design;
    const runs = replicate(seeds, (seed) => typedRun(design, seed));
    console.log(`noise ${noiseSd.toFixed(2)}, n ${sellers}, T ${rounds}: ${runs.length} runs`);
    NAMES.forEach((name, j) => {
      const errors = runs.map((run) => run.errors[j] as number);
      parameterRow(name, errors, rmse[j] as number);
    });
    const of = (read: (run: (typeof runs)[number]) => number): number[] => runs.map(read);
    figureRow(
      'alpha_T',
      of((run) => run.last),
      last,
      'lower',
    );
    figureRow(
      'OLS',
      of((run) => run.leastSquares),
      leastSquares,
    );
    figureRow(
      '90 % cover',
      of((run) => run.covered),
      coverage,
    );
  }
}

const CRITICAL = 3.8415; // chi-squared, 1 df, 5 %

/** The likelihood-ratio test of gain = loss: power where they differ, size where both are .15. */
export function asymmetryTest(seeds: Seeds): void {
  const small = { noiseSd: 0.3, sellers: 100, rounds: 12 };
  const usual = { noiseSd: 0.1, sellers: 200, rounds: 20 };
  const rejects = (design: typeof usual, law = {}): boolean[] =>
    replicate(seeds, (seed) => typedRun(design, 20_000 + seed, law).ratio > CRITICAL);
  shareRow('power, noise .30, n 100, T 12', rejects(small), 0.43, 40);
  shareRow('power, noise .10, n 200, T 20', rejects(usual), 1, 40);
  shareRow('size, both .15, n 200, T 20', rejects(usual, { gain: 0.15, loss: 0.15 }), 0.04, 100);
}

/** Trust that never moves: BIC should not pick the dynamic model. */
export function stillTyped(seeds: Seeds): void {
  const still = { gain: 0, loss: 0, driftSd: 0 };
  const design = { noiseSd: 0.1, sellers: 200, rounds: 20 };
  const picks = replicate(seeds, (seed) => typedRun(design, 30_000 + seed, still).picksDynamic);
  shareRow('static truth, BIC picks dynamic', picks, 0, 50);
}
