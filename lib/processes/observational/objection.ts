import { isConstant, isUsable, segmentOfGroups, tooFew } from '../groups.ts';
import type { Objection } from '../groups.ts';
import { FEWEST_CLUSTERS } from '../refusal.ts';
import { hasInfinite, isBinary, sellersWith } from './study.ts';
import type { ObservationalStudy } from './study.ts';

/** Why nothing can be said of a study before any model is fitted; undefined where it can. */
export function objection(study: ObservationalStudy): Objection | undefined {
  const { outcome, exposure, covariates } = study;
  if (outcome.y.length === 0) return { reason: 'no rows', detail: 'no usable row' };
  if (![outcome.y, ...outcome.bases, exposure].every(isUsable) || hasInfinite(covariates))
    return { reason: 'not finite', detail: 'a value is missing, infinite or too large' };
  return (
    tooLate(study) ??
    fewSellers(study) ??
    asSegment(study) ??
    (isConstant(outcome.y)
      ? { reason: 'constant outcome', detail: `${outcome.kind} does not vary` }
      : undefined)
  );
}

/** An exposure after the outcome cannot have moved it; a row that counts as exposed by it is wrong. */
function tooLate({ exposure, observedAt, exposedAt }: ObservationalStudy): Objection | undefined {
  if (!observedAt || !exposedAt) return undefined;
  const late = exposure.filter((D, i) => D !== 0 && (exposedAt[i] as number) > (observedAt[i] as number));
  return late.length === 0
    ? undefined
    : {
        reason: 'treatment after outcome',
        detail: `${late.length} rows count as exposed by what their sellers met after the outcome`,
      };
}

function fewSellers({ outcome, exposure }: ObservationalStudy): Objection | undefined {
  if (isBinary(exposure))
    return tooFew(
      sellersWith(outcome, (i) => exposure[i] === 1),
      sellersWith(outcome, (i) => exposure[i] === 0),
    );
  if (isConstant(exposure)) return { reason: 'all treated', detail: 'all met the same dose of the process' };
  const sellers = sellersWith(outcome, () => true);
  return sellers >= 2 * FEWEST_CLUSTERS
    ? undefined
    : {
        reason: 'too few clusters',
        detail: `${sellers} sellers; ${2 * FEWEST_CLUSTERS} are needed for a dose`,
      };
}

function asSegment({ outcome, exposure, segments = {} }: ObservationalStudy): Objection | undefined {
  if (!isBinary(exposure)) return undefined;
  const name = segmentOfGroups(exposure, outcome.cluster, segments);
  return name === undefined
    ? undefined
    : {
        reason: 'exposure equal to a segment',
        detail: `who met the process follows from segment ${name}: which of the two it was cannot be told`,
      };
}
