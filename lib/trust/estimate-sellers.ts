import type { RoundRow } from '../rounds/row.ts';
import { deltaVariance } from '../stats/delta-method.ts';
import { Z95 } from '../stats/normal.ts';
import { benchmarkNow } from './calibration.ts';
import { Cells, clip } from './cells.ts';
import type { TrustPath } from './estimator.ts';
import { ESTIMATORS } from './estimators.ts';
import { moveShares, ratings } from './observed.ts';
import { changeVariance } from './paths-with-gradient.ts';
import { periodOf } from './period.ts';
import type { SellerEstimates, SellerRow } from './seller-estimates.ts';
import { sequencesOf, type Sequence } from './sequence.ts';
import { memberships } from './theories/membership.ts';
import { scaleOfFit, segmentOf, type SegmentFit, type TrustFit } from './trust-fit.ts';

const CHUNK = 512; // sequences whose paths are held in memory at once
const TREND_ROUNDS = 8;

/** Estimates of the sellers in these rows under a fit: any set of whole sellers, such as a range of shards. */
export function estimateSellers(rows: readonly RoundRow[], fit: TrustFit): SellerEstimates {
  const sequences = sequencesOf(rows, {
    scale: scaleOfFit(fit),
    dropOutcomeOfUnusedRows: fit.settings.dropOutcomeOfUnusedRows === true,
  });
  const cells = new Cells();
  const types = memberships(sequences, fit);
  const sellers: SellerRow[] = [];
  for (let from = 0; from < sequences.length; from += CHUNK)
    for (const row of estimateChunk(sequences.slice(from, from + CHUNK), fit, cells)) {
      const type = types.get(row.sellerId);
      sellers.push({ ...row, theory: type?.theory ?? null, theoryProbability: type?.probability ?? null });
    }
  return { sellers, cells: cells.list() };
}

function estimateChunk(sequences: readonly Sequence[], fit: TrustFit, cells: Cells): SellerRow[] {
  const rows = new Map<Sequence, SellerRow>();
  for (const name of new Set(sequences.map(({ recommender }) => segmentOf(fit, recommender)))) {
    const members = sequences.filter(({ recommender }) => segmentOf(fit, recommender) === name);
    const segment = name === null ? undefined : fit.segments[name];
    const paths = segment ? ESTIMATORS[segment.estimator].paths(members, segment) : [];
    members.forEach((sequence, i) => {
      const path = paths[i];
      const known = path && segment && sequence.steps.some(({ decision }) => decision !== null);
      rows.set(sequence, {
        ...observedRow(sequence),
        ...UNKNOWN,
        ...(known ? trustRow(sequence, path, segment) : {}),
      });
      if (known && name !== null) addToCells(cells, sequence, path, name, fit);
    });
  }
  return sequences.flatMap((sequence) => rows.get(sequence) ?? []);
}

const UNKNOWN = {
  trust: null,
  trustLower: null,
  trustUpper: null,
  trend: null,
  trendLower: null,
  trendUpper: null,
  theory: null,
  theoryProbability: null,
  reason: 'no usable decision',
};

/** Posterior standard deviation above which one seller's trust says too little to be published: docs/model.md 6.14. */
const WIDEST = 0.15;
const TOO_WIDE = `standard deviation above ${WIDEST}`;

function observedRow(sequence: Sequence): Omit<SellerRow, keyof typeof UNKNOWN> {
  const { sellerId, recommender, rounds } = sequence;
  return {
    sellerId,
    recommender,
    rounds: rounds.length,
    stated: mean(ratings(sequence)),
    shown: mean(moveShares(sequence)),
  };
}

/** Trust after the last outcome seen, with the parameters' uncertainty, cut to [0,1], unless it is too uncertain; trend
 *  over the last 8 rounds. */
function trustRow(sequence: Sequence, path: TrustPath, segment: SegmentFit): Partial<SellerRow> {
  const last = path.mean.length - 1;
  const now = path.mean[last] as number;
  const sd = Math.sqrt(ownVariance(path, last) + deltaVariance(gradientAt(path, last), segment.covariance));
  const trend = trendRow(sequence, path, segment);
  if (!(sd <= WIDEST)) return { ...trend, reason: TOO_WIDE };
  return {
    ...trend,
    trust: clip(now),
    trustLower: clip(now - Z95 * sd),
    trustUpper: clip(now + Z95 * sd),
    reason: null,
  };
}

function trendRow(sequence: Sequence, path: TrustPath, segment: SegmentFit): Partial<SellerRow> {
  const first = sequence.rounds.length - TREND_ROUNDS;
  const since = sequence.steps.findIndex(
    ({ round, outcomeRound }) => Math.max(round ?? -1, outcomeRound ?? -1) >= first,
  );
  const moved = sequence.steps.some(({ outcomeRound }, k) => outcomeRound !== null && k >= since);
  if (first < 0 || since < 0 || !moved) return {}; // without an outcome seen, trust stands still by assumption
  const last = path.mean.length - 1;
  const trend = (path.mean[last] as number) - (path.mean[since] as number);
  const own = changeVariance(path, since) + path.excessOfChange(since);
  const before = gradientAt(path, since);
  const gradient = gradientAt(path, last).map((value, j) => value - (before[j] ?? 0));
  const half = Z95 * Math.sqrt(own + deltaVariance(gradient, segment.covariance));
  return { trend, trendLower: trend - half, trendUpper: trend + half };
}

/** Variance of the state, averaged over the parameters' uncertainty; without what they shift its mean by. */
function ownVariance(path: TrustPath, k: number): number {
  return (path.variance[k] as number) + (path.excess[k] as number);
}

function gradientAt(path: TrustPath, k: number): number[] {
  return path.gradient.map((of) => of[k] ?? 0);
}

function addToCells(cells: Cells, sequence: Sequence, path: TrustPath, segment: string, fit: TrustFit): void {
  const { recommender } = sequence;
  const state = (k: number) => ({
    mean: path.mean[k] as number,
    variance: ownVariance(path, k),
    gradient: gradientAt(path, k),
  });
  const now = state(path.mean.length - 1);
  cells.add({ recommender, segment, period: null }, now);
  const benchmark = benchmarkNow(sequence, fit);
  if (benchmark !== null) cells.addGap({ recommender, segment, period: null }, now, benchmark);
  const periods = new Map<string, number>(); // the last decision of each period
  sequence.steps.forEach(({ round }, k) => {
    const use = round === null ? undefined : sequence.rounds[round];
    if (use) periods.set(periodOf(use.row), k);
  });
  for (const [period, k] of periods) cells.add({ recommender, segment, period }, state(k));
}

function mean(values: readonly number[]): number | null {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
}
