import { meanOfCells, SMALLEST_CELL, sumOf } from '../mean-of-cells.ts';
import type { Quantity, Repeated } from '../quantity-schema.ts';
import { unknownQuantity } from '../quantity.ts';
import { repeated } from '../repeated.ts';
import type { Cell } from '../seller-estimates.ts';
import type { Since } from '../since-schema.ts';
import type { TrustFit } from '../trust-fit.ts';
import { judged } from './change.ts';
import { whyNoMotion } from './motion.ts';
import type { FOUND } from './since-cells.ts';

/** Change of trust since the report before: that of the sellers who had decided by its cut C, from what they had seen by then
 *  until now, both under the present fit (docs/model.md 6.15).
 *      change = mean_i ( m_i(now) - m_i(C) )
 *  Null where there is no report before. Its trust at the cut is not told beside it: with all sellers' trust now it would give
 *  away that of the few who came since.
 *  @param cells of all kinds
 *  @param plannedSe of a change */
export function sinceOf(cells: readonly Cell[], fit: TrustFit, plannedSe: number): Since | null {
  const { since } = fit.settings;
  if (since === undefined) return null;
  const all = cells.filter(({ kind }) => kind === 'since');
  const of = (name: string): Cell[] => all.filter((cell) => cell.of[1] === name);
  return {
    report: { period: since.period, asOf: since.asOf, permalink: since.permalink },
    overall: changeSince(all, fit, plannedSe),
    byRecommender: Object.fromEntries(
      fit.recommenders.map((name) => [name, changeSince(of(name), fit, plannedSe)]),
    ),
    newcomers: sellers(found('later', all)),
  };
}

function changeSince(cells: readonly Cell[], fit: TrustFit, plannedSe: number): Repeated {
  return repeated(told(cells, fit), plannedSe);
}

function told(cells: readonly Cell[], fit: TrustFit): Quantity {
  const then = found('then', cells);
  const n = sellers(then);
  if (n === 0) return unknownQuantity(sellers(found('undated', cells)) > 0 ? UNDATED : NOBODY);
  const totals = then.flatMap((cell) => cell.totals);
  const count = (name: string): number =>
    sumOf(totals.filter((total) => total.name === name).map(({ value }) => value));
  if (count('seen') === 0) return unknownQuantity(UNSEEN, n);
  if (count('free') === 0) return unknownQuantity(whyStill(totals, fit), n);
  const change = meanOfCells(then, 'change', fit, { least: SMALLEST_CELL, otherwise: FEW });
  return change.estimate === null ? change : judged(change, then, fit);
}

/** Why trust stands still although outcomes were seen: the segments' own reasons. */
function whyStill(totals: Cell['totals'], fit: TrustFit): string {
  const segments = totals.flatMap(({ gradients }) => gradients.map(({ segment }) => segment));
  const why = new Set(segments.map((segment) => whyNoMotion(fit, segment)));
  return `trust does not move in this model: ${[...why].toSorted().join('; ')}`;
}

const found = (which: (typeof FOUND)[number], cells: readonly Cell[]): Cell[] =>
  cells.filter(({ of: [first] }) => first === which);

const sellers = (cells: readonly Cell[]): number => cells.reduce((sum, cell) => sum + cell.sellers, 0);

const UNDATED = 'rounds are only numbered: the cut of the report before does not divide them';
const NOBODY = 'nobody whose trust can be told had decided by the cut of the report before';
const UNSEEN =
  'nobody saw an outcome since the report before, so trust stands as it stood: there is no change to tell';
const FEW = `fewer than ${SMALLEST_CELL} sellers had decided by the cut of the report before`;
