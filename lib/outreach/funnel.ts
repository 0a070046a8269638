import type { Instant } from '../domain/instant.ts';
import type { Quarterly } from '../rounds/quarterly.ts';
import type { Invitation, Round } from '../rounds/round.ts';
import type { SellerHistory } from '../store/seller-history.ts';

/** How far the invitations of a wave came, in sellers. That a mail was opened is not counted: robots open most of them. */
export interface Funnel {
  readonly issued: number;
  readonly sent: number;
  readonly delivered: number | null; // null: nobody tells of deliveries, as where the marketplace sends itself
  readonly started: number; // her plan or her answer, or a page of the quarterly questionnaire
  readonly answered: number;
  readonly suspect: number; // of those who started: a robot may have answered
  readonly bounced: number;
  readonly optedOut: number; // since this invitation and before another one
}

/** How far one seller came in one wave. */
export interface Progress {
  readonly waveId: string;
  readonly reached: ReadonlySet<keyof Funnel>;
}

/** @param isFinished whether nothing of a quarterly questionnaire is left to answer */
export function progressOf(
  { rounds, quarterlies = [], contact }: SellerHistory,
  isFinished: (quarterly: Quarterly) => boolean,
): Progress[] {
  const questions = [
    ...rounds.flatMap((round) => (round.invitation ? [ofRound(round, round.invitation)] : [])),
    ...quarterlies.map((quarterly) => ofQuarterly(quarterly, isFinished(quarterly))),
  ].toSorted((a, b) => (a.invitedAt < b.invitedAt ? -1 : 1));
  return questions.map(({ waveId, invitedAt, ...is }, index) => {
    const until = questions[index + 1]?.invitedAt;
    const fell = (at: Instant | undefined) =>
      at !== undefined && invitedAt <= at && (until === undefined || at < until);
    const all = {
      issued: true,
      ...is,
      bounced: fell(contact?.bouncedAt),
      optedOut: fell(contact?.optedOutAt),
    };
    return { waveId, reached: new Set(STEPS.filter((step) => all[step])) };
  });
}

export const STEPS = [
  'issued',
  'sent',
  'delivered',
  'started',
  'answered',
  'suspect',
  'bounced',
  'optedOut',
] as const satisfies readonly (keyof Funnel)[];

function ofRound({ priorPlan, reply, earlierReplies = [] }: Round, invitation: Invitation) {
  const answers = [priorPlan, reply, ...earlierReplies];
  return {
    ...sendingOf(invitation),
    started: priorPlan !== undefined || reply !== undefined,
    answered: reply !== undefined,
    suspect: answers.some((answer) => isSuspect(answer)),
  };
}

function ofQuarterly(quarterly: Quarterly, answered: boolean) {
  const answers = Object.values(quarterly.answers);
  const suspect = answers.some((answer) => isSuspect(answer));
  return { ...sendingOf(quarterly), started: answers.length > 0, answered, suspect };
}

/** What was delivered was sent, though whoever sent it died before noting so. */
function sendingOf({
  waveId,
  invitedAt,
  sentAt,
  deliveredAt,
}: Pick<Invitation, 'waveId' | 'invitedAt' | 'sentAt' | 'deliveredAt'>) {
  const delivered = deliveredAt !== undefined;
  return { waveId, invitedAt, sent: sentAt !== undefined || delivered, delivered };
}

function isSuspect(answer: { readonly suspect?: readonly string[] } | undefined): boolean {
  return answer?.suspect !== undefined && answer.suspect.length > 0;
}

/** Adds up by wave. Order does not matter. */
export function addUp(progress: Iterable<Progress>): Map<string, Funnel> {
  const counts = new Map<string, Map<keyof Funnel, number>>();
  for (const { waveId, reached } of progress) {
    const wave = counts.get(waveId) ?? new Map<keyof Funnel, number>();
    for (const step of reached) wave.set(step, (wave.get(step) ?? 0) + 1);
    counts.set(waveId, wave);
  }
  return new Map([...counts].map(([waveId, wave]) => [waveId, funnel((step) => wave.get(step) ?? 0)]));
}

/** The funnel of a wave that asked nobody. */
export const NOBODY: Funnel = funnel(() => 0);

function funnel(of: (step: keyof Funnel) => number): Funnel {
  return {
    issued: of('issued'),
    sent: of('sent'),
    delivered: of('delivered') === 0 ? null : of('delivered'),
    started: of('started'),
    answered: of('answered'),
    suspect: of('suspect'),
    bounced: of('bounced'),
    optedOut: of('optedOut'),
  };
}
