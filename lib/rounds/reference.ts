import type { Instant } from '../domain/instant.ts';

/** How recommendations turned out for a group of sellers, a voice each: counts only, so that nobody is told of anybody. */
export interface ReferenceCounts {
  readonly sellers: number; // with at least one round in which plan, recommendation and outcome are known
  readonly recommendation: number; // of them, those for whom the recommendations were more often closer
  readonly plan: number; // those for whom their own plans were
}

/** The reference point of one recommender: all sellers, and those that are alike in a segment, where they are enough. */
export interface Reference {
  readonly recommender: string;
  readonly countedAt: Instant; // the cut of the run that counted
  readonly all: ReferenceCounts;
  readonly segment: string | null; // in which `groups` are alike
  readonly groups: Readonly<Record<string, ReferenceCounts>>;
}

/** A group below this size is not told about. */
export const SMALLEST_REFERENCE = 10; // sellers
