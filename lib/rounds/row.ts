import type { Instant } from '../domain/instant.ts';

/** What the seller did with the recommendation. `none`: never saw it or let it time out, which is never a `keep`. */
export const RESPONSES = ['accept', 'keep', 'adjust', 'dismiss', 'none'] as const;
export type Response = (typeof RESPONSES)[number];

/** One round as the analysis sees it: a line of a rounds file, or a stored round cut at an instant.
 *  `null` means not known. Values are in `unit`, on the level scale (never logs). */
export interface RoundRow {
  /** Line of the file it came from, 1 = the header; 0 when it came from the table. */
  readonly line: number;
  readonly sellerId: string;
  readonly recommender: string;
  /** Where the round stands in its seller's history: `round` as given, or `askedAt` in milliseconds since 1970. */
  readonly position: number;
  readonly askedAt: Instant | null; // null in files that only number their rounds
  readonly priorPlan: number | null;
  readonly recommended: number | null;
  readonly chosen: number | null;
  readonly outcome: number | null;
  readonly unit: string | null;
  readonly lowerBound: number | null;
  readonly upperBound: number | null;
  readonly trustRating: number | null; // 1 to 7
  /** The seller saw how it turned out. */
  readonly outcomeSeen: boolean;
  /** When she saw it, on the scale of `position`; null: right after her own round. */
  readonly outcomeSeenPosition: number | null;
  readonly response: Response | null;
  readonly result: number | null; // the seller's gain, money
  readonly processes: Readonly<Record<string, number>>; // exposures: 0, 1 or a dose
  readonly segments: Readonly<Record<string, string>>;
  readonly covariates: Readonly<Record<string, number>>;
}

/** A value from outside that was refused: where it stood, what it was, why, and what would be right. */
export interface Rejection {
  readonly line: number;
  readonly field: string;
  readonly value: string; // as found, cut to 80 characters
  readonly reason: string; // what is wrong, then the fix after a semicolon
}
