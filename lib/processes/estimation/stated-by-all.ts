import type { RoundRow } from '../../rounds/row.ts';
import { covariatesOf } from '../../stats/covariates.ts';
import { penalised } from '../../stats/penalised/learner.ts';
import { decisionOf } from '../../trust/decision.ts';
import type { Estimates } from '../../trust/estimates.ts';
import { quantity, unknownQuantity } from '../../trust/quantity.ts';
import type { Scale } from '../../trust/scale.ts';
import { meanBounds } from '../nonresponse/bounds.ts';
import { correctedMean } from '../nonresponse/inverse-probability.ts';
import type { AskedSample } from '../nonresponse/sample.ts';
import { weightOfAdvice } from '../outcomes/from-rows.ts';

/** Stated trust of all sellers, not only of those who answered: corrected by what is known of everybody (how far she follows,
 *  how often she decides, every x_*), and bounded without any assumption. One row a seller with a recommender. */
export function statedByAll(rows: readonly RoundRow[], scale: Scale, seed: number): Estimates['nonresponse'] {
  const sample = sampleOf(rows, scale);
  const answered = sample.answered.reduce((sum, each) => sum + each, 0);
  const about = { all: sample.answered.length, answered };
  if (answered === 0 || sample.sellers.length < 2)
    return {
      ...about,
      corrected: unknownQuantity('nobody answered the trust question'),
      lowest: null,
      highest: null,
    };
  const found = correctedMean(sample, { learner: penalised({ mix: 1, degree: 1 }), seed });
  const { lowest, highest } = meanBounds(sample);
  const corrected =
    found.kind === 'refused'
      ? unknownQuantity(`${found.reason}: ${found.detail}`, answered)
      : quantity(found.estimate, found.se, sample.sellers.length, [1, 7]);
  return { ...about, corrected, lowest, highest };
}

function sampleOf(rows: readonly RoundRow[], scale: Scale): AskedSample {
  const groups = new Map<string, RoundRow[]>();
  for (const row of rows) {
    const key = `${row.sellerId}\n${row.recommender}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const each = [...groups].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, own]) => own);
  const sellers = [...new Set(each.map(([row]) => row?.sellerId ?? ''))];
  const number = new Map(sellers.map((sellerId, k) => [sellerId, k]));
  const names = [...new Set(rows.flatMap(({ covariates }) => Object.keys(covariates)))].toSorted();
  const recommenders = [...new Set(rows.map(({ recommender }) => recommender))].toSorted().slice(1);
  const ratings = each.map((own) => own.flatMap(({ trustRating }) => trustRating ?? []));
  return {
    answered: Uint8Array.from(ratings, ({ length }) => (length > 0 ? 1 : 0)),
    value: Float64Array.from(ratings, mean),
    cluster: Int32Array.from(each, ([row]) => number.get(row?.sellerId ?? '') ?? 0),
    sellers,
    covariates: covariatesOf(each.map((own) => knownOf(own, scale, recommenders, names))),
    range: [1, 7],
  };
}

/** What is known of a seller with a recommender, whether she answered or not. */
function knownOf(
  own: readonly RoundRow[],
  scale: Scale,
  recommenders: readonly string[],
  names: readonly string[],
): number[] {
  const [row] = own;
  const weights = own.flatMap((one) => {
    const decision = decisionOf(one, scale);
    return typeof decision === 'string' ? [] : [weightOfAdvice(decision)];
  });
  const dummies = recommenders.map((name) => (row?.recommender === name ? 1 : 0));
  const covariates = names.map((name) => row?.covariates[name] ?? Number.NaN);
  return [mean(weights), weights.length, own.length].concat(dummies, covariates);
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((sum, value) => sum + value, 0) / values.length;
}
