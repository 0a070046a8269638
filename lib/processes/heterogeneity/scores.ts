import { refused } from '../effect.ts';
import type { Refused } from '../effect.ts';
import { foldsHaveBoth, nuisance, sellerFolds } from '../observational/cross-fit.ts';
import { DML } from '../observational/dml.ts';
import { ateScores, interactiveModels } from '../observational/interactive.ts';
import { objection } from '../observational/objection.ts';
import { overlapOf, withoutOverlap } from '../observational/overlap.ts';
import { isBinary, prepare } from '../observational/study.ts';
import type { DmlSettings, ObservationalStudy, Prepared } from '../observational/study.ts';

/** The augmented score of every row, whose conditional mean is the effect on such a row: what all heterogeneity is told from. */
export interface EffectScores {
  readonly kind: 'scores';
  readonly data: Prepared;
  readonly phi: Float64Array;
  readonly folds: Uint8Array;
  readonly settings: DmlSettings;
}

/** Cross-fitted scores of one division into folds of whole sellers.
 *  @throws RangeError for a study that is not one, or an exposure other than 0 and 1 */
export function effectScores(
  study: ObservationalStudy,
  given: Partial<DmlSettings> = {},
): EffectScores | Refused {
  const name = 'heterogeneity of effects (AIPW scores)';
  const settings = { ...DML, ...given };
  const data = prepare(study);
  const why = objection(study);
  if (why) return refused(name, why.reason, why.detail);
  if (!isBinary(data.exposure)) throw new RangeError('effectScores requires an exposure of 0 or 1');
  const folds = sellerFolds(data, settings, 0);
  if (!foldsHaveBoth(data, folds, settings.folds))
    return refused(name, 'too few clusters', 'a fold holds all sellers with the process, or all without');
  const fit = settings.learner.over(data.covariates);
  const models = interactiveModels(data, nuisance(data, fit, folds, settings.folds), settings.trim);
  const none = withoutOverlap(overlapOf(data, models.uncut, settings.trim));
  if (none) return refused(name, none.reason, none.detail);
  const phi = ateScores(data, models);
  if (!phi.every(Number.isFinite))
    return refused(name, 'learner failed', 'a nuisance model gave no finite prediction');
  return { kind: 'scores', data, phi, folds, settings };
}
