import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { clusteredFit, contrast } from '../../stats/clustered-fit.ts';
import { studentBeyond } from '../../stats/incomplete-beta.ts';
import { normalQuantile } from '../../stats/normal.ts';
import { groupMeans, withBands } from './groups.ts';
import type { GroupEffect, GroupMean } from './groups.ts';
import type { EffectScores } from './scores.ts';

/** Whether predicted effects deserve to be acted on. */
export interface Calibration {
  /** phi = a mean + b (tau - mean tau) + e: b 1 if the spread of predictions is right, 0 if it is noise. */
  readonly slope: { readonly estimate: number; readonly se: number; readonly p: number }; // p one-sided, that b <= 0
  /** Effects by fifth of the predicted ones, least first. */
  readonly groups: readonly GroupEffect[];
  readonly topLessBottom: { readonly estimate: number; readonly se: number } | null;
  /** AUTOC: gain over treating at random when those with the largest predictions come first, averaged over how many. */
  readonly autoc: { readonly estimate: number; readonly se: number };
  readonly verdict: 'predictions hold' | 'cannot tell who gains most';
}

/** Checks predictions of `drLearner` against the scores of the rows they were not learnt from. Chernozhukov, Demirer, Duflo &
 *  Fernandez-Val (2018), section 3 (groups, calibration); Yadlowsky, Fleming, Shah, Brunskill & Wager (2024) for AUTOC.
 *  "Predictions hold" says that both the slope and AUTOC are above 0, each at 5 % one-sided. */
export function calibrationOf(scores: EffectScores, tau: Float64Array): Calibration {
  const slope = slopeOf(scores, tau);
  const gain = rankedGain(scores, tau);
  const means = groupMeans(scores, fifths(tau, scores.folds));
  const sure = slope.p < 0.05 && gain.estimate > ONE_SIDED * gain.se;
  return {
    slope,
    groups: withBands(means, scores.settings.seed),
    topLessBottom: means.length > 1 ? difference(means.at(-1), means[0]) : null,
    autoc: gain,
    verdict: sure ? 'predictions hold' : 'cannot tell who gains most',
  };
}

const ONE_SIDED = normalQuantile(0.95);

/** Of two groups that may hold rows of the same sellers. */
function difference(a: GroupMean | undefined, b: GroupMean | undefined): Calibration['topLessBottom'] {
  if (!a || !b) return null;
  const influence = a.influence.map((value, seller) => value - (b.influence[seller] as number));
  const variance = influence.reduce((sum, value) => sum + value * value, 0);
  return { estimate: a.estimate - b.estimate, se: Math.sqrt(variance) };
}

function slopeOf({ data, phi }: EffectScores, tau: Float64Array): Calibration['slope'] {
  const total = data.weights.reduce((sum, weight) => sum + weight, 0);
  const mean = tau.reduce((sum, value, i) => sum + value * (data.weights[i] as number), 0) / total;
  const columns = [tau.map(() => 1), tau.map((value) => value - mean)];
  const fit = clusteredFit({ y: phi, columns, cluster: data.cluster, weights: data.weights });
  if ('dependent' in fit) return { estimate: 0, se: 0, p: 1 }; // the same prediction for everybody
  const { estimate, se, df } = contrast(fit, [0, 1], 'CR2');
  const beyond = studentBeyond(Math.abs(estimate / se), df) / 2;
  return { estimate, se, p: estimate > 0 ? beyond : 1 - beyond };
}

/** Fifths by rank inside each fold, as each fold's predictions come from a model of its own. */
function fifths(tau: Float64Array, folds: Uint8Array): string[] {
  const result = Array.from(tau, () => '1');
  for (const fold of new Set(folds)) {
    const rows = [...tau.keys()]
      .filter((i) => folds[i] === fold)
      .toSorted((a, b) => (tau[a] as number) - (tau[b] as number));
    rows.forEach((i, rank) => (result[i] = String(1 + Math.floor((5 * rank) / rows.length))));
  }
  return result;
}

const HALVES = 200;

/** AUTOC and its standard error: the spread over random halves of the sellers, which has the variance of the whole. */
function rankedGain(scores: EffectScores, tau: Float64Array): Calibration['autoc'] {
  const { data, settings } = scores;
  const order = [...tau.keys()].toSorted((a, b) => (tau[b] as number) - (tau[a] as number));
  const estimate = autoc(scores, order, () => true);
  const generator = xoroshiro128plus(settings.seed);
  const halves = Array.from({ length: HALVES }, () => {
    const kept = data.sellers.map(() => uniformFloat64(generator) < 0.5);
    return autoc(scores, order, (i) => kept[data.cluster[i] as number] ?? false);
  });
  const variance = halves.reduce((sum, value) => sum + (value - estimate) ** 2, 0) / HALVES;
  return { estimate, se: Math.sqrt(variance) };
}

/** The mean over u in (0,1) of  E[phi | the share u with the largest tau] - E[phi], weighted. */
function autoc(
  { data, phi }: EffectScores,
  order: readonly number[],
  kept: (row: number) => boolean,
): number {
  let [weight, sum, area] = [0, 0, 0];
  for (const i of order) {
    if (!kept(i)) continue;
    const w = data.weights[i] as number;
    if (w === 0) continue;
    weight += w;
    sum += w * (phi[i] as number);
    area += (w * sum) / weight;
  }
  return weight > 0 ? (area - sum) / weight : 0;
}
