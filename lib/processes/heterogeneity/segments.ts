import { benjaminiHochberg } from '../../stats/benjamini-hochberg.ts';
import type { Refused } from '../effect.ts';
import { refused } from '../effect.ts';
import { tooFew } from '../groups.ts';
import { sellersWith } from '../observational/study.ts';
import type { DmlSettings, ObservationalStudy } from '../observational/study.ts';
import { groupMeans, withBands } from './groups.ts';
import type { GroupEffect } from './groups.ts';
import { effectScores, type EffectScores } from './scores.ts';

export interface SegmentEffect extends GroupEffect {
  readonly q: number; // p adjusted over all groups: Benjamini & Hochberg
}

export interface SegmentEffects {
  readonly kind: 'segments';
  readonly effects: readonly SegmentEffect[];
  readonly untold: readonly Refused[]; // groups with too few sellers under the process, or without
}

/** The effect by value of one segment. Of many values some will look different by chance: q holds the expected share of
 *  false findings, the joint interval covers all of them at once.
 *  @param scores of the study, where several segments share them
 *  @throws RangeError if there is no such segment, or as `effectScores` */
export function segmentEffects(
  study: ObservationalStudy,
  segment: string,
  given: Partial<DmlSettings> = {},
  scores: EffectScores | Refused = effectScores(study, given),
): SegmentEffects | Refused {
  const values = study.segments?.[segment];
  if (!values) throw new RangeError(`segmentEffects requires a segment ${segment}`);
  if (scores.kind === 'refused') return scores;
  const untold = [...new Set(values)].toSorted().flatMap((value) => {
    const arm = (D: number): number =>
      sellersWith(scores.data, (i) => values[i] === value && scores.data.exposure[i] === D);
    const few = value === undefined ? undefined : tooFew(arm(1), arm(0));
    return few && value !== undefined
      ? [{ value, refusal: refused(`effect on ${segment} ${value}`, few.reason, few.detail) }]
      : [];
  });
  const left = new Set(untold.map(({ value }) => value));
  const told = values.map((value) => (value === undefined || left.has(value) ? undefined : value));
  const found = withBands(groupMeans(scores, told), scores.settings.seed);
  const q = benjaminiHochberg(found.map(({ p }) => p));
  return {
    kind: 'segments',
    effects: found.map((each, k) => Object.assign(each, { q: q[k] ?? 1 })),
    untold: untold.map(({ refusal }) => refusal),
  };
}
