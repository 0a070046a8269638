import type { RoundRow } from '../rounds/row.ts';
import { deltaVariance } from '../stats/delta-method.ts';
import { Z95 } from '../stats/normal.ts';
import { Cells, clip } from './cells.ts';
import { ESTIMATORS } from './estimators.ts';
import { addContrasts, addSequence, type Held } from './evolution/seller-cells.ts';
import { gradientAt, levelTerm, ownVariance, type SequencePath } from './evolution/seller-change.ts';
import { trendRow } from './evolution/trend.ts';
import { moveShares, ratings } from './observed.ts';
import { SegmentCellsOfSellers } from './segment-cells-of-sellers.ts';
import type { Cell, SellerEstimates, SellerRow } from './seller-estimates.ts';
import { sequencesOf, type Sequence } from './sequence.ts';
import { withoutSuspects } from './suspects.ts';
import { memberships } from './theories/membership.ts';
import { scaleOfFit, segmentOf, type TrustFit } from './trust-fit.ts';

const CHUNK = 512; // sequences whose paths are held in memory at once

/** Estimates of the sellers in these rows under a fit: any set of whole sellers, such as a range of shards. */
export function estimateSellers(rows: readonly RoundRow[], fit: TrustFit): SellerEstimates {
  const sequences = sequencesOf(rows, {
    scale: scaleOfFit(fit),
    dropOutcomeOfUnusedRows: fit.settings.dropOutcomeOfUnusedRows === true,
  });
  const cells = new Cells();
  const types = memberships(sequences, fit);
  const sellers: SellerRow[] = [];
  const held = new Map<string, Held[]>(); // by seller
  const segments = new SegmentCellsOfSellers(cells, rows, fit.settings.segments ?? []);
  for (let from = 0; from < sequences.length; from += CHUNK)
    for (const row of estimateChunk(sequences.slice(from, from + CHUNK), fit, { cells, held, segments })) {
      const type = types.get(row.sellerId);
      sellers.push({ ...row, theory: type?.theory ?? null, theoryProbability: type?.probability ?? null });
    }
  for (const trusts of held.values()) addContrasts(cells, trusts);
  segments.count();
  for (const cell of cellsWithoutSuspects(rows, fit)) cells.merge(cell);
  return { sellers, cells: cells.list() };
}

function cellsWithoutSuspects(rows: readonly RoundRow[], fit: TrustFit): Cell[] {
  if (fit.withoutSuspects === null) return [];
  const clean = {
    ...fit,
    segments: fit.withoutSuspects.segments,
    settings: { ...fit.settings, segments: [] },
    mixture: null,
    withoutSuspects: null,
  };
  return estimateSellers(withoutSuspects(rows), clean)
    .cells.filter(({ kind }) => kind === 'now')
    .map((cell) => Object.assign(cell, { kind: 'now-without-suspects' as const }));
}

interface Into {
  readonly cells: Cells;
  readonly held: Map<string, Held[]>;
  readonly segments: SegmentCellsOfSellers;
}

function estimateChunk(sequences: readonly Sequence[], fit: TrustFit, into: Into): SellerRow[] {
  const rows = new Map<Sequence, SellerRow>();
  for (const name of new Set(sequences.map(({ recommender }) => segmentOf(fit, recommender)))) {
    const members = sequences.filter(({ recommender }) => segmentOf(fit, recommender) === name);
    const segment = name === null ? undefined : fit.segments[name];
    const paths = segment ? ESTIMATORS[segment.estimator].paths(members, segment) : [];
    members.forEach((sequence, i) => {
      const path = paths[i];
      const known = path && segment && sequence.steps.some(({ decision }) => decision !== null);
      const of = known && name !== null ? { sequence, path, segment: name, fit: segment } : undefined;
      rows.set(sequence, {
        ...observedRow(sequence),
        ...unknown(sequence, fit),
        ...(of ? trustRow(of) : {}),
      });
      if (of) add(of, fit, into);
    });
  }
  return sequences.flatMap((sequence) => rows.get(sequence) ?? []);
}

function add(of: SequencePath, fit: TrustFit, { cells, held, segments }: Into): void {
  addSequence(cells, of, fit);
  segments.add(of);
  const { sellerId, recommender } = of.sequence;
  const trust = { recommender, trust: levelTerm(of, of.path.mean.length - 1) };
  held.set(sellerId, [...(held.get(sellerId) ?? []), trust]);
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
};

/** Why nothing is known of her trust: she made no decision, or nothing could be fitted to anybody's. */
function unknown({ steps }: Sequence, { dynamics }: TrustFit) {
  const decided = steps.some(({ decision }) => decision !== null);
  const reason = (decided ? dynamics[0]?.reason : null) ?? 'no usable decision';
  return { ...UNKNOWN, reason, trendReason: reason };
}

/** Posterior standard deviation above which one seller's trust says too little to be published: docs/model.md 6.14. */
const WIDEST = 0.15;
const TOO_WIDE = `standard deviation above ${WIDEST}`;

function observedRow(sequence: Sequence): Omit<SellerRow, keyof ReturnType<typeof unknown>> {
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
function trustRow(of: SequencePath): Partial<SellerRow> {
  const { path, fit } = of;
  const last = path.mean.length - 1;
  const now = path.mean[last] as number;
  const sd = Math.sqrt(ownVariance(path, last) + deltaVariance(gradientAt(path, last), fit.covariance));
  const trend = trendRow(of);
  if (!(sd <= WIDEST)) return { ...trend, reason: TOO_WIDE };
  return {
    ...trend,
    trust: clip(now),
    trustLower: clip(now - Z95 * sd),
    trustUpper: clip(now + Z95 * sd),
    reason: null,
  };
}

function mean(values: readonly number[]): number | null {
  return values.length > 0 ? values.reduce((sum, value) => sum + value, 0) / values.length : null;
}
