import type { Learner } from '../learner.ts';
import { designOf } from './design.ts';
import { linearByFold } from './linear.ts';
import { linear, logisticByFold, probability } from './logistic.ts';

export interface PenalisedSettings {
  readonly mix: number; // 1: lasso, 0: ridge
  readonly degree: 1 | 2; // 2: squares and products of pairs too
}

/** Penalised linear or logistic regression as a nuisance model; the penalty is chosen inside the folds learnt from. */
export function penalised({ mix = 1, degree = 1 }: Partial<PenalisedSettings> = {}): Learner {
  const penalty = mix === 1 ? 'lasso' : mix === 0 ? 'ridge' : 'elastic net';
  return {
    name: `${penalty}${degree === 2 ? ' with squares and products' : ''}`,
    over(x) {
      const design = designOf(x, degree);
      return (task) => {
        const byFold = (task.kind === 'mean' ? linearByFold : logisticByFold)(design, task, mix);
        const predict = task.kind === 'mean' ? linear : probability;
        return Float64Array.from({ length: design.rows }, (_, i) => {
          const b = byFold[task.folds[i] as number];
          return b ? predict(design.values, i * design.width, b) : Number.NaN;
        });
      };
    },
  };
}
