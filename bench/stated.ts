import type { Quantity } from '../lib/trust/quantity-schema.ts';
import { kalmanEstimator } from '../lib/trust/kalman/kalman-estimator.ts';
import { fitSegment } from '../lib/trust/segment.ts';
import { sequencesOf } from '../lib/trust/sequence.ts';
import { ratingScale } from '../lib/trust/stated/rating-scale.ts';
import { statedTrustOf } from '../lib/trust/stated/stated-trust.ts';
import { simulateMarketplace, simulateRated, TRUTH } from '../test/trust/stated/simulated.ts';

/** Recovery of the link from inferred to stated trust, and coverage of its 95 % intervals: beside posteriors that are right, then with
 *  trust filtered from rounds and fitted parameters (generator G1 of docs/model.md 6.12):
 *      npx tsx bench/stated.ts [replications] */
const replications = Number(process.argv[2] ?? 100);
const SCALE = { name: 'level', minGap: 0.02, minGapRule: 'as set' } as const;
const NAMES = ['slope', 'c1', 'c2', 'c3', 'c4', 'c5', 'c6'];
const PLANTED = [TRUTH.slope, ...TRUTH.thresholds];

function design(name: string, found: (run: number) => readonly Quantity[]): void {
  const [sums, hits, told] = [0, 1, 2].map(() => PLANTED.map(() => 0)) as [number[], number[], number[]];
  for (let run = 0; run < replications; run++)
    found(run).forEach(({ estimate, lower, upper }, j) => {
      const truth = PLANTED[j] ?? Number.NaN;
      if (estimate === null) return;
      told[j] = (told[j] ?? 0) + 1;
      sums[j] = (sums[j] ?? 0) + estimate;
      if (lower !== null && upper !== null && lower <= truth && truth <= upper) hits[j] = (hits[j] ?? 0) + 1;
    });
  console.log(name);
  NAMES.forEach((parameter, j) => {
    const n = told[j] ?? 0;
    console.log(
      `  ${parameter}: truth ${PLANTED[j]}, mean ${((sums[j] ?? 0) / n).toFixed(3)}, coverage ${((hits[j] ?? 0) / n).toFixed(3)} of ${n}`,
    );
  });
}

for (const [sellers, answers] of [
  [50, 4],
  [100, 1],
  [200, 3],
] as const)
  design(`${sellers} sellers x ${answers} answers`, (run) => {
    const { slope, thresholds } = ratingScale(simulateRated({ sellers, answers, seed: 1000 + run }), {});
    return [slope, ...thresholds];
  });

for (const noise of [0.1, 0.3])
  design(`200 sellers x 20 rounds, 4 answers, noise ${noise}`, (run) => {
    const rows = simulateMarketplace({ sellers: 200, rounds: 20, answers: 4, noise, seed: 300 + run });
    const sequences = sequencesOf(rows, { scale: SCALE, dropOutcomeOfUnusedRows: false });
    const { fit } = fitSegment(sequences, { unit: 0.35, referenceGap: 0.35 }, kalmanEstimator);
    if (!fit) return [];
    const { ratings } = statedTrustOf(sequences, { all: fit });
    return [ratings.slope, ...ratings.thresholds];
  });
