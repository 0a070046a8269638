import type { Instant } from '../domain/instant.ts';
import type { Exposure } from '../rounds/exposure.ts';
import { entryAt, type Process, type ProcessEntry } from '../rounds/process.ts';
import type { Round } from '../rounds/round.ts';
import type { RoundRow } from '../rounds/row.ts';
import { assignmentOf } from './assignment.ts';
import { covers } from './scope.ts';
import { POLICY_STABILITY } from './stability.ts';

/** What is known of processes beside a round. */
export interface AroundRound {
  readonly registry: readonly Process[]; // as known at the cut
  readonly exposures?: readonly Exposure[]; // of the seller, in the order of (at, id)
  readonly cut: Instant;
}

/** The row of a stored round with the processes it was under and the arms that experiments assigned, as known at the cut.
 *  @param row of this round, with its seller's segments: an instant each */
export function withProcesses(row: RoundRow, round: Round, around: AroundRound): RoundRow {
  const { registry, cut } = around;
  const asked = row.askedAt;
  if (asked === null) throw new RangeError('withProcesses requires a row with asked_at');
  const own = (round.exposures ?? []).filter(isKnown(cut));
  const sellers = (around.exposures ?? []).filter(
    (exposure) => isKnown(cut)(exposure) && exposure.at <= asked,
  );
  const entries = new Map<string, ProcessEntry>(registry.map((each) => [each.process, each]));
  const names = [...new Set([...entries.keys(), ...[...own, ...sellers].map(({ process }) => process)])];
  const decided = decidedAt(round, cut);
  const processes: Record<string, number> = {};
  for (const process of names.toSorted()) {
    if (process === POLICY_STABILITY) continue;
    const those = (each: Exposure) => each.process === process;
    const dose = doseOf(own.filter(those), sellers.findLast(those), entries.get(process), {
      row,
      asked,
      decided,
    });
    if (dose !== undefined) processes[process] = dose;
  }
  const assignments = { ...assigned(row, round, registry), ...recorded(round, own, sellers, cut) };
  return { ...row, processes, ...(Object.keys(assignments).length > 0 && { assignments }) };
}

interface When {
  readonly row: RoundRow;
  readonly asked: Instant;
  readonly decided: Instant | undefined;
}

/** 1. What was logged of this round, up to her decision: the last word. Logged only after it: not known, since it cannot
 *     have moved the decision, nor does it say that she had not met the process before.
 *  2. Her own spell when she was asked, unless the process had ended.
 *  3. By the registry: none before its start, after its end and out of its scope; within, as `exposure` says.
 *  4. A process that is not registered: not known. */
function doseOf(
  own: readonly Exposure[],
  spell: Exposure | undefined,
  entry: ProcessEntry | undefined,
  { row, asked, decided }: When,
): number | undefined {
  if (own.length > 0) return own.findLast(({ at }) => decided === undefined || at <= decided)?.dose;
  const over = entry?.endAt !== undefined && entry.endAt <= asked;
  if (spell !== undefined) return over ? 0 : spell.dose;
  if (entry === undefined) return undefined;
  const outside = over || asked < entry.startAt || !covers(entry, row);
  return !outside && entry.exposure === 'everybody' ? 1 : 0;
}

/** When she chose what the row says she chose; undefined while she has not. */
function decidedAt({ action, reply, earlierReplies = [] }: Round, cut: Instant): Instant | undefined {
  if (action?.chosen !== undefined && isKnown(cut)(action)) return action.at;
  return [reply, ...earlierReplies.toReversed()].find((each) => each !== undefined && isKnown(cut)(each))?.at;
}

/** Arms by the registry: of experiments that ran when she was asked, as their entry was then. Reasons only where an
 *  invitation recorded the arm: no page honours it elsewhere. */
function assigned(row: RoundRow, round: Round, registry: readonly Process[]): Record<string, string> {
  const arms: Record<string, string> = {};
  for (const process of registry) {
    const entry = row.askedAt === null ? undefined : entryAt(process, row.askedAt);
    if (entry === undefined || row.askedAt === null || entry.kind === 'reasons') continue;
    if (row.askedAt < entry.startAt || (entry.endAt !== undefined && entry.endAt <= row.askedAt)) continue;
    const { sellerId, recommendationId } = round;
    const arm = assignmentOf(entry, { ...row, sellerId, recommendationId });
    if (arm !== undefined) arms[process.process] = arm;
  }
  return arms;
}

/** Arms as they were recorded when it happened: by the invitation, else with an exposure. */
function recorded(
  { invitation }: Round,
  own: readonly Exposure[],
  sellers: readonly Exposure[],
  cut: Instant,
): Record<string, string> {
  const told = [...sellers, ...own].flatMap(({ process, arm }) =>
    arm === undefined ? [] : [[process, arm]],
  );
  const invited = invitation !== undefined && invitation.invitedAt <= cut ? invitation.assigned : {};
  return { ...Object.fromEntries(told), ...invited };
}

const isKnown =
  (cut: Instant) =>
  ({ ingestedAt }: { readonly ingestedAt: Instant }) =>
    ingestedAt <= cut;
