import type { Change } from '../estimates.ts';
import { meanOfCells, SMALLEST_CELL } from '../mean-of-cells.ts';
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

/** A change that nothing could have brought about is none that was found; one whose gain or loss rests on a bound is
 *  less sure than its interval says. */
function judged(change: Quantity, cells: readonly Cell[], fit: TrustFit): Quantity {
  const totals = cells.flatMap((cell) => cell.totals);
  if (!totals.some(({ name, value }) => name === 'free' && value !== '0'))
    return unknownQuantity(STILL, change.n);
  if ((change.se ?? 0) < LEAST_ERROR) return unknownQuantity(NO_MOTION, change.n);
  const segments = [...new Set(totals.flatMap(({ gradients }) => gradients.map(({ segment }) => segment)))];
  const open = (['gain', 'loss'] as const).filter((name) =>
    segments.some((segment) => withoutError(fit, segment, name) !== null),
  );
  return open.length === 0 ? change : { ...change, reason: `${open.join(' and ')} at zero: ${NARROW}` };
}

const spanName = ({ first, last }: Span): string => (first === last ? first : `${first} to ${last}`);

const STILL = 'no outcome was seen in between, so trust stands still by assumption';
const LEAST_ERROR = 1e-6; // below, rounding
const NO_MOTION = 'gain, loss and drift are all estimated at zero: how sure that is cannot be told';
const NARROW = 'the interval leaves out how sure that is';

const of = (cells: readonly Cell[], kind: Cell['kind']): Cell[] => cells.filter((cell) => cell.kind === kind);
