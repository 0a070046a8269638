import type { RoundRow } from '../rounds/row.ts';
import { median } from '../stats/median.ts';
import type { AnalysisSettings } from './settings.ts';

export type ScaleName = 'log' | 'level';

/** On what scale gaps and moves are measured, and which gaps count. */
export interface Scale {
  readonly name: ScaleName;
  readonly minGap: number; // on the scale; a row with a smaller |gap| is no decision
  readonly minGapRule: string; // where minGap comes from, in words
  /** How far beyond plan and recommendation a choice may lie to be a decision; absent: any distance. */
  readonly farthest?: number;
}

const SHARE_OF_MAGNITUDE = 0.02;

/** A value on the scale; undefined where it has none: a value that is not positive has no logarithm. */
export function onScale(value: number, scale: ScaleName): number | undefined {
  if (scale === 'level') return value;
  return value > 0 ? Math.log(value) : undefined;
}

/** The scale of an analysis: as set, else `log` when every value is positive and the outcomes span more than a
 *  factor 3, else `level` (design 5.6). */
export function chooseScale(rows: readonly RoundRow[], settings: AnalysisSettings): Scale {
  const name = settings.scale === 'auto' ? scaleOf(rows) : settings.scale;
  if (settings.minGap !== null) return { name, minGap: settings.minGap, minGapRule: 'as set' };
  if (name === 'log') return { name, minGap: 0.02, minGapRule: '0.02 on the log scale, about 2 %' };
  return { name, ...levelMinGap(rows) };
}

function scaleOf(rows: readonly RoundRow[]): ScaleName {
  let least = Infinity;
  let most = 0;
  for (const row of rows) {
    for (const value of [row.priorPlan, row.recommended, row.chosen, row.outcome])
      if (value !== null && !(value > 0)) return 'level';
    if (row.outcome === null) continue;
    least = Math.min(least, row.outcome);
    most = Math.max(most, row.outcome);
  }
  return most > 3 * least ? 'log' : 'level';
}

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

/** 2 % of the width of the allowed range where every row states one (the origin of a year is arbitrary, its range is
 *  not), else of the median |outcome|, |prior plan| or |recommended|, the first that is not zero: decision 0010. */
function levelMinGap(rows: readonly RoundRow[]): { minGap: number; minGapRule: string } {
  const widths = known(
    rows.map(({ lowerBound, upperBound }) =>
      lowerBound !== null && upperBound !== null ? upperBound - lowerBound : null,
    ),
  );
  const candidates: readonly [string, number | undefined][] = [
    ['width of the allowed range', widths.length === rows.length ? median(widths) : undefined],
    ['|outcome|', median(known(rows.map(({ outcome }) => outcome)).map(Math.abs))],
    ['|prior plan|', median(known(rows.map(({ priorPlan }) => priorPlan)).map(Math.abs))],
    ['|recommended|', median(known(rows.map(({ recommended }) => recommended)).map(Math.abs))],
  ];
  for (const [what, magnitude] of candidates) {
    const minGap = SHARE_OF_MAGNITUDE * (magnitude ?? 0);
    if (minGap > 0 && Number.isFinite(minGap)) return { minGap, minGapRule: `2 % of the median ${what}` };
  }
  return { minGap: 1, minGapRule: 'one unit: the values have no typical size' };
}
