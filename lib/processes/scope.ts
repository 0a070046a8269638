import type { Instant } from '../domain/instant.ts';
import type { Process, ProcessEntry } from '../rounds/process.ts';

/** Whom and what a process may concern. */
export interface Subject {
  readonly sellerId: string;
  readonly recommender: string;
  readonly recommendationId: string;
  readonly segments: Readonly<Record<string, string>>;
}

/** Whether a process is meant for this seller and recommender: a scope that names neither is for all. A seller whose
 *  segment is not known is outside of a scope that names one. */
export function covers(
  { scope }: ProcessEntry,
  { recommender, segments }: Omit<Subject, 'sellerId' | 'recommendationId'>,
): boolean {
  const { recommenders, segments: wanted = {} } = scope ?? {};
  const asked = recommenders === undefined || recommenders.includes(recommender);
  return asked && Object.entries(wanted).every(([name, value]) => segments[name] === value);
}

/** The processes that run at an instant: from `startAt` up to, not including, `endAt`. */
export function running(processes: readonly Process[], now: Instant): Process[] {
  return processes.filter(({ startAt, endAt }) => startAt <= now && (endAt === undefined || now < endAt));
}
