import { roundRow } from './row.ts';
import { sequencesOf, type Sequence } from '../../lib/trust/sequence.ts';

/** Sellers A, B and C of docs/model.md 8: (p, m, a, y) on the log scale; every outcome is seen right after its
 *  decision. reference/golden-vectors.py computes their numbers a second way. */
const EVENTS = {
  A: [
    [4.0, 4.4, 4.2, 4.5],
    [4.1, 3.9, 4.0, 3.8],
    [4.3, 4.8, 4.6, 4.2],
    [4.0, 4.5, 4.1, 4.45],
    [4.2, 4.0, 4.2, 4.05],
  ],
  B: [
    [3.0, 3.5, 3.45, 3.4],
    [3.2, 3.0, 3.02, 3.05],
    [3.1, 3.6, 3.58, 3.5],
  ],
  C: [
    [5.0, 5.3, 5.0, 5.1],
    [5.1, 5.5, 5.1, 5.2],
    [5.2, 4.9, 5.2, 5.0],
  ],
} as const;

export const goldenRows = Object.entries(EVENTS).flatMap(([sellerId, events]) =>
  events.map(([p, m, a, y], i) =>
    roundRow({ sellerId, line: i + 2, position: i + 1, priorPlan: p, recommended: m, chosen: a, outcome: y }),
  ),
);

/** Read on the level scale, where the logarithms above stay as they are. */
export const goldenSequences: readonly Sequence[] = sequencesOf(goldenRows, {
  scale: { name: 'level', minGap: 0.02, minGapRule: 'as set' },
  dropOutcomeOfUnusedRows: false,
});
