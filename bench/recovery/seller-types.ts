import {
  DELTA,
  PLANTED,
  pureRun,
  TYPE_NAMES,
  TYPES,
  typesRun,
} from '../../test/trust/recovery/seller-types.ts';
import { sd } from '../../test/trust/recovery/tally.ts';
import { atLeastRow, figureRow, parameterRow, replicate, shareRow, type Seeds } from './print.ts';

/** G3: shares of types, their discount, and who is of which. Shares are held against the planted ones too. */
export function types(seeds: Seeds): void {
  for (const design of TYPES) {
    const { sellers, rounds, noiseSd, shares, delta, deltaSd, accuracy } = design;
    const runs = replicate(seeds, (seed) => typesRun(design, seed));
    console.log(`types, noise ${noiseSd.toFixed(2)}, n ${sellers}, T ${rounds}: ${runs.length} runs`);
    TYPE_NAMES.forEach((name, c) => {
      const found = runs.map((run) => run.shares[c] as number);
      parameterRow(
        name,
        found.map((share) => share - PLANTED[name]),
        Math.max(sd(found), Math.sqrt((PLANTED[name] * (1 - PLANTED[name])) / sellers)),
      );
      figureRow(name, found, shares[c] as number, PLANTED[name]);
    });
    parameterRow(
      'delta',
      runs.map((run) => run.delta - DELTA),
      deltaSd,
    );
    figureRow(
      'delta',
      runs.map((run) => run.delta),
      delta,
      DELTA,
    );
    figureRow(
      'accuracy',
      runs.map((run) => run.accuracy),
      accuracy,
      'higher',
    );
  }
}

/** Everybody of one type: what BIC picks, and Vuong's z' of TE against L1. */
export function populations(seeds: Seeds): void {
  for (const truth of ['TE', 'L1', 'BAB'] as const) {
    const runs = replicate(seeds, (seed) => pureRun(truth, 50_000 + seed));
    shareRow(
      `all ${truth}: BIC picks it`,
      runs.map(({ picked }) => picked === truth),
      1,
      15,
    );
    const z = runs.map((run) => run.z);
    if (truth !== 'BAB') atLeastRow("Vuong's z'", z, truth === 'TE' ? 17.2 : -10.2);
  }
}
