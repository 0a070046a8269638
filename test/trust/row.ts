import type { RoundRow } from '../../lib/rounds/row.ts';

/** A round of seller `s1` in which everything is known; whatever is not named is valid. */
export function roundRow(change: Partial<RoundRow> = {}): RoundRow {
  return {
    line: 2,
    sellerId: 's1',
    recommender: 'replenishment',
    position: 1,
    askedAt: null,
    priorPlan: 100,
    priorPlanRepeat: null,
    recommended: 140,
    chosen: 120,
    outcome: 150,
    unit: 'units',
    lowerBound: null,
    upperBound: null,
    trustRating: null,
    outcomeSeen: true,
    outcomeSeenPosition: null,
    response: null,
    result: null,
    outcomeLog: null,
    sender: null,
    processes: {},
    segments: {},
    covariates: {},
    ...change,
  };
}
