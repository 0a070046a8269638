import type { RoundRow } from '../../rounds/row.ts';
import type { Objection } from '../groups.ts';
import type { Outcome } from '../outcomes/outcome.ts';
import { NEVER } from './panel.ts';

/** The first period under a process, by seller of the outcome, from exposures in rounds: above 0 is under it. All rounds count,
 *  also those without a usable outcome. Sellers who leave it again are no rollout.
 *  @param period of each row of the rounds; rows with none (-1) are not seen */
export function cohortsOf(
  rows: readonly RoundRow[],
  process: string,
  outcome: Outcome,
  period: (row: RoundRow) => number,
): Int32Array | Objection {
  const number = new Map(outcome.sellers.map((sellerId, index) => [sellerId, index]));
  const cohort = new Int32Array(outcome.sellers.length).fill(NEVER);
  const last = new Int32Array(outcome.sellers.length).fill(-1); // last period without it
  for (const row of rows) {
    const [seller, t] = [number.get(row.sellerId), period(row)];
    if (seller === undefined || t < 0) continue;
    const first = cohort[seller] ?? NEVER;
    if (!((row.processes[process] ?? 0) > 0)) last[seller] = Math.max(last[seller] ?? -1, t);
    else if (first === NEVER || t < first) cohort[seller] = t;
  }
  const left = cohort.filter((first, seller) => first !== NEVER && (last[seller] ?? -1) > first).length;
  return left === 0
    ? cohort
    : {
        reason: 'process taken back',
        detail: `${left} sellers were without ${process} again after they had met it`,
      };
}
