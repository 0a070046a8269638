import { withFields } from '../../rounds/plain-row.ts';
import type { RoundRow } from '../../rounds/row.ts';
import { penalised } from '../../stats/penalised/learner.ts';
import { studentWidth } from '../../stats/incomplete-beta.ts';
import { decisionOf } from '../../trust/decision.ts';
import type { Estimates } from '../../trust/estimates.ts';
import { unknownQuantity } from '../../trust/quantity.ts';
import type { Scale } from '../../trust/scale.ts';
import { fitDml } from '../observational/dml.ts';
import { robustness } from '../observational/sensitivity/omitted.ts';
import { resultOutcome, weightOfAdvice } from '../outcomes/from-rows.ts';
import type { Practice } from './practice.ts';
import { doseStudyOf } from './study.ts';

const DOSE = 'weight given in other rounds';

/** Whether sellers who trust more earn more: result, money a round, on the mean weight of advice in all her other rounds with
 *  the recommender, given what is known before. An association and no effect: beside it how strong an unobserved cause of both
 *  would have to be to explain it away. A process that moves trust says more, by its outcome `result`. */
export function trustAndResult(rows: readonly RoundRow[], scale: Scale, seed: number): Estimates['growth'] {
  if (rows.every(({ result }) => result === null)) return NO_RESULT;
  const weighed = withOtherWeights(rows, scale);
  const practice: Practice = {
    process: DOSE,
    entry: null,
    kind: 'other',
    design: 'observational',
    rows: weighed,
    everything: weighed,
    startsAt: undefined,
  };
  const study = doseStudyOf(practice, resultOutcome(weighed));
  if (study.outcome.y.length === 0) return NO_RESULT;
  const fit = fitDml(study, 'PLR', { learner: penalised({ mix: 1, degree: 1 }), repeats: 3, seed });
  if (fit.kind === 'refused')
    return { association: unknownQuantity(`${fit.reason}: ${fit.detail}`), robustness: null };
  const half = studentWidth(0.95, fit.clusters - 1) * fit.se;
  const { estimate, se, clusters: n } = fit;
  return {
    association: { estimate, se, lower: estimate - half, upper: estimate + half, n, reason: null },
    robustness: robustness(fit).RV,
  };
}

const NO_RESULT: Estimates['growth'] = {
  association: unknownQuantity('no seller’s result is in the data (column result)'),
  robustness: null,
};

function withOtherWeights(rows: readonly RoundRow[], scale: Scale): RoundRow[] {
  const sums = new Map<string, { sum: number; n: number }>();
  const own = rows.map((row) => {
    const decision = decisionOf(row, scale);
    return typeof decision === 'string' ? undefined : weightOfAdvice(decision);
  });
  rows.forEach((row, i) => {
    const weight = own[i];
    if (weight === undefined) return;
    const key = `${row.sellerId}\n${row.recommender}`;
    const { sum, n } = sums.get(key) ?? { sum: 0, n: 0 };
    sums.set(key, { sum: sum + weight, n: n + 1 });
  });
  return rows.map((row, i) => {
    const { sum, n } = sums.get(`${row.sellerId}\n${row.recommender}`) ?? { sum: 0, n: 0 };
    const others = n - (own[i] === undefined ? 0 : 1);
    const processes = others > 0 ? { [DOSE]: (sum - (own[i] ?? 0)) / others } : {};
    return withFields(row, { processes });
  });
}
