import { addDays } from '../../lib/domain/instant.ts';
import type { RoundRow } from '../../lib/rounds/row.ts';
import { day } from './registry-entry.ts';

/** A round asked on a day of the tests; a gap of 10 unless told otherwise, nothing decided. */
export function rowOn(n: number, changes: Partial<RoundRow> = {}): RoundRow {
  const askedAt = addDays(day(0), n);
  return {
    line: 0,
    sellerId: 's1',
    recommender: 'pricing',
    position: Date.parse(askedAt),
    askedAt,
    priorPlan: 100,
    priorPlanRepeat: null,
    recommended: 110,
    chosen: null,
    outcome: null,
    unit: null,
    lowerBound: null,
    upperBound: null,
    trustRating: null,
    outcomeSeen: false,
    outcomeSeenPosition: null,
    response: null,
    result: null,
    outcomeLog: null,
    sender: null,
    processes: {},
    segments: {},
    covariates: {},
    ...changes,
  };
}
