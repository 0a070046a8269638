import type { RoundRow } from '../rounds/row.ts';
import { median } from '../stats/median.ts';
import { decisionOf } from './decision.ts';
import type { Scale } from './scale.ts';

/** In robust standard deviations: no normal error comes near it. */
const DEVIATIONS = 12;
const FEWEST = 20; // decisions that tell what is usual

/** How far beyond plan and recommendation a choice may lie and still say something about trust: trust is between 0 and 1,
 *  so a move d lies between 0 and the gap g but for its error, whose size is told by the middle of all choices.
 *      s = 1.4826 median |d - w g|,  w = median d / g        farthest = 12 s
 *  Few who choose absurdly would otherwise make the error of all look large, and everybody's trust like the mean's.
 *  (Median absolute deviation: Rousseeuw & Croux 1993, JASA 88, section 1.) Undefined where too few decided or half of them
 *  do exactly the same. */
export function farthestMove(rows: readonly RoundRow[], scale: Scale): number | undefined {
  const decisions = rows.flatMap((row) => {
    const decision = decisionOf(row, scale);
    return typeof decision === 'string' ? [] : [decision];
  });
  if (decisions.length < FEWEST) return undefined;
  const weight = median(decisions.map(({ gap, move }) => move / gap)) ?? 0;
  const spread = median(decisions.map(({ gap, move }) => Math.abs(move - weight * gap))) ?? 0;
  const farthest = DEVIATIONS * 1.4826 * spread;
  return farthest > 0 && Number.isFinite(farthest) ? farthest : undefined;
}
