import type { Change } from '../trust-schema.ts';
import { meanOfCells, SMALLEST_CELL, sumOf } from '../mean-of-cells.ts';
import type { Quantity } from '../quantity-schema.ts';
import { unknownQuantity } from '../quantity.ts';
import { repeated } from '../repeated.ts';
import type { Cell } from '../seller-estimates.ts';
import type { TrustFit } from '../trust-fit.ts';
import { withoutError } from './motion.ts';
import type { Span, Window } from './window.ts';

/** Mean change of trust of the sellers who decided in both spans of a window, their trust at first, and how many of
 *  the first no longer decide in the second, with theirs.
 *  @param cells the `change` and `exit` cells of one scope
 *  @param plannedSe of a change */
export function changeOf(
  cells: readonly Cell[],
  window: Window | null,
  fit: TrustFit,
  plannedSe: number,
): Change {
  const [stayed, left] = [of(cells, 'change'), of(cells, 'exit')];
  const otherwise = window
    ? `fewer than ${SMALLEST_CELL} sellers decided both in ${spanName(window.from)} and in ${spanName(window.to)}`
    : 'there are no two periods to compare';
  const least = SMALLEST_CELL;
  const change = meanOfCells(stayed, 'change', fit, { least, otherwise });
  const told = change.estimate === null ? change : judged(change, stayed, fit);
  const exits = left.reduce((sum, { sellers }) => sum + sellers, 0);
  const few = `fewer than ${SMALLEST_CELL} sellers left`;
  return {
    ...repeated(told, plannedSe),
    from: window?.from ?? null,
    to: window?.to ?? null,
    start: meanOfCells(stayed, 'start', fit, { least, otherwise, range: [0, 1] }),
    exits: {
      sellers: exits,
      trust: window
        ? meanOfCells(left, 'start', fit, { least, otherwise: few, range: [0, 1] })
        : unknownQuantity(otherwise),
    },
  };
}

/** A change that nothing could have brought about is none that was found; what its interval leaves out is said.
 *  @param cells with `free`: how many saw an outcome in between, where outcomes move trust */
export function judged(change: Quantity, cells: readonly Cell[], fit: TrustFit): Quantity {
  const totals = cells.flatMap((cell) => cell.totals);
  const free = sumOf(totals.filter(({ name }) => name === 'free').map(({ value }) => value));
  if (free === 0) return unknownQuantity(STILL, change.n);
  if ((change.se ?? 0) < LEAST_ERROR) return unknownQuantity(NO_MOTION, change.n);
  const still = `${change.n - free} of them saw no outcome in between: their trust stands still by assumption`;
  const reasons = [...(free < change.n ? [still] : []), ...leftOut(totals, fit)];
  return reasons.length === 0 ? change : { ...change, reason: reasons.join('; ') };
}

/** What the intervals of these totals do not hold. */
function leftOut(totals: Cell['totals'], fit: TrustFit): string[] {
  const segments = new Set(totals.flatMap(({ gradients }) => gradients.map(({ segment }) => segment)));
  const why = [...segments].flatMap((segment) =>
    (['gain', 'loss'] as const).flatMap((name) => withoutError(fit, segment, name) ?? []),
  );
  return [...new Set(why)].toSorted();
}

const spanName = ({ first, last }: Span): string => (first === last ? first : `${first} to ${last}`);

const STILL = 'no outcome was seen in between, so trust stands still by assumption';
const LEAST_ERROR = 1e-6; // below, rounding
const NO_MOTION = 'gain, loss and drift are all estimated at zero: how sure that is cannot be told';

const of = (cells: readonly Cell[], kind: Cell['kind']): Cell[] => cells.filter((cell) => cell.kind === kind);
