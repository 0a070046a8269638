import type { Reply } from '../rounds/round.ts';
import { AMOUNT_FIELDS, CANNOT_SAY, ownPlan, TRUST_CHOICES, type Typed } from './answers.ts';
import { openedForm } from './form-state.ts';
import { type Page, pageResponse } from './page.ts';
import { readSheet } from './read-sheet.ts';
import { closedPage, receiptPage, TOLD } from './receipt-page.ts';
import { recordAnswer } from './record-answer.ts';
import type { Sheet } from './sheet.ts';
import { formPage, isClosed, stepOf } from './step.ts';
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
  if (request.method !== 'POST') return pageResponse(shownPage(request, visit, sheet, world), request.method);
  return recordAnswer(request, visit, sheet, world);
}

function shownPage({ url }: Request, visit: Visit, sheet: Sheet, world: SurveyWorld): Page {
  const { round } = sheet;
  const query = new URL(url).searchParams;
  if (isClosed(sheet)) return closedPage(sheet);
  if (round.reply && !query.has('edit')) {
    return receiptPage(
      sheet,
      round.reply,
      TOLD.find((told) => told === query.get('told')),
    );
  }
  const typed = round.reply ? typedBefore(sheet, round.reply) : typedAtFirst(sheet, query.get('a'));
  const step = stepOf(sheet);
  return formPage(step, sheet, openedForm(step, visit, world, typed, round.reply?.revision ?? 0));
}

/** `?a=5`, from a message that let her click an answer, chooses that point; only sending the form records it. */
function typedAtFirst({ round, reader }: Sheet, clicked: string | null): Typed {
  const trust = TRUST_CHOICES.find((point) => point === clicked);
  const plan = ownPlan(round);
  return {
    ...(trust && { trust }),
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
