import type { Instant } from '../domain/instant.ts';

/** What the seller did with the recommendation. `none`: never saw it or let it time out, which is never a `keep`. */
export const RESPONSES = ['accept', 'keep', 'adjust', 'dismiss', 'none'] as const;
export type Response = (typeof RESPONSES)[number];

/** One round as the analysis sees it: a line of a rounds file, or a stored round cut at an instant.
 *  `null` means not known. Values are in `unit`, on the level scale (never logs). Rows of a file are packed (packed-row.ts):
 *  `{ ...row }` would find nothing in them, `plainRow(row)` does. */
export interface RoundRow {
  /** Line of the file it came from, 1 = the header; 0 when it came from the table. */
  readonly line: number;
  readonly sellerId: string;
  readonly recommender: string;
  /** Where the round stands in its seller's history: `round` as given, or `askedAt` in milliseconds since 1970. */
  readonly position: number;
  readonly askedAt: Instant | null; // null in files that only number their rounds
  readonly priorPlan: number | null;
  /** The same question asked again before she saw the recommendation. */
  readonly priorPlanRepeat: number | null;
  readonly recommended: number | null;
  readonly chosen: number | null;
  readonly outcome: number | null;
  readonly unit: string | null;
  readonly lowerBound: number | null;
  readonly upperBound: number | null;
  readonly trustRating: number | null; // 1 to 7
  /** The version of the question it answers (`trust@1`): ratings of different versions are different measures. */
  readonly trustItem?: string | undefined;
  /** A robot may have given her plan or her answer: estimates are told with and without it. */
  readonly suspect?: true | undefined;
  /** The seller saw how it turned out. */
  readonly outcomeSeen: boolean;
  /** When she saw it, on the scale of `position`; null: right after her own round. */
  readonly outcomeSeenPosition: number | null;
  readonly response: Response | null;
  readonly result: number | null; // the seller's gain, money
  readonly outcomeLog: OutcomeLog | null;
  readonly sender: SenderLog | null;
  readonly processes: Readonly<Record<string, number>>; // exposures: 0, 1 or a dose; absent: not known
  /** Arms that experiments assigned, whatever she met of them; absent: she was in none. */
  readonly assignments?: Readonly<Record<string, string>> | undefined;
  readonly segments: Readonly<Record<string, string>>;
  readonly covariates: Readonly<Record<string, number>>;
}

/** What may be known of an outcome beside its value. One object, as below. */
export interface OutcomeLog {
  /** The outcome is only the least that could have been right: demand met the end of the stock. */
  readonly censored: boolean;
  /** r in [-1,1] as scored upstream; null: from plan, recommendation and outcome. */
  readonly fidelity: number | null;
}

/** What a marketplace may log of its own side of a recommendation, and what a wrong value costs the seller. One object, so
 *  that the rows of files without any of it stay small. */
export interface SenderLog {
  /** The recommended value before a random shift was added to it, in `unit`. */
  readonly beforeJitter: number | null;
  readonly platformForecast: number | null; // what the marketplace itself expects, in `unit`
  readonly platformMargin: number | null; // what it earns, money per unit; above 0
  /** What a unit too few and a unit too many cost the seller, money; both known and above 0, or both null. */
  readonly underageCost: number | null;
  readonly overageCost: number | null;
}

/** Whether Cu / (Cu + Co) lies in (0,1), as computed. */
export function isCriticalRatio(underage: number, overage: number): boolean {
  const ratio = underage / (underage + overage);
  return ratio > 0 && ratio < 1;
}

/** A value from outside that was refused: where it stood, what it was, why, and what would be right. */
export interface Rejection {
  readonly line: number;
  readonly field: string;
  readonly value: string; // as found, cut to 80 characters
  readonly reason: string; // what is wrong, then the fix after a semicolon
}
