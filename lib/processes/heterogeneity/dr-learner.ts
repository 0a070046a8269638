import { ateScores, interactiveModels } from '../observational/interactive.ts';
import { nuisance } from '../observational/cross-fit.ts';
import type { CrossFitter, Learner } from '../../stats/learner.ts';
import type { EffectScores } from './scores.ts';

/** The effect expected for every row, by models that have seen nothing of its fold: neither its outcomes, nor scores that were
 *  made with them. For fold k the scores of all other rows are made without k, then learnt from:
 *      phi^(k)_i = score of row i, nuisances without k and without the fold of i      tau(x) = E[phi^(k) | X = x]
 *  Kennedy (2023), Electronic Journal of Statistics 17(2), with whole sellers in a fold.
 *  @param learner of the effect; small trees or a lasso, as effects differ less than outcomes do */
export function drLearner({ data, folds, settings }: EffectScores, learner: Learner): Float64Array {
  const first = settings.learner.over(data.covariates);
  const second = learner.over(data.covariates);
  const result = new Float64Array(data.n);
  for (let k = 0; k < settings.folds; k++) {
    const inside = Uint8Array.from(folds, (fold) => (fold === k ? 0 : 1));
    const models = nuisance(data, withinOnly(first, inside), folds, settings.folds);
    const phi = ateScores(data, interactiveModels(data, models, settings.trim));
    const weights = data.weighted ? { weights: data.weights } : {};
    const task = {
      y: phi,
      kind: 'mean',
      folds,
      count: settings.folds,
      learnFrom: inside,
      ...weights,
    } as const;
    const tau = second(task);
    for (let i = 0; i < data.n; i++) if (folds[i] === k) result[i] = tau[i] as number;
  }
  return result;
}

/** A learner that never learns from rows outside. */
function withinOnly(fit: CrossFitter, inside: Uint8Array): CrossFitter {
  return (task) =>
    fit({ ...task, learnFrom: inside.map((one, i) => (one === 1 ? (task.learnFrom?.[i] ?? 1) : 0)) });
}
