import type { Covariates } from './covariates.ts';

/** What is to be predicted for every row, by models that have not seen its fold. */
export interface CrossFitTask {
  readonly y: Float64Array;
  readonly kind: 'mean' | 'probability'; // of y; y is 0 or 1 for a probability
  readonly folds: Uint8Array; // of every row, 0 to count - 1
  readonly count: number; // of folds, >= 2
  readonly weights?: Float64Array; // of rows, >= 0; 1, where absent
  /** Of every row, 0 to 9, the same for all rows of a seller: what a learner holds out to choose by. By row, where absent. */
  readonly tenth?: Uint8Array;
  readonly learnFrom?: Uint8Array; // 1: the row may be learnt from; all, where it is absent
}

/** Gives the prediction of every row, learnt from the other folds alone. */
export type CrossFitter = (task: CrossFitTask) => Float64Array;

/** A nuisance model: prepared once for the covariates, then fitted to many outcomes. */
export interface Learner {
  readonly name: string;
  over(x: Covariates): CrossFitter;
}

/** Rows of one fold, and those of the others that may be learnt from. */
export function splitRows(task: CrossFitTask, fold: number): { train: Uint32Array; test: Uint32Array } {
  const n = task.folds.length;
  const [train, test] = [new Uint32Array(n), new Uint32Array(n)];
  let [learnt, held] = [0, 0];
  for (let i = 0; i < n; i++) {
    if (task.folds[i] === fold) test[held++] = i;
    else if ((task.learnFrom?.[i] ?? 1) === 1) train[learnt++] = i;
  }
  return { train: train.slice(0, learnt), test: test.slice(0, held) };
}

/** One of `parts` numbers for a row, as good as random and the same in every run: Knuth's multiplicative hash. */
function partOf(row: number, parts: number): number {
  return ((Math.imul(row + 1, 0x9e3779b1) >>> 8) % 65_536) % parts;
}

/** The tenth of each row, whether it was given or not. */
export function tenthsOf({ tenth, y }: Pick<CrossFitTask, 'tenth' | 'y'>): Uint8Array {
  return tenth ?? Uint8Array.from(y, (_, i) => partOf(i, 10));
}

/** Mean loss of cross-fitted predictions over the rows learnt from: squared error, or -ln of the probability given to
 *  what happened. */
export function crossFitLoss(task: CrossFitTask, predictions: Float64Array): number {
  const { y, kind, learnFrom, weights } = task;
  let sum = 0;
  let n = 0;
  for (let i = 0; i < y.length; i++) {
    if ((learnFrom?.[i] ?? 1) !== 1) continue;
    const weight = weights?.[i] ?? 1;
    sum += weight * lossOf(kind, y[i] as number, predictions[i] as number);
    n += weight;
  }
  return sum / n;
}

function lossOf(kind: CrossFitTask['kind'], y: number, prediction: number): number {
  if (kind === 'mean') return (y - prediction) ** 2;
  return -Math.log(Math.max(1e-12, y === 1 ? prediction : 1 - prediction));
}

/** Of several learners the one whose cross-fitted predictions lose least, chosen anew for each task. The choice looks at all
 *  folds; among a handful of learners that costs nothing that shows (van der Laan, Polley & Hubbard 2007: the discrete super learner). */
export function bestOf(learners: readonly Learner[]): Learner {
  return {
    name: `best of ${learners.map(({ name }) => name).join(', ')}`,
    over(x) {
      const fitters = learners.map((learner) => learner.over(x));
      return (task) => {
        const found = fitters.map((fit) => {
          const predictions = fit(task);
          return { predictions, loss: crossFitLoss(task, predictions) };
        });
        const [best] = found.toSorted((a, b) => a.loss - b.loss);
        if (!best) throw new RangeError('bestOf requires at least one learner');
        return best.predictions;
      };
    },
  };
}
