import type { RoundRow } from '../../rounds/row.ts';
import { onScale, type Scale, type ScaleName } from '../scale.ts';
import type { Sequence } from '../sequence.ts';

/** A recommendation beside the forecast the platform made for itself; values on the scale. */
export interface LoggedForecast {
  readonly m: number; // as the platform meant it: before a random shift
  readonly x: number;
  readonly atCap: boolean | null; // m is the most that could be recommended; null: no bound is known
}

/** A logged forecast with what its disutility takes: docs/model.md 6.9.4. */
export interface LoggedMessage extends LoggedForecast {
  readonly p: number | null; // prior plan
  readonly y: number | null; // outcome
  readonly margin: number | null; // money per unit
}

/** Logged messages of each seller.
 *  @param s where the platform gains: its cap is the upper bound for +1, the lower for -1, either where null */
export function loggedMessages(
  sequences: readonly Sequence[],
  scale: ScaleName,
  s: 1 | -1 | null,
): LoggedMessage[][] {
  return sequences.map(({ rounds }) => rounds.flatMap(({ row }) => message(row, scale, s) ?? []));
}

function message(row: RoundRow, scale: ScaleName, s: 1 | -1 | null): LoggedMessage | undefined {
  if (row.sender === null) return undefined;
  const { beforeJitter, platformForecast, platformMargin } = row.sender;
  const meant = beforeJitter ?? row.recommended;
  const on = (value: number | null): number | undefined =>
    value === null ? undefined : onScale(value, scale);
  const [m, x] = [on(meant), on(platformForecast)];
  if (meant === null || m === undefined || x === undefined || !Number.isFinite(m - x)) return undefined;
  return {
    m,
    x,
    atCap: isAtCap(meant, row, s),
    p: on(row.priorPlan) ?? null,
    y: row.outcomeLog?.censored === true ? null : (on(row.outcome) ?? null),
    margin: platformMargin,
  };
}

function isAtCap(meant: number, { lowerBound, upperBound }: RoundRow, s: 1 | -1 | null): boolean | null {
  const above = upperBound === null ? null : meant >= upperBound;
  const below = lowerBound === null ? null : meant <= lowerBound;
  if (s === 1) return above;
  if (s === -1) return below;
  return above === null && below === null ? null : above === true || below === true;
}

/** How near the truth still counts as the truth: 1 % on logs, half the smallest gap that counts on levels. */
export function toleranceOf({ name, minGap }: Scale): number {
  return name === 'log' ? 0.01 : minGap / 2;
}
