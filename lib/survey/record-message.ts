import { type Language, languageOf } from '../language/locale.ts';
import type { Message } from '../rounds/message.ts';
import { MOST_OPEN } from '../store/record-message.ts';
import { address } from './address.ts';
import { isGenuine, readForm, returnedForm, suspicions } from './form-state.ts';
import type { Ledger, Subject } from './ledger.ts';
import { LONGEST_MESSAGE, messagePage } from './message-page.ts';
import { pageResponse, seeOther } from './page.ts';
import { readerFor } from './reader.ts';
import type { SurveyWorld, Visit } from './world.ts';

export const MESSAGE_FORM = 'message@1';

/** Takes what a seller wrote: sent any number of times it is there once, and the ledger shows it. */
export async function recordMessage(
  request: Request,
  visit: Visit,
  ledger: Ledger,
  world: SurveyWorld,
): Promise<Response> {
  const about = ledger.subjects.get(visit.posted['about'] ?? '');
  if (about === undefined) return seeOther(ledgerAddress(ledger, visit));
  const text = cleaned(visit.posted['text'] ?? '');
  const again = (status: number, found: { problem?: string; warning?: string }, shown = ledger) => {
    const { problem, warning } = found;
    const typed = { text: text.slice(0, LONGEST_MESSAGE) };
    const problems = problem === undefined ? {} : { text: problem };
    const state = returnedForm(MESSAGE_FORM, visit, world, { typed, problems, ...(warning && { warning }) });
    return pageResponse({ ...messagePage(shown, about, state), status }, 'POST');
  };
  const language = languageOf(visit.posted['switch']);
  if (language !== undefined) return again(200, {}, inLanguage(ledger, visit, language));
  const { problem, ledger: said } = ledger.reader.words;
  if (!isGenuine(request, MESSAGE_FORM, visit, world)) return again(403, { warning: problem.stale });
  const { missing, atMost, full } = said.message;
  if (text === '') return again(422, { problem: missing });
  if (text.length > LONGEST_MESSAGE)
    return again(422, { problem: atMost(ledger.reader.number(LONGEST_MESSAGE)) });
  const outcome = await world.facts.recordMessage(messageOf(text, about, visit, ledger, world));
  if (outcome === 'too-many') return again(422, { problem: full(ledger.reader.number(MOST_OPEN)) });
  return seeOther(`${ledgerAddress(ledger, visit, 'told=sent')}#messages`);
}

function messageOf(
  text: string,
  { recommendationId }: Subject,
  visit: Visit,
  { reader, sellerId }: Ledger,
  world: SurveyWorld,
): Message {
  const suspect = suspicions(MESSAGE_FORM, visit, world);
  return {
    tenant: visit.claim.tenant.id,
    sellerId,
    messageId: readForm(visit).submissionId ?? world.newId(),
    recommendationId,
    at: world.now,
    text,
    language: reader.words.language,
    ...(suspect.length > 0 && { suspect }),
  };
}

/** Lines end alike, and nothing that cannot be seen rearranges or cuts the text. A form sends a line's end as two characters
 *  and counts it as one. */
function cleaned(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll('\t', ' ')
    .replaceAll(/[^\P{Cc}\n]|\p{Cs}|[\u202A-\u202E\u2066-\u2069]/gu, '')
    .trim();
}

function inLanguage(ledger: Ledger, { wish }: Visit, chosen: Language) {
  const { locale, timeZone } = ledger.seller;
  return { ...ledger, reader: readerFor(locale, timeZone, { ...wish, chosen }) };
}

function ledgerAddress({ reader }: Ledger, { token }: Visit, ...keys: readonly string[]): string {
  return address(reader, `/s/${token}/history`, ...keys);
}
