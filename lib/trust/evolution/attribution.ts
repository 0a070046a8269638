import type * as z from 'zod/mini';
import { meanOfCells, SMALLEST_CELL, sumOf } from '../mean-of-cells.ts';
import type { Quantity } from '../quantity-schema.ts';
import { unknownQuantity } from '../quantity.ts';
import type { Cell } from '../seller-estimates.ts';
import { EVERYONE, segmentOf, type TrustFit } from '../trust-fit.ts';
import { FLAT } from '../parameters.ts';
import { hasMotion, whyNoMotion, withoutError } from './motion.ts';
import type { Window } from './window.ts';
import type { attributionSchema } from '../trust-schema.ts';

export type Attribution = z.infer<typeof attributionSchema>;

/** What builds and what breaks trust in one recommender, over the sellers and the window of its change, docs/model.md 5.3.
 *  @param cells the `change` cells of the recommender */
export function attributionOf(
  cells: readonly Cell[],
  recommender: string,
  window: Window | null,
  fit: TrustFit,
): Attribution {
  const segment = segmentOf(fit, recommender) ?? EVERYONE;
  const outcomes = sumOf(
    cells.flatMap(({ totals }) => totals.filter(({ name }) => name === 'outcomes')).map(({ value }) => value),
  );
  const [gain, loss] = [withoutError(fit, segment, 'gain'), withoutError(fit, segment, 'loss')];
  const flat = [gain, loss].find((reason) => reason === FLAT);
  const none = whyNone(window, segment, fit) ?? flat ?? (cells.length > 0 && outcomes === 0 ? UNSEEN : null);
  const part = (name: string): Quantity =>
    none === null
      ? meanOfCells(cells, name, fit, {
          least: SMALLEST_CELL,
          otherwise: `fewer than ${SMALLEST_CELL} sellers decided both at first and at last`,
        })
      : unknownQuantity(none);
  return {
    builders: withoutInterval(part('builders'), gain),
    busters: withoutInterval(part('busters'), loss),
    drift: withoutInterval(part('drift'), gain ?? loss),
    outcomes,
  };
}

const UNSEEN = 'no outcome was seen in between';

function whyNone(window: Window | null, segment: string, fit: TrustFit): string | null {
  if (window === null) return 'there are no two periods to compare';
  return hasMotion(fit, segment) ? null : whyNoMotion(fit, segment);
}

function withoutInterval(value: Quantity, reason: string | null): Quantity {
  if (reason === null || value.estimate === null) return value;
  return { ...value, lower: null, upper: null, se: null, reason };
}
