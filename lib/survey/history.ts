import { type Instant, milliseconds } from '../domain/instant.ts';
import { type Closer, closerOf } from '../rounds/closer.ts';
import type { Round } from '../rounds/round.ts';
import { ownPlan } from './answers.ts';

/** One finished recommendation as the seller looks back on it. */
export interface HistoryEntry {
  readonly recommendationId: string;
  readonly recommender: string;
  readonly title: string | undefined;
  readonly at: Instant;
  readonly unit: string;
  readonly plan: number | undefined;
  readonly recommended: number;
  readonly chosen: number | undefined;
  readonly outcome: number;
  readonly closer: Closer | undefined; // undefined where her own plan is not known
}

/** The rounds whose outcome is known and was shown to her, latest first. A round that still waits for her own plan stays
 *  out: its recommendation must not be read here first. */
export function history(rounds: readonly Round[], now: Instant): readonly HistoryEntry[] {
  return rounds
    .filter((round) => !awaitsPlan(round, now))
    .flatMap(toEntry)
    .sort(
      (a, b) => milliseconds(b.at) - milliseconds(a.at) || (a.recommendationId < b.recommendationId ? -1 : 1),
    );
}

/** Her own plan is asked for before the recommendation may be shown. */
export function awaitsPlan({ invitation, priorPlan }: Round, now: Instant): boolean {
  return (
    invitation?.arm === 'elicit' &&
    priorPlan === undefined &&
    milliseconds(now) < milliseconds(invitation.closesAt)
  );
}

export interface HistoryTally {
  readonly judged: number; // entries of which her own plan is known
  readonly recommendation: number;
  readonly plan: number;
  readonly equal: number;
  readonly unjudged: number;
  /** Mean absolute distance to what turned out right; absent where the entries have different units. */
  readonly miss:
    { readonly recommendation: number; readonly plan: number; readonly unit: string } | undefined;
}

/** How often which was closer to what turned out right. */
export function tally(entries: readonly HistoryEntry[]): HistoryTally {
  const judged = entries.flatMap((each) => (each.plan === undefined ? [] : [{ ...each, plan: each.plan }]));
  const count = (which: Closer) => judged.filter((each) => each.closer === which).length;
  const units = new Set(judged.map(({ unit }) => unit));
  const [unit] = units;
  const miss = {
    recommendation: mean(judged.map(({ recommended, outcome }) => Math.abs(recommended - outcome))),
    plan: mean(judged.map(({ plan, outcome }) => Math.abs(plan - outcome))),
  };
  return {
    judged: judged.length,
    recommendation: count('recommendation'),
    plan: count('plan'),
    equal: count('equal'),
    unjudged: entries.length - judged.length,
    miss: unit === undefined || units.size > 1 ? undefined : { ...miss, unit },
  };
}

function mean(distances: readonly number[]): number {
  return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
}

function toEntry(round: Round): readonly HistoryEntry[] {
  const { recommendation, outcome, outcomeShown, action, reply, recommendationId } = round;
  if (!recommendation || !outcome || !outcomeShown) return [];
  const plan = ownPlan(round);
  return [
    {
      recommendationId,
      recommender: recommendation.recommender,
      title: recommendation.title,
      at: recommendation.at,
      unit: recommendation.unit,
      plan,
      recommended: recommendation.value,
      chosen: action?.chosen ?? reply?.chosen,
      outcome: outcome.value,
      closer: plan === undefined ? undefined : closerOf(recommendation.value, plan, outcome.value),
    },
  ];
}
