import type { Learner } from '../learner.ts';
import { splitRows, tenthsOf } from '../learner.ts';
import { binCovariates } from './binned.ts';
import { boost, BOOSTING } from './boost.ts';
import type { BoostingSettings } from './boost.ts';
import { boostingMachine } from './kernel.ts';
import { logistic } from './logistic.ts';

/** Gradient-boosted trees as a nuisance model. Bins are those of all rows (they tell nothing of y), so a matrix is binned once
 *  for all folds, repeats and outcomes. Missing values go to the side that fits them. */
export function boosting(settings: Partial<BoostingSettings> = {}): Learner {
  const all = { ...BOOSTING, ...settings };
  return {
    name: `boosted trees (${all.trees} trees of ${all.leaves} leaves${all.patience === null ? '' : ', early stop'})`,
    over(x) {
      const machine = boostingMachine(binCovariates(x), all.leaves);
      return (task) => {
        const given = { tenths: tenthsOf(task), ...(task.weights && { weights: task.weights }) };
        const result = new Float64Array(x.rows);
        for (let fold = 0; fold < task.count; fold++) {
          const rows = splitRows(task, fold);
          const raw = boost(machine, task.kind === 'mean' ? 'squared' : 'logistic', task.y, rows, all, given);
          rows.test.forEach((i, k) => {
            const f = raw[k] as number;
            result[i] = task.kind === 'mean' ? f : logistic(f);
          });
        }
        return result;
      };
    },
  };
}
