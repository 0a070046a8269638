import type { RoundRow } from '../rounds/row.ts';
import { onScale, type Scale } from './scale.ts';

/** What a seller did with a recommendation, on the scale: gap g = m - p, move d = a - p. */
export interface Decision {
  readonly gap: number;
  readonly move: number;
  readonly button: 'accept' | 'keep' | null; // a = m or a = p exactly: the marks of buttons
  /** The recommendation stood at a bound of its range: levels can not tell how far beyond it would have gone. */
  readonly cap: 'upper' | 'lower' | null;
  readonly range: number | null; // width of the allowed range
}

const SAME = 1e-6; // relative: closer than this counts as the same value

/** In smallest usable gaps: the squares of anything closer can still be added up. */
const FARTHEST = 1e24;

/** The decision in a round, or why there is none. A row with |gap| < minGap or response `none` is no decision. */
export function decisionOf(row: RoundRow, scale: Scale): Decision | string {
  if (row.response === 'none') return 'never answered (response none)';
  if (row.priorPlan === null) return 'no prior plan';
  if (row.recommended === null) return 'no recommended value';
  const chosen = row.chosen ?? pressed(row);
  if (chosen === null) return 'no chosen value';
  const p = onScale(row.priorPlan, scale.name);
  const m = onScale(row.recommended, scale.name);
  const a = onScale(chosen, scale.name);
  if (p === undefined || m === undefined || a === undefined)
    return 'a value is not positive, which the log scale needs';
  const gap = m - p;
  const move = a - p;
  if (!(Math.abs(gap) >= scale.minGap)) return 'gap below the smallest usable gap';
  if (!(Math.max(Math.abs(gap), Math.abs(move)) <= FARTHEST * scale.minGap))
    return 'values too far apart to compare';
  if (scale.farthest !== undefined && beyond(gap, move) > scale.farthest)
    return 'chosen value far beyond plan and recommendation';
  const { cap, range } = boundsOf(row, scale);
  return { gap, move, button: buttonOf(row, chosen), cap, range };
}

/** How far a move lies outside [0, g]. */
function beyond(gap: number, move: number): number {
  const along = gap < 0 ? -move : move;
  return Math.max(-along, along - Math.abs(gap), 0);
}

/** Is the seller's move one of the two that a button makes? docs/model.md 6.1. */
function buttonOf(row: RoundRow, chosen: number): 'accept' | 'keep' | null {
  if (row.response === 'accept') return 'accept';
  if (row.response === 'keep' || row.response === 'dismiss') return 'keep';
  if (row.response !== null) return null;
  if (isSame(chosen, row.recommended)) return 'accept';
  return isSame(chosen, row.priorPlan) ? 'keep' : null;
}

function isSame(chosen: number, value: number | null): boolean {
  return value !== null && Math.abs(chosen - value) <= SAME * Math.abs(value);
}

function pressed(row: RoundRow): number | null {
  if (row.response === 'accept') return row.recommended;
  return row.response === 'keep' || row.response === 'dismiss' ? row.priorPlan : null;
}

const NO_BOUNDS = { cap: null, range: null };

function boundsOf(row: RoundRow, scale: Scale): Pick<Decision, 'cap' | 'range'> {
  const { lowerBound, upperBound, recommended } = row;
  if (lowerBound === null || upperBound === null || recommended === null) return NO_BOUNDS;
  const low = onScale(lowerBound, scale.name);
  const high = onScale(upperBound, scale.name);
  if (low === undefined || high === undefined || !(high > low)) return NO_BOUNDS;
  const cap = recommended >= upperBound ? 'upper' : recommended <= lowerBound ? 'lower' : null;
  return { cap, range: high - low };
}
