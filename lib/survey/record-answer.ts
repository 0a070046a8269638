import type { Reply } from '../rounds/round.ts';
import type { Through } from '../store/record-plan.ts';
import type { ReplyOutcome } from '../store/record-reply.ts';
import {
  allowedBeforeReveal,
  checkPlan,
  checkReply,
  ownPlan,
  type Problems,
  type ReplyAnswer,
} from './answers.ts';
import { isGenuine, readForm, returnedForm } from './form-state.ts';
import { pageResponse, seeOther } from './page.ts';
import type { Told } from './receipt-page.ts';
import type { Sheet } from './sheet.ts';
import { FORMS, formPage, isClosed, type Step, stepOf } from './step.ts';
import type { SurveyWorld, Visit } from './world.ts';

/** Takes what a form sent. Each step is one conditional write; whatever came of it, the browser goes on to a page that
 *  shows what is recorded, so that sending twice, reloading and going back do no harm. */
export async function recordAnswer(
  request: Request,
  visit: Visit,
  sheet: Sheet,
  world: SurveyWorld,
): Promise<Response> {
  const step = stepOf(sheet);
  const again = (status: number, found: Parameters<typeof returnedForm>[3]) =>
    pageResponse(
      { ...formPage(step, sheet, returnedForm(step, visit, world, found)), status },
      request.method,
    );
  if (isClosed(sheet) || isOfAnotherStep(visit, step)) return seeOther(pathOf(visit));
  if (!isGenuine(request, step, visit, world))
    return again(403, { warning: sheet.reader.words.problem.stale });
  const problems = await RECORD[step](visit, sheet, world);
  return problems instanceof Response ? problems : again(422, problems);
}

const RECORD = { plan: recordPlan, reply: recordReply };

/** A double click on step 1 arrives when step 2 is already open. */
function isOfAnotherStep({ posted }: Visit, step: Step): boolean {
  const sent = posted['form'];
  return sent !== FORMS[step] && Object.values(FORMS).some((form) => form === sent);
}

type Done = Response | { readonly problems: Problems };

/** Whatever became of the write, the same page shows it: the recommendation, or that the round has closed. */
async function recordPlan(visit: Visit, sheet: Sheet, world: SurveyWorld): Promise<Done> {
  const { typed, submissionId = world.newId() } = readForm(visit);
  const checked = checkPlan(typed, allowedBeforeReveal(sheet.recommendation), sheet.reader);
  if ('problems' in checked) return checked;
  await world.facts.recordPriorPlan(through(visit, sheet), { value: checked.answer.value, submissionId });
  return seeOther(pathOf(visit));
}

async function recordReply(visit: Visit, sheet: Sheet, world: SurveyWorld): Promise<Done> {
  const { typed, submissionId = world.newId(), revision: baseRevision = 0 } = readForm(visit);
  const checked = checkReply(typed, { ...sheet, plan: ownPlan(sheet.round) }, sheet.reader);
  if ('problems' in checked) return checked;
  const submission = { ...checked.answer, submissionId, baseRevision };
  const told = toldAbout(await world.facts.recordReply(through(visit, sheet), submission), checked.answer);
  return seeOther(pathOf(visit) + (told === undefined ? '' : `?told=${told}`));
}

/** What the receipt must say besides what is recorded. */
function toldAbout(result: ReplyOutcome, answer: ReplyAnswer): Told | undefined {
  if (result.outcome === 'already-answered') return 'already';
  if (result.outcome === 'too-many-changes') return 'full';
  // Back in the browser, another choice, sent again: the same submission, but not what is recorded.
  return result.outcome === 'recorded' && !isSame(result.reply, answer) ? 'already' : undefined;
}

function isSame(reply: Reply, answer: ReplyAnswer): boolean {
  return (
    reply.decision === answer.decision &&
    reply.chosen === answer.chosen &&
    reply.trustRating === answer.trustRating &&
    reply.mainReason === answer.mainReason
  );
}

function through({ claim }: Visit, { round: { sellerId, recommendationId }, now }: Sheet): Through {
  return { tenant: claim.tenant.id, linkHash: claim.linkHash, sellerId, recommendationId, now };
}

function pathOf({ token }: Visit): string {
  return `/s/${token}`;
}
