import { foldOf } from '../../stats/fold.ts';
import { studentWidth } from '../../stats/incomplete-beta.ts';
import type { Learner } from '../../stats/learner.ts';
import { bestOf } from '../../stats/learner.ts';
import { penalised } from '../../stats/penalised/learner.ts';
import { boosting } from '../../stats/boosting/learner.ts';
import { refused } from '../effect.ts';
import type { Refused } from '../effect.ts';
import { FEWEST_CLUSTERS } from '../refusal.ts';
import { clusteredError, requireSample } from './sample.ts';
import type { AskedSample, MeanWithError } from './sample.ts';

export interface NonresponseSettings {
  readonly learner: Learner;
  readonly folds: number;
  readonly trim: number; // smallest probability of an answer that is used
  readonly seed: number;
}

export interface Corrected extends MeanWithError {
  readonly kind: 'corrected';
  readonly answeredShare: number;
  readonly plain: number; // mean of the answers as they came
  readonly trimmedShare: number; // rows whose probability was raised to the least one
  readonly effectiveAnswers: number; // sum(w)^2 / sum(w^2)
}

export const NONRESPONSE: NonresponseSettings = {
  learner: bestOf([penalised(), boosting({ trees: 100, learningRate: 0.05, leaves: 4 })]),
  folds: 5,
  trim: 0.02,
  seed: 1,
};

/** The mean over everybody asked, were answers missing at random given what is known of everybody, weighted by the inverse of
 *  the probability p of an answer and augmented by the expected one g, both cross-fitted with whole sellers in a fold:
 *      phi = g + R (y - g) / p      mean = E[phi]
 *  right if either p or g is. Robins, Rotnitzky & Zhao (1994), JASA 89.
 *  @throws RangeError as `requireSample` */
export function correctedMean(
  sample: AskedSample,
  given: Partial<NonresponseSettings> = {},
): Corrected | Refused {
  requireSample(sample);
  const name = 'inverse probability of an answer';
  const settings = { ...NONRESPONSE, ...given };
  const { answered, value, cluster } = sample;
  const sellers = (arm: number): number => new Set(cluster.filter((_, i) => answered[i] === arm)).size;
  if (sellers(1) === 0) return refused(name, 'no rows', 'nobody answered');
  if (sellers(1) < FEWEST_CLUSTERS)
    return refused(name, 'too few clusters', `${sellers(1)} sellers answered`);
  const [p, g] = models(sample, settings);
  const used = p.map((probability) => Math.max(settings.trim, probability));
  const weight = used.map((probability, i) => (answered[i] === 1 ? 1 / probability : 0));
  const phi = g.map((expected, i) =>
    answered[i] === 1 ? expected + (weight[i] as number) * ((value[i] as number) - expected) : expected,
  );
  const estimate = mean(phi);
  if (!Number.isFinite(estimate)) return refused(name, 'learner failed', 'a model gave no finite prediction');
  const se = clusteredError(
    cluster,
    phi.map((each) => each - estimate),
  );
  if (!(se > 0)) return refused(name, 'constant outcome', 'all answers are the same');
  const width = studentWidth(0.95, new Set(cluster).size - 1) * se;
  return {
    kind: 'corrected',
    estimate,
    se,
    lower: estimate - width,
    upper: estimate + width,
    answeredShare: mean(Float64Array.from(answered)),
    plain: mean(value.filter((_, i) => answered[i] === 1)),
    trimmedShare: p.filter((probability, i) => probability !== used[i]).length / p.length,
    effectiveAnswers: sum(weight) ** 2 / sum(weight.map((each) => each * each)),
  };
}

function models(sample: AskedSample, settings: NonresponseSettings): [p: Float64Array, g: Float64Array] {
  const { answered, value, cluster, sellers } = sample;
  const of = sellers.map((seller) => foldOf(`${settings.seed}/answers/${seller}`, settings.folds));
  const folds = Uint8Array.from(cluster, (seller) => of[seller] ?? 0);
  const fit = settings.learner.over(sample.covariates);
  const count = settings.folds;
  const y = value.map((each, i) => (answered[i] === 1 ? each : 0));
  const all = answered.every((each) => each === 1);
  const p = all ? y.map(() => 1) : fit({ y: Float64Array.from(answered), kind: 'probability', folds, count });
  return [p, fit({ y, kind: 'mean', folds, count, learnFrom: answered })];
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function mean(values: Float64Array): number {
  return sum(values) / values.length;
}
