import type { RoundRow } from '../rounds/row.ts';
import type { Input } from './estimates.ts';
import { outcomeSeen, type Sequence, type SequenceSettings } from './sequence.ts';

type Usable = Input['usable'];

interface Count {
  rows: number;
  readonly unused: Record<string, number>;
}

/** How many rounds each estimator can use, and why not the rest. Nothing is dropped silently. */
export function countUsable(sequences: readonly Sequence[], settings: SequenceSettings): Usable {
  const counts = { trust: empty(), dynamics: empty(), fidelity: empty(), stated: empty(), theories: empty() };
  for (const { rounds } of sequences)
    for (const use of rounds) {
      count(counts.trust, use.decision);
      count(counts.theories, use.decision);
      count(counts.fidelity, use.fidelity);
      count(counts.dynamics, outcomeSeen(use, settings));
      count(counts.stated, answer(use.row));
    }
  return counts;
}

const empty = (): Count => ({ rows: 0, unused: {} });

function count(counts: Count, use: unknown): void {
  if (typeof use !== 'string') counts.rows += 1;
  else counts.unused[use] = (counts.unused[use] ?? 0) + 1;
}

function answer(row: RoundRow): number | string {
  return row.trustRating ?? 'no trust rating';
}
