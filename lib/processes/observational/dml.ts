import { studentWidth } from '../../stats/incomplete-beta.ts';
import { bestOf } from '../../stats/learner.ts';
import { boosting } from '../../stats/boosting/learner.ts';
import { penalised } from '../../stats/penalised/learner.ts';
import { effect, refused } from '../effect.ts';
import type { ProcessEffect, Refused } from '../effect.ts';
import { foldsHaveBoth, nuisance, sellerFolds } from './cross-fit.ts';
import type { Nuisance } from './cross-fit.ts';
import { interactiveModels, interactiveSplit } from './interactive.ts';
import type { Estimand } from './interactive.ts';
import { objection } from './objection.ts';
import type { Objection } from '../groups.ts';
import { doseWithoutOverlap, overlapDiagnostics, overlapOf, withoutOverlap } from './overlap.ts';
import type { Overlap } from './overlap.ts';
import { partiallyLinearSplit } from './partially-linear.ts';
import { robustness } from './sensitivity/omitted.ts';
import { clusteredSe, meanInfluence, overRepeats } from './split.ts';
import type { Split } from './split.ts';
import { isBinary, prepare } from './study.ts';
import type { DmlSettings, ObservationalStudy, Prepared } from './study.ts';

export type DmlModel = 'PLR' | Estimand;

/** Everything a double machine learning estimate is made of. */
export interface DmlFit {
  readonly kind: 'fit';
  readonly model: DmlModel;
  readonly estimate: number;
  readonly se: number;
  readonly data: Prepared;
  readonly splits: readonly (Split & { readonly se: number })[];
  readonly overlap: Overlap | null; // null for a dose
  readonly clusters: number;
  readonly influence: Float64Array; // of every seller; sums to the estimate's error
}

/** The better of a lasso and 300 small trees, five folds, five divisions. */
export const DML: DmlSettings = {
  learner: bestOf([penalised(), boosting({ trees: 300, learningRate: 0.05, leaves: 4 })]),
  folds: 5,
  repeats: 5,
  trim: 0.01,
  seed: 1,
};

const NAMES: Readonly<Record<DmlModel, string>> = {
  PLR: 'double machine learning, partially linear',
  ATE: 'double machine learning, interactive (AIPW)',
  ATT: 'double machine learning, interactive (AIPW), on the treated',
};

/** Fits a model of an exposure nobody assigned, cross-fitted with whole sellers in a fold, over several divisions into folds. It
 *  takes it that the covariates hold all that moves both exposure and outcome: how far that may fail is `robustness`.
 *  @throws RangeError for a study that is not one, or a dose under the interactive model */
export function fitDml(
  study: ObservationalStudy,
  model: DmlModel,
  given: Partial<DmlSettings> = {},
): DmlFit | Refused {
  const settings = { ...DML, ...given };
  const data = prepare(study);
  const name = NAMES[model];
  const why = objection(study);
  if (why) return refused(name, why.reason, why.detail);
  if (model !== 'PLR' && !isBinary(data.exposure))
    throw new RangeError('fitDml requires an exposure of 0 or 1 for the interactive model');
  const fit = settings.learner.over(data.covariates);
  const splits: (Split & { readonly se: number })[] = [];
  let overlap: Overlap | null = null;
  for (let repeat = 0; repeat < settings.repeats; repeat++) {
    const folds = sellerFolds(data, settings, repeat);
    if (!foldsHaveBoth(data, folds, settings.folds))
      return refused(name, 'too few clusters', 'a fold holds all sellers with the process, or all without');
    const one = oneSplit(data, nuisance(data, fit, folds, settings.folds), model, settings.trim);
    overlap ??= one.overlap;
    if (one.none) return refused(name, one.none.reason, one.none.detail);
    const se = clusteredSe(data, one.split.influence);
    if (!Number.isFinite(one.split.estimate) || !(se > 0))
      return refused(
        name,
        'learner failed',
        'a nuisance model gave no finite prediction, or left nothing to explain',
      );
    splits.push({ ...one.split, se });
  }
  const clusters = new Set(data.cluster).size;
  return {
    kind: 'fit',
    model,
    ...overRepeats(splits),
    data,
    splits,
    overlap,
    clusters,
    influence: meanInfluence(data, splits),
  };
}

interface OneSplit {
  readonly split: Split;
  readonly overlap: Overlap | null;
  readonly none: Objection | undefined;
}

function oneSplit(data: Prepared, models: Nuisance, model: DmlModel, trim: number): OneSplit {
  if (model !== 'PLR') {
    const fitted = interactiveModels(data, models, trim);
    const overlap = overlapOf(data, fitted.uncut, trim);
    return { split: interactiveSplit(data, fitted, model), overlap, none: withoutOverlap(overlap) };
  }
  const { v, ...split } = partiallyLinearSplit(data, models);
  if (!isBinary(data.exposure)) return { split, overlap: null, none: doseWithoutOverlap(data, v) };
  const uncut = v.map((value, i) => (data.exposure[i] as number) - value);
  const overlap = overlapOf(data, uncut, trim);
  return { split, overlap, none: withoutOverlap(overlap) };
}

/** The effect of a process by double machine learning, with its overlap and its robustness to what is not known.
 *  @throws RangeError as `fitDml` */
export function dmlEffect(
  study: ObservationalStudy,
  model: DmlModel,
  given: Partial<DmlSettings> = {},
): ProcessEffect {
  const fit = fitDml(study, model, given);
  return fit.kind === 'refused' ? fit : asEffect(study, fit, { ...DML, ...given });
}

export function asEffect(study: ObservationalStudy, fit: DmlFit, settings: DmlSettings): ProcessEffect {
  const { model, estimate, se, data, clusters, splits, overlap } = fit;
  const estimates = splits.map((split) => split.estimate);
  return effect({
    estimator: NAMES[model],
    estimand: estimandOf(study, model),
    estimate,
    se,
    clusters,
    n: data.n,
    width: studentWidth(0.95, clusters - 1),
    ...(study.smallest !== undefined && { smallest: study.smallest }),
    diagnostics: {
      learner: settings.learner.name,
      folds: settings.folds,
      repeats: splits.length,
      lowestOfRepeats: Math.min(...estimates),
      highestOfRepeats: Math.max(...estimates),
      ...robustness(fit),
      ...(overlap && overlapDiagnostics(overlap)),
    },
  });
}

function estimandOf({ process, outcome }: ObservationalStudy, model: DmlModel): string {
  const whose = { PLR: 'weighted mean effect', ATE: 'mean effect', ATT: 'mean effect on those who met it' }[
    model
  ];
  return `${whose} of ${process} on ${outcome.kind}, were all that moves both among the covariates`;
}
