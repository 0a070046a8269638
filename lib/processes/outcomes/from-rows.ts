import type { RoundRow } from '../../rounds/row.ts';
import { decisionOf, type Decision } from '../../trust/decision.ts';
import type { Scale } from '../../trust/scale.ts';
import { collect, type Reading } from './collect.ts';
import type { Outcome } from './outcome.ts';
import { qualityOf } from './quality.ts';

/** Trust: move d on gap g, neither cut nor smoothed. */
export function trustOutcome(rows: readonly RoundRow[], scale: Scale): Outcome {
  return collect(
    'trust',
    rows,
    ofDecision(scale, ({ gap, move }) => ({ y: move, bases: [gap] })),
  );
}

/** Calibration: d = g (a + c q), q the quality of the recommendation; the effect is on c, by how much more weight a
 *  recommendation gets that is better by one. q by `qualityOf`. */
export function calibrationOutcome(
  rows: readonly RoundRow[],
  scale: Scale,
  by: 'recommender' | 'round' = 'recommender',
): Outcome {
  const quality = qualityOf(rows, scale, by);
  return collect('calibration', rows, (row, index) => {
    const q = quality[index];
    if (q === undefined || typeof q === 'string') return q ?? 'fidelity not known';
    return ofDecision(scale, ({ gap, move }) => ({ y: move, bases: [gap, gap * q] }))(row);
  });
}

/** Following: 1 where the seller took the recommended value as it is, else 0. */
export function followingOutcome(rows: readonly RoundRow[], scale: Scale): Outcome {
  return collect(
    'following',
    rows,
    ofDecision(scale, ({ button }) => ({ y: button === 'accept' ? 1 : 0 })),
  );
}

/** Closeness: 1 where she took it, 0 where she stayed as far from it as her plan was: 1 - min(1, |g - d| / |g|). */
export function closenessOutcome(rows: readonly RoundRow[], scale: Scale): Outcome {
  return collect('closeness', rows, ofDecision(scale, near));
}

const near = ({ gap, move }: Decision): Reading => ({ y: 1 - Math.min(1, Math.abs((gap - move) / gap)) });

/** Shown trust: weight of advice d/g, each cut to [0,1]. */
export function shownOutcome(rows: readonly RoundRow[], scale: Scale): Outcome {
  return collect(
    'shown',
    rows,
    ofDecision(scale, (decision) => ({ y: weightOfAdvice(decision) })),
  );
}

export function weightOfAdvice({ gap, move }: Decision): number {
  return Math.min(Math.max(move / gap, 0), 1);
}

/** Stated trust: answers 1 to 7 to the most asked version of the trust item; other versions are other measures. */
export function statedOutcome(rows: readonly RoundRow[]): Outcome {
  const asked = new Map<string, number>();
  for (const { trustRating, trustItem = '' } of rows)
    if (trustRating !== null) asked.set(trustItem, (asked.get(trustItem) ?? 0) + 1);
  const [most] = [...asked].toSorted(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
  return collect('stated', rows, ({ trustRating, trustItem = '' }) => {
    if (trustRating === null) return 'no trust rating';
    return trustItem === most?.[0] ? { y: trustRating } : 'another version of the trust item';
  });
}

/** The seller's own gain, money. */
export function resultOutcome(rows: readonly RoundRow[]): Outcome {
  return collect('result', rows, ({ result }) => (result === null ? 'no result' : { y: result }));
}

function ofDecision(scale: Scale, read: (decision: Decision) => Reading) {
  return (row: RoundRow): Reading | string => {
    const decision = decisionOf(row, scale);
    return typeof decision === 'string' ? decision : read(decision);
  };
}
