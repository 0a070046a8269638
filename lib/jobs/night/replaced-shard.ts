import type { Files } from '../../store/files.ts';
import { replacedScores } from '../../trust/night/drift.ts';
import { replacedTotals } from '../../trust/night/replaced-totals.ts';
import { compare } from '../../trust/sequence.ts';
import type { TrustFit } from '../../trust/trust-fit.ts';
import { bundlesIn, hashOfBundles, type Bundle } from '../bundle.ts';
import { readManifest } from '../manifest-file.ts';
import { estimateAll, readShard, type ShardEstimates } from '../part.ts';
import { replacedReference } from '../reference.ts';
import type { Run } from '../run-files.ts';
import { sameRange } from '../shard-range.ts';
import type { Snapshot } from '../snapshot.ts';
import { changedSellers, type ChangedSellers } from './changed-sellers.ts';

export interface ReplaceOrder {
  readonly run: Run;
  readonly base: string; // the run it rests on
  readonly snapshot: Snapshot;
  readonly fit: TrustFit; // of the run
  readonly referenceSegment: string | null;
}

/** What estimating all sellers of a snapshot gives, from what the base found of the range, by estimating those whose rounds are others
 *  now. Undefined where that cannot be had: under another fit, from files that are gone or have lost sellers, of another range. */
export async function replacedShard(
  files: Pick<Files, 'get'>,
  { run, base, snapshot, fit, referenceSegment }: ReplaceOrder,
): Promise<{ readonly shard: ShardEstimates; readonly sellers: number } | undefined> {
  const baseRun = { tenant: run.tenant, runId: base };
  const before = await snapshotUnderOneFit(files, run, baseRun, snapshot);
  const found = before && (await readShard(files, baseRun, snapshot.range));
  if (before === undefined || found === undefined) return undefined;
  const [old, now] = [await wholeBundles(files, before), await wholeBundles(files, snapshot)];
  if (old === undefined || now === undefined) return undefined;
  const changed = await changedSellers(old, now);
  const shard = replacedEstimates(found, changed, (read) => estimateAll(read, fit, referenceSegment));
  return shard && { shard, sellers: changed.sellers };
}

async function snapshotUnderOneFit(
  files: Pick<Files, 'get'>,
  run: Run,
  base: Run,
  { range }: Snapshot,
): Promise<Snapshot | undefined> {
  const [mine, theirs] = [await readManifest(files, run), await readManifest(files, base)];
  if (mine?.fitOf === undefined || theirs === undefined) return undefined;
  const fitOf = theirs.fitOf?.runId ?? base.runId;
  if (fitOf !== mine.fitOf.runId) return undefined;
  return theirs.snapshots.find((each) => sameRange(each.range, range));
}

/** Undefined where it is gone or has lost sellers: what they gave is still in the base's sums. */
async function wholeBundles(
  files: Pick<Files, 'get'>,
  { key, sha256 }: Snapshot,
): Promise<Bundle[] | undefined> {
  const stored = await files.get(key);
  const bundles = stored && bundlesIn(stored.body);
  return bundles && hashOfBundles(bundles) === sha256 ? bundles : undefined;
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
