import { toInstant } from '../domain/instant.ts';
import type { RoundRow } from './row.ts';

/** Rows as a rounds file (JSONL), ordered by seller, recommender and position: one text for one set of rows. Where rows
 *  carry instants, `round` numbers them too, so that two recommendations of one instant stay two rounds.
 *  @param rows all rows of each seller in them */
export function roundsJsonl(rows: readonly RoundRow[]): string {
  const counts = new Map<string, number>();
  const lines = rows.toSorted(inOrder).map((row) => {
    const sequence = `${row.sellerId}\0${row.recommender}`;
    const round = (counts.get(sequence) ?? 0) + 1;
    counts.set(sequence, round);
    return `${roundLine(row, row.askedAt === null ? row.position : round)}\n`;
  });
  return lines.join('');
}

/** One row as a line, without its end. What is not known is left out. */
export function roundLine(row: RoundRow, round: number): string {
  const seenAt = row.outcomeSeenPosition;
  const known = {
    seller_id: row.sellerId,
    recommender: row.recommender,
    round,
    asked_at: row.askedAt,
    prior_plan: row.priorPlan,
    recommended: row.recommended,
    chosen: row.chosen,
    outcome: row.outcome,
    unit: row.unit,
    lower_bound: row.lowerBound,
    upper_bound: row.upperBound,
    trust_rating: row.trustRating,
    trust_item: row.trustItem ?? null,
    suspect: row.suspect === true ? 1 : null,
    outcome_seen: row.outcomeSeen ? 1 : 0,
    outcome_seen_at: seenAt === null || row.askedAt === null ? seenAt : toInstant(seenAt),
    response: row.response,
    result: row.result,
    outcome_censored: row.outcomeLog?.censored === true ? 1 : null,
    fidelity: row.outcomeLog?.fidelity ?? null,
    prior_plan_repeat: row.priorPlanRepeat,
    recommended_before_jitter: row.sender?.beforeJitter ?? null,
    platform_forecast: row.sender?.platformForecast ?? null,
    platform_margin: row.sender?.platformMargin ?? null,
    underage_cost: row.sender?.underageCost ?? null,
    overage_cost: row.sender?.overageCost ?? null,
    ...family('process', row.processes),
    ...family('arm', row.assignments ?? {}),
    ...family('segment', row.segments),
    ...family('x', row.covariates),
  };
  // a recommended value that is not known is written: a rounds file must have the column
  return JSON.stringify(known, (key, value: unknown) =>
    value === null && key !== 'recommended' ? undefined : value,
  );
}

function family<T>(name: string, record: Readonly<Record<string, T>>): Record<string, T> {
  const entries = Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [`${name}_${key}`, value]));
}

function inOrder(a: RoundRow, b: RoundRow): number {
  if (a.sellerId !== b.sellerId) return a.sellerId < b.sellerId ? -1 : 1;
  if (a.recommender !== b.recommender) return a.recommender < b.recommender ? -1 : 1;
  return a.position - b.position;
}
