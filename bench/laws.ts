import { kalmanEstimator } from '../lib/trust/kalman/kalman-estimator.ts';
import { compareLaws } from '../lib/trust/kalman/law-comparison.ts';
import { fitSegment } from '../lib/trust/segment.ts';
import { sequencesOf } from '../lib/trust/sequence.ts';
import { asymmetric, meanReverting, movedBy, still, type Step } from '../test/trust/kalman/moving-trust.ts';

/** How often each law of motion is ahead by held-out score, docs/model.md 5.5, by what moved trust:
 *      npx tsx bench/laws.ts [replications] */
const replications = Number(process.argv[2] ?? 100);
const MEASURE = { unit: 0.35, referenceGap: 0.35 };
const READING = {
  scale: { name: 'level', minGap: 0.02, minGapRule: 'as set' },
  dropOutcomeOfUnusedRows: false,
} as const;

type Ahead = '5.3' | 'tie' | '5.5';

function aheadIn(step: Step, sellers: number, rounds: number, seed: number): Ahead {
  const all = sequencesOf(movedBy(step, sellers, rounds, seed), READING);
  const { sequences, identified, models } = fitSegment(all, MEASURE, kalmanEstimator);
  const [largest] = models.slice(-1);
  if (!largest) return 'tie';
  const { difference, twoErrors } = compareLaws(sequences, MEASURE, identified, largest);
  if (Math.abs(difference) <= twoErrors) return 'tie';
  return difference > 0 ? '5.5' : '5.3';
}

const TRUTHS = { asymmetric, 'mean-reverting': meanReverting, still };

for (const [sellers, rounds] of [
  [40, 6],
  [100, 12],
  [200, 20],
] as const)
  for (const [truth, step] of Object.entries(TRUTHS)) {
    const ahead = Array.from({ length: replications }, (_, run) =>
      aheadIn(step, sellers, rounds, 1000 + run),
    );
    const share = (law: Ahead): string =>
      (ahead.filter((found) => found === law).length / replications).toFixed(3);
    console.log(
      `${sellers} sellers x ${rounds} rounds, ${truth}: 5.3 ahead ${share('5.3')}, tie ${share('tie')}, 5.5 ahead ${share('5.5')}`,
    );
  }
