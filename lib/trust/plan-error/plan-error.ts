import * as z from 'zod/mini';
import type { RoundRow } from '../../rounds/row.ts';
import { clusteredMean } from '../../stats/clustered-mean.ts';
import { bySeller } from '../observed.ts';
import { quantitySchema, type Quantity } from '../quantity-schema.ts';
import { meanQuantity, quantity, unknownQuantity } from '../quantity.ts';
import { onScale, type ScaleName } from '../scale.ts';
import type { Sequence } from '../sequence.ts';

/** How far prior plans can be relied on. */
export const planErrorSchema = z.object({
  variance: quantitySchema, // nu^2, on the scale
  gapReliability: quantitySchema, // rho: share of the gap's mean square that is no error of the plan
});
export type PlanError = z.infer<typeof planErrorSchema>;

const ASKED_ONCE = 'every prior plan was asked for once (column prior_plan_repeat)';
const ALL_ERROR = 'prior plans differ from themselves as much as from the recommendations';

/** Error of prior plans from those asked for twice, p and p', before the seller saw the recommendation:
 *      nu^2 = mean (p - p')^2 / 2      rho = 1 - nu^2 / mean g^2
 *  clustered by seller; the standard error of rho by the delta method, with both means moving together. docs/model.md 6.11,
 *  decision 0039. */
export function planErrorOf(sequences: readonly Sequence[], scale: ScaleName): PlanError {
  const halves = bySeller(sequences, ({ rounds }) =>
    rounds.flatMap(({ row }) => halfSquare(row, scale) ?? []),
  );
  const squares = bySeller(sequences, ({ steps }) =>
    steps.flatMap(({ decision }) => (decision ? decision.gap ** 2 : [])),
  );
  const variance = meanQuantity(clusteredMean(halves), [0, Infinity], ASKED_ONCE);
  return { variance, gapReliability: reliability(variance, halves, squares) };
}

function halfSquare({ priorPlan, priorPlanRepeat }: RoundRow, scale: ScaleName): number | undefined {
  if (priorPlan === null || priorPlanRepeat === null) return undefined;
  const [first, again] = [onScale(priorPlan, scale), onScale(priorPlanRepeat, scale)];
  return first === undefined || again === undefined ? undefined : (first - again) ** 2 / 2;
}

/** rho with the influence of each seller i, both means being ratios of sums:
 *      psi_i = -(H_i - nu^2 h_i) / (h M) + nu^2 (G_i - M k_i) / (k M^2)      M = mean g^2, h and k: counts of p' and of g */
function reliability(nu2: Quantity, halves: readonly number[][], squares: readonly number[][]): Quantity {
  if (nu2.estimate === null) return unknownQuantity(nu2.reason ?? ASKED_ONCE, nu2.n);
  const [k, total] = [count(squares), squares.reduce((sum, each) => sum + add(each), 0)];
  if (k === 0) return unknownQuantity('no usable decision', nu2.n);
  const M = total / k;
  const variance = nu2.estimate;
  const rho = 1 - variance / M;
  if (!(rho > 0)) return unknownQuantity(ALL_ERROR, nu2.n);
  const C = halves.length;
  if (nu2.se === null || C < 2)
    return quantity(rho, null, nu2.n, [0, 1], 'one seller only: no standard error');
  const h = count(halves);
  const influence = halves.map((own, i) => {
    const gaps = squares[i] ?? [];
    const ofError = (add(own) - variance * own.length) / (h * M);
    return (variance * (add(gaps) - M * gaps.length)) / (k * M * M) - ofError;
  });
  const spread = influence.reduce((sum, value) => sum + value * value, 0);
  return quantity(rho, Math.sqrt((C / (C - 1)) * spread), nu2.n, [0, 1]);
}

const add = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);
const count = (groups: readonly (readonly number[])[]): number =>
  groups.reduce((sum, each) => sum + each.length, 0);
