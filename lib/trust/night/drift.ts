import * as z from 'zod/mini';
import type { RoundRow } from '../../rounds/row.ts';
import { fromExact } from '../../stats/exact-sum.ts';
import { trustPanel } from '../kalman/trust-panel.ts';
import { pointPass } from '../reduce/pass.ts';
import { sequencesOf } from '../sequence.ts';
import { sumOf, textOf } from '../spread/exact-text.ts';
import { EVERYONE, scaleOfFit, type TrustFit } from '../trust-fit.ts';

/** The log-likelihood and its derivatives at the parameters of a fit, by segment, summed exactly over some whole sellers; null where
 *  one is not finite. Texts as `PassPart` has them. */
export const scoresSchema = z.record(z.string(), z.nullable(z.array(z.string())));
export type Scores = z.infer<typeof scoresSchema>;

/** Standard errors that a parameter may be from where it would be fitted today, before all is fitted anew. */
export const DRIFT = 1;

/** Segments whose parameters are the maximum of a Kalman likelihood of their own: a small recommender's are drawn to everyone's,
 *  and the friction likelihoods are approximations whose derivatives take a fit to have. */
export const scoredSegments = ({ segments, dynamics }: Pick<TrustFit, 'segments' | 'dynamics'>): string[] =>
  dynamics.map(({ segment }) => segment).filter((name) => segments[name]?.estimator === 'kf');

/** What some whole sellers say of the parameters. */
export function scoresOf(rows: readonly RoundRow[], fit: TrustFit): Scores {
  const sequences = sequencesOf(rows, {
    scale: scaleOfFit(fit),
    dropOutcomeOfUnusedRows: fit.settings.dropOutcomeOfUnusedRows === true,
  }).filter(({ steps }) => steps.some(({ decision }) => decision !== null));
  return Object.fromEntries(
    scoredSegments(fit).flatMap((name) => {
      const segment = fit.segments[name];
      if (segment === undefined) return [];
      const members = name === EVERYONE ? sequences : sequences.filter((each) => each.recommender === name);
      const sums = pointPass(trustPanel(members, segment))(Float64Array.from(segment.theta));
      return [[name, sums && sums.map((sum) => textOf(sum))]];
    }),
  );
}

/** Scores of a part in which some sellers' rounds are others now; exact. */
export function replacedScores(before: Scores, gone: Scores, came: Scores): Scores {
  return Object.fromEntries(
    Object.entries(before).map(([name, sums]) => {
      const [less, more] = [gone[name], came[name]];
      if (!sums || !less || !more) return [name, null];
      return [name, sums.map((text, j) => textOf(sumOf(text) - at(less, j) + at(more, j)))];
    }),
  );
}

const at = (texts: readonly string[], j: number): bigint => sumOf(texts[j] ?? '0');

/** Scores of all parts together, in any order and grouping. */
export function addedScores(parts: readonly Scores[]): Scores {
  const [first = {}, ...others] = parts;
  const zero = (scores: Scores): Scores =>
    Object.fromEntries(Object.entries(scores).map(([name, sums]) => [name, sums && sums.map(() => '0')]));
  return others.reduce((sum, part) => replacedScores(sum, zero(part), part), first);
}

/** How far a segment's parameters are from where they would be fitted on today's rounds.
 *  `standardErrors`: the largest of any; null where the likelihood cannot be had there. */
export const driftSchema = z.strictObject({
  segment: z.string(),
  parameter: z.nullable(z.string()),
  standardErrors: z.nullable(z.number()),
});
export type Drift = z.infer<typeof driftSchema>;

const PARAMETERS = ['mu0', 'tau0', 'gain', 'loss', 'q', 'ln se', 'bg'];

/** One Newton step from the parameters as fitted: with C their covariance and s the derivatives of the log-likelihood of today's
 *  rounds,   d = C s,   in standard errors   d_j / sqrt(C_jj).
 *  C is that of the rounds of the fit: with more of them it would be smaller, so this is rather too much than too little. */
export function driftOf(fit: Pick<TrustFit, 'segments' | 'dynamics'>, scores: Scores): Drift[] {
  return scoredSegments(fit).map((name) => {
    const { covariance = [] } = fit.segments[name] ?? {};
    const score = scores[name]?.slice(1).map((text) => fromExact(sumOf(text)));
    if (score === undefined) return { segment: name, parameter: null, standardErrors: null };
    const moves = covariance.map((row, j) => {
      const variance = row[j] ?? 0;
      const step = row.reduce((sum, each, k) => sum + each * (score[k] ?? 0), 0);
      return variance > 0 ? Math.abs(step) / Math.sqrt(variance) : 0;
    });
    const largest = moves.reduce((best, move, j) => (move > (moves[best] ?? 0) ? j : best), 0);
    return { segment: name, parameter: PARAMETERS[largest] ?? null, standardErrors: moves[largest] ?? 0 };
  });
}

/** Whether a full fit is due before its day. */
export const hasDrifted = (drifts: readonly Drift[]): boolean =>
  drifts.some(({ standardErrors }) => standardErrors === null || standardErrors > DRIFT);
