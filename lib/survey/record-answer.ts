import type { Asked, Reply } from '../rounds/round.ts';
import type { Through } from '../store/record-plan.ts';
import type { ReplyOutcome } from '../store/record-reply.ts';
import { address } from './address.ts';
import {
  allowedBeforeReveal,
  checkPlan,
  checkReply,
  ownPlan,
  type Problems,
  type ReplyAnswer,
} from './answers.ts';
import { exposuresIn } from './exposed.ts';
import { isGenuine, readForm, returnedForm, suspicions } from './form-state.ts';
import { pageResponse, seeOther } from './page.ts';
import { MICRO, NOTICE } from './questionnaire.ts';
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
      { ...formPage(step, sheet, returnedForm(FORMS[step], visit, world, found)), status },
      request.method,
    );
  if (isClosed(sheet)) return onward(visit, sheet);
  if (isOfAnotherStep(visit, step)) return onward(visit, sheet, toldAboutPlan(visit, sheet));
  if (!isGenuine(request, FORMS[step], visit, world))
    return again(403, { warning: sheet.reader.words.problem.stale });
  const problems = await RECORD[step](visit, sheet, world);
  return problems instanceof Response ? problems : again(422, problems);
}

const RECORD = { plan: recordPlan, reply: recordReply };

/** A double click on step 1 arrives when step 2 is already open. */
export function isOfAnotherStep({ posted }: Visit, step: Step): boolean {
  const sent = posted['form'];
  return sent !== FORMS[step] && Object.values(FORMS).some((form) => form === sent);
}

type Done = Response | { readonly problems: Problems };

/** Whatever became of the write, the same page shows it: the recommendation, or that the round has closed. */
async function recordPlan(visit: Visit, sheet: Sheet, world: SurveyWorld): Promise<Done> {
  const { typed, submissionId = world.newId() } = readForm(visit);
  const checked = checkPlan(typed, allowedBeforeReveal(sheet.recommendation), sheet.reader);
  if ('problems' in checked) return checked;
  const { value } = checked.answer;
  const exposures = await exposuresIn(sheet, submissionId, world);
  const plan = { value, submissionId, exposures, ...asked('plan', visit, sheet, world) };
  const result = await world.facts.recordPriorPlan(through(visit, sheet), plan);
  const other = 'priorPlan' in result && result.priorPlan.value !== value;
  return onward(visit, sheet, other ? 'plan' : undefined);
}

/** Of two tabs with different plans the first counts; the second is told. */
function toldAboutPlan(visit: Visit, { round, recommendation, reader }: Sheet): Told | undefined {
  if (visit.posted['form'] !== FORMS.plan || round.priorPlan === undefined) return undefined;
  const sent = checkPlan(readForm(visit).typed, { unit: recommendation.unit }, reader);
  return 'answer' in sent && sent.answer.value !== round.priorPlan.value ? 'plan' : undefined;
}

async function recordReply(visit: Visit, sheet: Sheet, world: SurveyWorld): Promise<Done> {
  const { typed, submissionId = world.newId(), revision: baseRevision = 0 } = readForm(visit);
  const checked = checkReply(typed, { ...sheet, plan: ownPlan(sheet.round) }, sheet.reader);
  if ('problems' in checked) return checked;
  const submission = {
    ...checked.answer,
    ...asked('reply', visit, sheet, world),
    exposures: await exposuresIn(sheet, submissionId, world),
    submissionId,
    baseRevision,
  };
  const result = await world.facts.recordReply(through(visit, sheet), submission);
  return onward(visit, sheet, toldAbout(result, checked.answer));
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

const ITEMS = {
  plan: [MICRO.plan, NOTICE],
  reply: [MICRO.decision, MICRO.trust, MICRO.reason, NOTICE],
} as const;

function asked(step: Step, visit: Visit, { reader }: Sheet, world: SurveyWorld): Asked {
  const suspect = suspicions(FORMS[step], visit, world);
  const wording = { language: reader.words.language, items: ITEMS[step] };
  return { wording, ...(suspect.length > 0 && { suspect }) };
}

function through({ claim }: Visit, { round: { sellerId, recommendationId }, now }: Sheet): Through {
  return { tenant: claim.tenant.id, linkHash: claim.linkHash, sellerId, recommendationId, now };
}

/** On to the page that shows what is recorded, in the language she chose. */
export function onward({ token }: Visit, { reader }: Sheet, told?: Told): Response {
  return seeOther(address(reader, `/s/${token}`, ...(told === undefined ? [] : [`told=${told}`])));
}
