import type * as z from 'zod/mini';
import type { attributionSchema } from '../estimates.ts';
import { THETA } from '../kalman/nested-model.ts';
import { meanOfCells, SMALLEST_CELL, sumOf } from '../mean-of-cells.ts';
import { FLAT } from '../parameters.ts';
import type { Quantity } from '../quantity-schema.ts';
import { unknownQuantity } from '../quantity.ts';
import type { Cell } from '../seller-estimates.ts';
import { segmentOf, type TrustFit } from '../trust-fit.ts';
import { hasMotion } from './seller-cells.ts';
import type { Window } from './window.ts';

export type Attribution = z.infer<typeof attributionSchema>;

/** What builds and what breaks trust in one recommender, over the sellers and the window of its change, docs/model.md 5.3.
 *  @param cells the `change` cells of the recommender */
export function attributionOf(
  cells: readonly Cell[],
  recommender: string,
  window: Window | null,
  fit: TrustFit,
): Attribution {
  const none = whyNone(recommender, window, fit);
  const part = (name: string): Quantity =>
    none === null
      ? meanOfCells(cells, name, fit, {
          least: SMALLEST_CELL,
          otherwise: `fewer than ${SMALLEST_CELL} sellers decided in both periods`,
        })
      : unknownQuantity(none);
  const [gain, loss] = [openEnd(recommender, fit, THETA.gain), openEnd(recommender, fit, THETA.loss)];
  return {
    builders: withoutInterval(part('builders'), gain),
    busters: withoutInterval(part('busters'), loss),
    drift: withoutInterval(part('drift'), gain ?? loss),
    outcomes: sumOf(
      cells
        .flatMap(({ totals }) => totals.filter(({ name }) => name === 'outcomes'))
        .map(({ value }) => value),
    ),
  };
}

function whyNone(recommender: string, window: Window | null, fit: TrustFit): string | null {
  if (window === null) return 'there are no two periods to compare';
  const name = segmentOf(fit, recommender);
  const segment = name === null ? undefined : fit.segments[name];
  if (segment && hasMotion(segment)) return null;
  const row = fit.dynamics.find((each) => each.segment === name);
  return row?.parameters['gain']?.reason ?? row?.reason ?? 'gain and loss were not fitted';
}

/** Why a gain or loss that was fitted has no standard error. */
function openEnd(recommender: string, fit: TrustFit, place: number): string | null {
  const name = segmentOf(fit, recommender);
  const segment = name === null ? undefined : fit.segments[name];
  if (!segment || (segment.covariance[place]?.[place] ?? 0) > 0) return null;
  if (segment.covariance.length === 0) return FLAT;
  return `${place === THETA.gain ? 'gain' : 'loss'} is at its bound, zero: no interval`;
}

function withoutInterval(value: Quantity, reason: string | null): Quantity {
  if (reason === null || value.estimate === null) return value;
  return { ...value, lower: null, upper: null, se: null, reason };
}
