import type { RoundRow } from '../rounds/row.ts';
import { median } from '../stats/median.ts';
import { decisionOf, type Decision } from './decision.ts';
import { fidelityOf } from './fidelity.ts';
import type { Scale } from './scale.ts';

/** One entry of a timeline, or two that follow each other at once: a decision, an outcome seen, or both. */
export interface Step {
  readonly round: number | null; // index into `rounds` of the decision
  readonly decision: Decision | null;
  readonly outcomeRound: number | null; // index into `rounds` of the outcome that was seen after the decision
  readonly fidelity: number | null; // r of that outcome
}

/** One round of a sequence. */
export interface RoundUse {
  readonly row: RoundRow;
  readonly decision: Decision | string; // a string says why there is none
  readonly fidelity: number | string;
}

/** What one seller went through with one recommender, in time order. */
export interface Sequence {
  readonly sellerId: string;
  readonly recommender: string;
  readonly rounds: readonly RoundUse[];
  readonly steps: readonly Step[];
}

export interface SequenceSettings {
  readonly scale: Scale;
  readonly dropOutcomeOfUnusedRows: boolean;
  /** The placebo: outcomes that were not shown count as seen, those that were shown do not. */
  readonly placebo?: boolean;
}

/** Timelines of all sellers and recommenders in these rows, ordered by sellerId, then recommender. */
export function sequencesOf(rows: readonly RoundRow[], settings: SequenceSettings): Sequence[] {
  const groups = new Map<string, RoundRow[]>();
  for (const row of rows) {
    const key = `${row.sellerId}\n${row.recommender}`; // no id holds a line end; orders by sellerId first
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return [...groups.values()]
    .map((group) => sequenceOf(group.toSorted(inTime), settings))
    .toSorted((a, b) => compare(a.sellerId, b.sellerId) || compare(a.recommender, b.recommender));
}

/** Text order by code units: the same on every machine, whatever its locale. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Rounds at one position keep an order that does not depend on how they arrived. */
function inTime(a: RoundRow, b: RoundRow): number {
  return (
    a.position - b.position ||
    a.line - b.line ||
    (a.recommended ?? 0) - (b.recommended ?? 0) ||
    (a.priorPlan ?? 0) - (b.priorPlan ?? 0) ||
    (a.chosen ?? 0) - (b.chosen ?? 0)
  );
}

function sequenceOf(rows: readonly RoundRow[], settings: SequenceSettings): Sequence {
  const rounds = rows.map((row) => ({
    row,
    decision: decisionOf(row, settings.scale),
    fidelity: fidelityOf(row, settings.scale.name),
  }));
  const first = rows[0];
  return {
    sellerId: first?.sellerId ?? '',
    recommender: first?.recommender ?? '',
    rounds,
    steps: stepsOf(rounds, settings),
  };
}

interface Entry {
  readonly at: number;
  readonly of: number; // index into `rounds`
  readonly decision: Decision | null;
  readonly fidelity: number | null;
  readonly rank: 0 | 1 | 2; // at one instant: outcomes of earlier rounds, then the decision, then its own outcome
}

/** Timeline: every decision at its position; every outcome when it was seen, by default right after its own round. */
function stepsOf(rounds: readonly RoundUse[], settings: SequenceSettings): Step[] {
  const entries: Entry[] = [];
  rounds.forEach((use, round) => {
    const decision = typeof use.decision === 'string' ? null : use.decision;
    const at = use.row.position;
    if (decision) entries.push({ at, rank: 1, of: round, decision, fidelity: null });
    const r = outcomeSeen(use, settings);
    if (typeof r === 'string') return;
    const seenAt = use.row.outcomeSeenPosition;
    const later = seenAt !== null && seenAt > at;
    entries.push({ at: later ? seenAt : at, rank: later ? 0 : 2, of: round, decision: null, fidelity: r });
  });
  return merged(isOrdered(entries) ? entries : entries.toSorted(inOrder));
}

/** Right after its own round means before the next decision at the same position. */
function inOrder(a: Entry, b: Entry): number {
  if (a.at !== b.at) return a.at - b.at;
  if (a.rank === 0 || b.rank === 0) return a.rank - b.rank || a.of - b.of;
  return a.of - b.of || a.rank - b.rank;
}

const isOrdered = (entries: readonly Entry[]): boolean =>
  entries.every((entry, k) => k === 0 || inOrder(entries[k - 1] as Entry, entry) <= 0);

/** An outcome that follows a decision at once shares its step. */
function merged(entries: readonly Entry[]): Step[] {
  const steps: Step[] = [];
  for (const { of, decision, fidelity } of entries) {
    const last = steps.at(-1);
    if (decision) steps.push({ round: of, decision, outcomeRound: null, fidelity: null });
    else if (last && last.outcomeRound === null)
      steps[steps.length - 1] = { ...last, outcomeRound: of, fidelity };
    else steps.push({ round: null, decision: null, outcomeRound: of, fidelity });
  }
  return steps;
}

/** Fidelity as the seller saw it, or why she did not. */
export function outcomeSeen(use: RoundUse, settings: SequenceSettings): number | string {
  if (typeof use.fidelity === 'string') return use.fidelity;
  if (use.row.outcomeSeen === (settings.placebo === true)) return 'outcome not shown to the seller';
  if (settings.dropOutcomeOfUnusedRows && typeof use.decision === 'string') return 'dropped with its round';
  return use.fidelity;
}

/** Median |g| of all decisions, in which sizes are fitted; 1 without any. */
export function unitOf(sequences: readonly Sequence[]): number {
  return median(decisionsOf(sequences).map(({ gap }) => Math.abs(gap))) ?? 1;
}

export function decisionsOf(sequences: readonly Sequence[]): Decision[] {
  const decisions: Decision[] = [];
  for (const { steps } of sequences) for (const { decision } of steps) if (decision) decisions.push(decision);
  return decisions;
}
