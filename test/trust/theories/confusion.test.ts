import { expect, test } from 'vitest';
import { TRUTHS, verdictOn, type PlantedTruth } from './planted.ts';

const RUNS = 6;

/** A short form of bench/confusion.ts. */
function verdicts(truth: PlantedTruth, recommenders = 1): { right: number; wrong: string[] } {
  const preferred = Array.from(
    { length: RUNS },
    (_, run) =>
      verdictOn({ truth, sellers: 100, rounds: 15, noiseSd: 0.1, recommenders }, 500 + run).preferred,
  );
  return {
    right: preferred.filter((family) => family === TRUTHS[truth]).length,
    wrong: preferred.filter((family) => family !== TRUTHS[truth] && family !== 'cannot tell'),
  };
}

test.each(Object.keys(TRUTHS).filter((name): name is PlantedTruth => name in TRUTHS))(
  'planted %s is called so, and never anything else',
  (truth) => {
    const { right, wrong } = verdicts(truth);
    expect(wrong).toEqual([]);
    expect(right).toBeGreaterThanOrEqual(5);
  },
);

test('two recommenders with opposite directions', () => {
  expect(verdicts('level-k', 2)).toEqual({ right: RUNS, wrong: [] });
});
