import type { RoundRow } from './row.ts';

/** What a row has under names of the file's own. */
export type Families = Pick<RoundRow, 'processes' | 'assignments' | 'segments' | 'covariates'>;

/** A row whose values are properties of its own: to be spread, written as JSON, or compared. */
export function plainRow(row: RoundRow): RoundRow {
  const { trustItem, suspect, assignments } = row;
  return {
    line: row.line,
    sellerId: row.sellerId,
    recommender: row.recommender,
    position: row.position,
    askedAt: row.askedAt,
    priorPlan: row.priorPlan,
    priorPlanRepeat: row.priorPlanRepeat,
    recommended: row.recommended,
    chosen: row.chosen,
    outcome: row.outcome,
    unit: row.unit,
    lowerBound: row.lowerBound,
    upperBound: row.upperBound,
    trustRating: row.trustRating,
    ...(trustItem !== undefined && { trustItem }),
    ...(suspect && { suspect }),
    outcomeSeen: row.outcomeSeen,
    outcomeSeenPosition: row.outcomeSeenPosition,
    response: row.response,
    result: row.result,
    outcomeLog: row.outcomeLog,
    sender: row.sender,
    processes: row.processes,
    ...(assignments !== undefined && { assignments }),
    segments: row.segments,
    covariates: row.covariates,
  };
}

/** A row with some values changed. */
export function withFields(row: RoundRow, changed: Partial<RoundRow>): RoundRow {
  return Object.assign(plainRow(row), changed);
}
