import { AMOUNT_FIELDS, type Typed } from './answers.ts';
import { readForm, returnedForm } from './form-state.ts';
import { pageResponse } from './page.ts';
import { isOfAnotherStep, onward } from './record-answer.ts';
import { readerFor } from './reader.ts';
import type { Reader } from './reader.ts';
import type { Sheet } from './sheet.ts';
import { FORMS, formPage, isClosed, stepOf } from './step.ts';
import { readTypedAmount, writeTypedNumber } from './typed-number.ts';
import type { Language } from './words/words.ts';
import type { SurveyWorld, Visit } from './world.ts';

/** Shows a half-finished form in another language. It arrives as a POST, so that what was typed is in no address; it
 *  records nothing, and so needs no proof of where it came from. */
export function switchLanguage(
  language: Language,
  visit: Visit,
  before: Sheet,
  world: SurveyWorld,
): Response {
  const { locale, timeZone } = before.seller;
  const reader = readerFor(locale, timeZone, { ...visit.wish, chosen: language });
  const sheet = { ...before, reader };
  const step = stepOf(sheet);
  if (isClosed(sheet) || isOfAnotherStep(visit, step)) return onward(visit, sheet);
  const typed = retyped(readForm(visit).typed, sheet.recommendation.unit, before.reader, reader);
  return pageResponse(formPage(step, sheet, returnedForm(FORMS[step], visit, world, { typed })), 'POST');
}

const NUMBERS: ReadonlySet<string> = new Set(['plan', ...Object.values(AMOUNT_FIELDS)]);

/** `1.250` typed in German is `1250` in English; what is no number stays as it was typed. */
function retyped(typed: Typed, unit: string, from: Reader, to: Reader): Typed {
  const entries = Object.entries(typed).map(([field, text]) => {
    const value = NUMBERS.has(field) ? readTypedAmount(text, unit, from.locale) : undefined;
    return [field, value === undefined ? text : writeTypedNumber(value, to.locale)] as const;
  });
  return Object.fromEntries(entries);
}
