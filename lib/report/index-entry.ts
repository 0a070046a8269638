/** A report's address as seen from `/reports/`. */
export const address = ({ permalink }: IndexEntry): string => `${permalink.replace(/^reports\//, '')}/`;

/** What a report's history tells of one report; intervals are those of the report. */
export interface IndexEntry {
  readonly period: string; // 2026-W47
  readonly asOf: string;
  /** Its folder: `reports/<tenant>/<period>/<hash>`. */
  readonly permalink: string;
  /** Its first sentence. */
  readonly headline: string;
  /** Trust of all sellers; null: it could not be told. */
  readonly trust: Interval & { readonly n: number };
  /** How far the same sellers moved since the report before. */
  readonly since: Interval | null;
  /** It brings the full report of this run up to date. */
  readonly fitOf?: string;
}

/** Each null where it cannot be told. */
export interface Interval {
  readonly estimate: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}

export interface IndexTenant {
  readonly id: string;
  readonly name: string;
  /** Alerts raised by its newest report; null: it has no alert rules. */
  readonly alertsRaised: number | null;
  readonly reports: readonly IndexEntry[];
}
