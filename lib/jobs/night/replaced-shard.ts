import type { Files } from '../../store/files.ts';
import { replacedScores } from '../../trust/night/drift.ts';
import { replacedTotals } from '../../trust/night/replaced-totals.ts';
import { compare } from '../../trust/sequence.ts';
import type { TrustFit } from '../../trust/trust-fit.ts';
import { hashOfBundles } from '../bundle.ts';
import { readManifest } from '../manifest-file.ts';
import { estimateAll, readShard, type ShardEstimates } from '../part.ts';
import { replacedReference } from '../reference.ts';
import type { Run } from '../run-files.ts';
import { sameRange } from '../shard-range.ts';
import type { Snapshot } from '../snapshot.ts';
import { changedSellers, type ChangedSellers } from './changed-sellers.ts';
import { getBundles } from './sellers-taken.ts';

export interface ReplaceOrder {
  readonly run: Run;
  readonly fitOf: string; // the run whose fit it keeps
  readonly base: string; // the run it rests on
  readonly snapshot: Snapshot;
  readonly fit: TrustFit; // of the run
  readonly referenceSegment: string | null;
}

/** How a range differs from what the base took of it. */
export interface Replaced {
  readonly changed: ChangedSellers;
  /** What estimating all its sellers gives, had by estimating those; undefined where only all of them can tell. */
  readonly shard: ShardEstimates | undefined;
}

/** Share of its sellers from which on estimating all of a range is quicker: each who changed is estimated twice. */
const MOST = 0.4;

/** Undefined where it cannot be told: the base has another fit, other ranges, or its files are gone. */
export async function replacedShard(
  files: Pick<Files, 'get'>,
  { run, fitOf, base, snapshot, fit, referenceSegment }: ReplaceOrder,
): Promise<Replaced | undefined> {
  const baseRun = { tenant: run.tenant, runId: base };
  const before = await snapshotUnder(files, baseRun, fitOf, snapshot);
  const [old, now] = [before && (await getBundles(files, before)), await getBundles(files, snapshot)];
  if (before === undefined || old === undefined || now === undefined) return undefined;
  const changed = await changedSellers(old, now);
  const found = await readShard(files, baseRun, snapshot.range);
  // what erased sellers gave is still in the base's sums
  const isWhole = hashOfBundles(old) === before.sha256 && hashOfBundles(now) === snapshot.sha256;
  const isMost = changed.sellers > MOST * (snapshot.sellers ?? 0);
  if (found === undefined || !isWhole || isMost) return { changed, shard: undefined };
  const estimate = (read: ChangedSellers['gone']) => estimateAll(read, fit, referenceSegment);
  return { changed, shard: replacedEstimates(found, changed, estimate) };
}

/** What a run took of a range, if it used that fit. */
async function snapshotUnder(
  files: Pick<Files, 'get'>,
  base: Run,
  fitOf: string,
  { range }: Snapshot,
): Promise<Snapshot | undefined> {
  const manifest = await readManifest(files, base);
  if (manifest === undefined || (manifest.fitOf?.runId ?? base.runId) !== fitOf) return undefined;
  return manifest.snapshots.find((each) => sameRange(each.range, range));
}

/** Estimates of a range in which some sellers' rounds are others now, under the same fit; undefined where only all of them can tell. */
export function replacedEstimates(
  before: ShardEstimates,
  changed: ChangedSellers,
  estimate: (read: ChangedSellers['gone']) => ShardEstimates,
): ShardEstimates | undefined {
  const [gone, came] = [estimate(changed.gone), estimate(changed.came)];
  // where a line was not taken, which one can only all of them tell
  if ([before, gone, came].some(({ input }) => input.rejected > 0)) return undefined;
  if (before.reference.segment !== came.reference.segment) return undefined;
  const totals = replacedTotals(before.totals, gone.totals, came.totals);
  const lines = replacedLines(before.lines, gone.lines, came.lines);
  if (totals === undefined || lines === undefined) return undefined;
  return {
    input: {
      ...before.input,
      rows: before.input.rows - gone.input.rows + came.input.rows,
      accepted: before.input.accepted - gone.input.accepted + came.input.accepted,
    },
    totals,
    scores: replacedScores(before.scores, gone.scores, came.scores),
    reference: replacedReference(before.reference, gone.reference, came.reference),
    lines,
  };
}

/** Undefined where the table has lost a line that should go now. */
function replacedLines(
  before: readonly string[],
  gone: readonly string[],
  came: readonly string[],
): string[] | undefined {
  const going = new Set(gone);
  const staying = before.filter((line) => !going.has(line));
  if (staying.length !== before.length - gone.length) return undefined;
  return [...staying, ...came].toSorted(compare);
}
