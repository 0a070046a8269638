import type { Estimates } from '../../trust/estimates.ts';
import { segmentEffects } from '../heterogeneity/segments.ts';
import { effectScores } from '../heterogeneity/scores.ts';
import type { DmlSettings, ObservationalStudy } from '../observational/study.ts';

type Row = Estimates['processes'][number]['segments'][number];

/** The effect by every value of every segment; empty where none can be told. */
export function segmentRows(study: ObservationalStudy, settings: Partial<DmlSettings>): Row[] {
  const scores = effectScores(study, settings);
  return Object.keys(study.segments ?? {}).flatMap((segment) => {
    const found = segmentEffects(study, segment, settings, scores);
    if (found.kind === 'refused') return [];
    return found.effects.map(
      ({ group, estimate, se, lower, upper, clusters, jointLower, jointUpper, q }) => ({
        segment,
        value: group,
        effect: { estimate, se, lower, upper, n: clusters, reason: null },
        simultaneous: { lower: jointLower, upper: jointUpper },
        pAdjusted: q,
      }),
    );
  });
}
