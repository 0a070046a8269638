import type { Reply } from '../rounds/round.ts';
import { AMOUNT_FIELDS, CANNOT_SAY, ownPlan, type Typed } from './answers.ts';
import { answerQuarterly } from './answer-quarterly.ts';
import { openedForm } from './form-state.ts';
import { languageOf } from '../language/locale.ts';
import { type Page, pageResponse } from './page.ts';
import { preselected } from './preselection.ts';
import { readSheet } from './read-sheet.ts';
import { closedPage, receiptPage, TOLD, type Told } from './receipt-page.ts';
import { recordAnswer } from './record-answer.ts';
import type { Sheet } from './sheet.ts';
import { FORMS, formPage, isClosed, stepOf } from './step.ts';
import { switchLanguage } from './switch-language.ts';
import { writeTypedNumber } from './typed-number.ts';
import type { SurveyWorld, Visit } from './world.ts';

/** `/s/{token}`: her own plan, then the recommendation and her answer, then the receipt; or that the round has closed.
 *  Undefined where the link no longer leads to a question. */
export async function answerQuestion(
  request: Request,
  visit: Visit,
  world: SurveyWorld,
): Promise<Response | undefined> {
  const sheet = await readSheet(visit, world);
  if (!sheet) return undefined;
  if ('asked' in sheet) return answerQuarterly(request, visit, sheet, world);
  if (request.method !== 'POST') return pageResponse(shownPage(request, visit, sheet, world), request.method);
  const language = languageOf(visit.posted['switch']);
  if (language !== undefined) return switchLanguage(language, visit, sheet, world);
  return recordAnswer(request, visit, sheet, world);
}

function shownPage({ url }: Request, visit: Visit, sheet: Sheet, world: SurveyWorld): Page {
  const { round } = sheet;
  const query = new URL(url).searchParams;
  const told = TOLD.find((each) => each === query.get('told'));
  if (isClosed(sheet)) return closedPage(sheet);
  if (round.reply && !query.has('edit')) return receiptPage(sheet, round.reply, told);
  const typed = round.reply ? typedBefore(sheet, round.reply) : typedAtFirst(sheet, query);
  const step = stepOf(sheet);
  const state = openedForm(FORMS[step], visit, world, typed, round.reply?.revision ?? 0);
  return formPage(step, sheet, { ...state, news: newsOf(sheet, told) });
}

/** That an earlier plan stands, not the one a second tab has just sent. */
function newsOf({ round: { priorPlan }, recommendation, reader }: Sheet, told: Told | undefined) {
  if (told !== 'plan' || priorPlan === undefined) return undefined;
  return reader.words.advice.planStands(reader.amount(priorPlan.value, recommendation.unit));
}

function typedAtFirst(sheet: Sheet, query: URLSearchParams): Typed {
  const { round, reader } = sheet;
  const plan = ownPlan(round);
  return {
    ...preselected(sheet, query),
    ...(plan !== undefined && { [AMOUNT_FIELDS.adjust]: writeTypedNumber(plan, reader.locale) }),
  };
}

function typedBefore({ reader }: Sheet, reply: Reply): Typed {
  const chosen = writeTypedNumber(reply.chosen, reader.locale);
  return {
    decision: reply.decision,
    [AMOUNT_FIELDS.keep]: chosen,
    [AMOUNT_FIELDS.adjust]: chosen,
    trust: reply.trustRating === null ? CANNOT_SAY : String(reply.trustRating),
    ...(reply.mainReason !== null && { reason: reply.mainReason }),
  };
}
