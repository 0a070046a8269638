import { milliseconds } from '../../../lib/domain/instant.ts';
import type { Round } from '../../../lib/rounds/round.ts';
import type { Receipt } from '../witness.ts';
import type { Invariant, View } from './view.ts';

const MOST_REPLIES = 20;
const SKEW = 5 * 60_000; // milliseconds

/** R1: at most one current answer per invitation and version. */
export const oneAnswerAVersion: Invariant = ({ rounds }) =>
  rounds.flatMap((round) => {
    const replies = repliesOf(round);
    const inOrder = replies.every(({ revision }, at) => revision === at + 1);
    const distinct = new Set(replies.map(({ submissionId }) => submissionId)).size === replies.length;
    return inOrder && distinct && replies.length <= MOST_REPLIES
      ? []
      : [`${nameOf(round)} has revisions ${replies.map(({ revision }) => revision).join(', ')}`];
  });

/** R2: what a seller was told is recorded was there at that moment and is there in the end; what an upstream system was
 *  told is taken was there too. */
export const acceptedIsDurable: Invariant = (view) => [
  ...view.ended.world.seen.notDurable.map((index) => `event ${index} was accepted and is not there`),
  ...view.ended.world.seen.receipts.flatMap((receipt) => {
    const { sent, round } = receipt;
    const reply = mine(receipt, round);
    if (reply === undefined) return isExplained(view, receipt) ? [] : [`${tell(receipt)} left no trace`];
    const { sellerId, recommendationId } = sent.mail;
    if (view.erased.has(sellerId)) return [];
    const later = view.rounds.find(
      (each) => each.sellerId === sellerId && each.recommendationId === recommendationId,
    );
    return mine(receipt, later) === undefined ? [`${tell(receipt)} was there and is gone`] : [];
  }),
];

/** R3: whoever sends a form again finds what was recorded first. */
export const sameReceipt: Invariant = (view) => {
  const first = new Map<string, string>();
  return view.ended.world.seen.receipts.flatMap((receipt) => {
    const recorded = mine(receipt, receipt.round);
    if (recorded === undefined) return [];
    const [name, text] = [receipt.sent.form['submission'] ?? '', JSON.stringify(recorded)];
    const known = first.get(name) ?? text;
    first.set(name, known);
    return known === text ? [] : [`${tell(receipt)} is another than before`];
  });
};

/** R4: an outcome that nobody heard of is read back, not guessed: nobody is told that another answer stands when it is hers,
 *  and a form that was sent again after a failure is one answer. */
export const unknownIsReadBack: Invariant = ({ ended }) =>
  ended.world.seen.receipts.flatMap((receipt) => {
    const { sent, round } = receipt;
    const own = round?.reply?.submissionId === sent.form['submission'];
    const same = round?.reply?.decision === 'accept' && sent.form['decision'] === 'accept';
    return sent.told === 'already' && own && same
      ? [`${tell(receipt)} is hers and was called another's`]
      : [];
  });

/** R8: an expired link is refused: nothing that was sent after the close is recorded, whatever the clocks showed. */
export const expiredIsRefused: Invariant = ({ ended }) => {
  const begun = new Map<string, number>();
  for (const { form, begun: at } of ended.world.seen.sent) {
    const name = form['submission'] ?? '';
    begun.set(name, Math.min(at, begun.get(name) ?? Infinity));
  }
  return ended.world.seen.receipts.flatMap((receipt) => {
    const { sent, round } = receipt;
    const closesAt = round?.invitation?.closesAt;
    if (closesAt === undefined || mine(receipt, round) === undefined) return [];
    const late = (begun.get(sent.form['submission'] ?? '') ?? 0) >= milliseconds(closesAt) + SKEW;
    return late ? [`${tell(receipt)} was recorded though the round closed at ${closesAt}`] : [];
  });
};

/** R14: no clock decides who is invited or until when: that follows from the wave. (What a clock that is five minutes off
 *  may do to a link is held by `acceptedIsDurable` and `expiredIsRefused`.) */
export const wavesHaveNoClock: Invariant = ({ rounds, ended }) =>
  rounds.flatMap((round) => {
    const { invitation, recommendation } = round;
    if (invitation === undefined || recommendation === undefined) return [];
    const changed = ended.world.seen.changed.has(nameOf(round));
    const latest = milliseconds(invitation.invitedAt) + ended.world.tenant.answerDays * 24 * 3_600_000;
    const inTime = changed || milliseconds(invitation.closesAt) <= latest;
    return invitation.invitedAt === invitation.waveId && inTime
      ? []
      : [`${nameOf(round)} of wave ${invitation.waveId} was invited at ${invitation.invitedAt}`];
  });

function repliesOf(round: Round | undefined) {
  return [...(round?.earlierReplies ?? []), ...(round?.reply === undefined ? [] : [round.reply])];
}

/** What of a form is recorded. */
function mine({ sent: { form } }: Receipt, round: Round | undefined) {
  const { submission } = form;
  if (form['form']?.startsWith('plan'))
    return round?.priorPlan?.id === submission ? round?.priorPlan : undefined;
  return repliesOf(round).find(({ submissionId }) => submissionId === submission);
}

/** Why a form need not be recorded. */
function isExplained({ ended, erased }: View, { sent, round }: Receipt): boolean {
  if (sent.told !== null || round === undefined || erased.has(sent.mail.sellerId)) return true;
  const isPlan = sent.form['form']?.startsWith('plan') === true;
  // another tab came first with the same number, or her answer is there already and step one is over
  if (isPlan && (round.priorPlan !== undefined || round.reply !== undefined)) return true;
  if (ended.world.seen.changed.has(nameOf(round))) return true;
  return sent.at >= milliseconds(round.invitation?.closesAt ?? sent.mail.closesAt) - SKEW;
}

function nameOf({ sellerId, recommendationId }: Round): string {
  return `${sellerId}|${recommendationId}`;
}

function tell({ sent: { mail, form, at } }: Receipt): string {
  const what = `${form['form']} ${form['submission']}`;
  return `${what} of ${mail.sellerId} about ${mail.recommendationId}, sent ${new Date(at).toISOString()},`;
}
