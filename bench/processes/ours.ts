import { boosting } from '../../lib/stats/boosting/learner.ts';
import { penalised } from '../../lib/stats/penalised/learner.ts';
import { nuisance, sellerFolds } from '../../lib/processes/observational/cross-fit.ts';
import type { Nuisance } from '../../lib/processes/observational/cross-fit.ts';
import { DML } from '../../lib/processes/observational/dml.ts';
import { interactiveModels, interactiveSplit } from '../../lib/processes/observational/interactive.ts';
import { partiallyLinearSplit } from '../../lib/processes/observational/partially-linear.ts';
import { clusteredSe } from '../../lib/processes/observational/split.ts';
import { prepare } from '../../lib/processes/observational/study.ts';
import { readStudy } from './data.ts';

/** Double machine learning of a file of `data.ts`, printed like reference/double-machine-learning.py: the partially linear
 *  model first, then what the interactive one needs beside its propensity.
 *      npx tsx bench/processes/ours.ts FILE trees|lasso */
const [, , file = '', name] = process.argv;
const learner = name === 'lasso' ? penalised() : boosting({ trees: 200 });
const data = prepare(readStudy(file));

const started = process.cpuUsage();
const seconds = (): number => {
  const { user, system } = process.cpuUsage(started);
  return (user + system) / 1e6;
};
const fresh = nuisance(data, learner.over(data.covariates), sellerFolds(data, DML, 0), DML.folds);
let propensity: Float64Array | undefined;
const models: Nuisance = { ...fresh, probability: (D) => (propensity ??= fresh.probability(D)) };
const linear = partiallyLinearSplit(data, models);
const plrCpu = seconds();
const interactive = interactiveSplit(data, interactiveModels(data, models, DML.trim), 'ATE');
const ateCpu = seconds() - plrCpu;
console.log(
  JSON.stringify({
    plr: linear.estimate,
    plrSe: clusteredSe(data, linear.influence),
    plrCpu,
    ate: interactive.estimate,
    ateSe: clusteredSe(data, interactive.influence),
    ateCpu,
  }),
);
