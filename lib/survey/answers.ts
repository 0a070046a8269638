import type { Recommendation, Reply, Round } from '../rounds/round.ts';
import { type ReasonId, REASONS } from './questionnaire.ts';
import type { Reader } from './reader.ts';
import { readTypedAmount } from './typed-number.ts';

/** The seller's own plan: asked for on the page, else known upstream. */
export function ownPlan(round: Round): number | undefined {
  return round.priorPlan?.value ?? round.recommendation?.priorPlan;
}

/** What stood in the form, as typed: shown again when something in it needs another look. */
export type Typed = Readonly<Record<string, string>>;
/** What is wrong, by the name of the field. */
export type Problems = Readonly<Record<string, string>>;

export type Checked<Answer> = { readonly answer: Answer } | { readonly problems: Problems };

/** Step 1: a number within the allowed range. */
export function checkPlan(typed: Typed, allowed: Allowed, reader: Reader): Checked<{ value: number }> {
  const read = checkAmount(typed['plan'], allowed, reader);
  return typeof read === 'number' ? { answer: { value: read } } : { problems: { plan: read.problem } };
}

export interface ReplyAnswer {
  readonly decision: Reply['decision'];
  readonly chosen: number; // in the recommendation's unit
  readonly trustRating: number | null; // 1 to 7; null: can't say
  readonly mainReason: ReasonId | null;
}

/** Step 2: what she will do, with which value, how far she trusts it; the main reason may stay open. */
export function checkReply(
  typed: Typed,
  { recommendation, plan }: { recommendation: Recommendation; plan: number | undefined },
  reader: Reader,
): Checked<ReplyAnswer> {
  const { words } = reader;
  const decision = DECISIONS.find((id) => id === typed['decision']);
  const trust = TRUST_CHOICES.find((id) => id === typed['trust']);
  const chosen = checkChosen(typed, decision, { recommendation, plan }, reader);
  const problems = {
    ...(decision === undefined && { decision: words.problem.decisionMissing }),
    ...(typeof chosen === 'object' && chosen),
    ...(trust === undefined && { trust: words.problem.trustMissing }),
  };
  if (decision === undefined || trust === undefined || typeof chosen !== 'number') return { problems };
  const mainReason = REASONS.find((id) => id === typed['reason']) ?? null;
  const trustRating = trust === CANNOT_SAY ? null : Number(trust);
  const answer = { chosen, trustRating, mainReason };
  return { answer: { decision: decisionFor(chosen, decision, recommendation.value, plan), ...answer } };
}

/** "Another value" that is her own plan, where the field begins, keeps the plan; one that is recommended follows. */
function decisionFor(
  chosen: number,
  decision: Reply['decision'],
  recommended: number,
  plan: number | undefined,
): Reply['decision'] {
  if (decision !== 'adjust') return decision;
  if (chosen === plan) return 'keep';
  return chosen === recommended ? 'accept' : 'adjust';
}

export const DECISIONS = ['accept', 'keep', 'adjust'] as const;
export const CANNOT_SAY = 'cannot-say';
export const TRUST_CHOICES = ['1', '2', '3', '4', '5', '6', '7', CANNOT_SAY] as const;
/** The field with the number that belongs to a decision. */
export const AMOUNT_FIELDS = { keep: 'keep-amount', adjust: 'adjust-amount' } as const;

function checkChosen(
  typed: Typed,
  decision: Reply['decision'] | undefined,
  { recommendation, plan }: { recommendation: Recommendation; plan: number | undefined },
  reader: Reader,
): number | Problems | undefined {
  if (decision === undefined) return undefined;
  if (decision === 'accept') return recommendation.value;
  if (decision === 'keep' && plan !== undefined) return plan;
  const field = AMOUNT_FIELDS[decision];
  const read = checkAmount(typed[field], recommendation, reader);
  return typeof read === 'number' ? read : { [field]: read.problem };
}

/** The allowed range of a value, each bound included. */
export interface Allowed {
  readonly unit: string;
  readonly lowerBound?: number | undefined;
  readonly upperBound?: number | undefined;
}

/** The range as far as step 1 may know it. A bound that equals the recommendation would give the recommendation away. */
export function allowedBeforeReveal({ unit, value, lowerBound, upperBound }: Recommendation): Allowed {
  return {
    unit,
    lowerBound: lowerBound === value ? undefined : lowerBound,
    upperBound: upperBound === value ? undefined : upperBound,
  };
}

/** `Between 0 and 500 units.`; undefined where nothing bounds the value. */
export function rangeSentence({ unit, lowerBound, upperBound }: Allowed, reader: Reader): string | undefined {
  const { range } = reader.words.plan;
  if (lowerBound !== undefined && upperBound !== undefined) {
    return range.between(reader.bare(lowerBound, unit), reader.amount(upperBound, unit));
  }
  if (lowerBound !== undefined) return range.atLeast(reader.amount(lowerBound, unit));
  return upperBound === undefined ? undefined : range.atMost(reader.amount(upperBound, unit));
}

const LARGEST = 1e12; // beyond every quantity and price, and far within what a double holds exactly

function checkAmount(
  text: string | undefined,
  allowed: Allowed,
  reader: Reader,
): number | { problem: string } {
  const { problem } = reader.words;
  if (text === undefined || text.trim() === '') return { problem: problem.numberMissing };
  const value = readTypedAmount(text, allowed.unit, reader.locale);
  if (value === undefined) {
    return { problem: problem.numberUnreadable(reader.isolate(text.slice(0, 40)), reader.number(1250.5)) };
  }
  const { lowerBound = -LARGEST, upperBound = LARGEST } = allowed;
  if (value >= lowerBound && value <= upperBound) return value;
  const range = rangeSentence(allowed, reader) ?? rangeSentence({ unit: '', lowerBound, upperBound }, reader);
  return { problem: problem.numberOutside(range ?? '') };
}
