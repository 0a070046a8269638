import type { Quarterly, QuarterlyAnswer } from '../rounds/quarterly.ts';
import { address } from './address.ts';
import { CANNOT_SAY, TRUST_CHOICES, type Typed } from './answers.ts';
import { isGenuine, openedForm, returnedForm, suspicions } from './form-state.ts';
import { languageOf } from '../language/locale.ts';
import { pageResponse, seeOther } from './page.ts';
import { blockAt, blockOrder, LAST_BLOCK, openBlock } from './quarterly-block.ts';
import { quarterlyClosedPage, quarterlyDonePage, quarterlyPage } from './quarterly-page.ts';
import { NOTICE, QUARTERLY, type QuarterlyItem } from './questionnaire.ts';
import { readerFor } from './reader.ts';
import type { QuarterlySheet } from './sheet.ts';
import { isOver } from './step.ts';
import type { SurveyWorld, Visit } from './world.ts';

const FORM = 'quarterly@1';

/** `/s/{token}` where the link leads to the quarterly questionnaire: a block a page, each recorded when it is sent, so that
 *  the link goes on where she stopped; then thanks. `?block=2` shows a block again. */
export async function answerQuarterly(
  request: Request,
  visit: Visit,
  sheet: QuarterlySheet,
  world: SurveyWorld,
): Promise<Response> {
  const { method } = request;
  if (isOver(sheet.asked.closesAt, sheet.now)) return pageResponse(quarterlyClosedPage(sheet), method);
  if (method === 'POST') return recordBlock(request, visit, sheet, world);
  const index = blockAt(new URL(request.url).searchParams.get('block')) ?? openBlock(sheet.asked);
  if (index === undefined) return pageResponse(quarterlyDonePage(sheet), method);
  const state = openedForm(FORM, visit, world, answeredBefore(sheet.asked), 0);
  return pageResponse(quarterlyPage(sheet, state, index), method);
}

async function recordBlock(
  request: Request,
  visit: Visit,
  sheet: QuarterlySheet,
  world: SurveyWorld,
): Promise<Response> {
  const index = blockAt(visit.posted['block']) ?? 0;
  const typed = pointsOf(visit);
  const again = (page: QuarterlySheet, warning?: string) =>
    quarterlyPage(
      page,
      returnedForm(FORM, visit, world, { typed, ...(warning !== undefined && { warning }) }),
      index,
    );
  const language = languageOf(visit.posted['switch']);
  if (language !== undefined) return pageResponse(again(inLanguage(sheet, visit, language)), 'POST');
  if (!isGenuine(request, FORM, visit, world))
    return pageResponse({ ...again(sheet, sheet.reader.words.problem.stale), status: 403 }, 'POST');
  const { claim } = visit;
  const { sellerId, waveId } = sheet.asked;
  const through = { tenant: claim.tenant.id, linkHash: claim.linkHash, sellerId, waveId, now: world.now };
  await world.facts.recordQuarterly(through, answersOf(index, typed, visit, sheet, world));
  const next = index === LAST_BLOCK ? [] : [`block=${index + 2}`];
  return seeOther(address(sheet.reader, `/s/${visit.token}`, ...next));
}

function inLanguage(
  sheet: QuarterlySheet,
  { wish }: Visit,
  chosen: NonNullable<ReturnType<typeof languageOf>>,
) {
  const { locale, timeZone } = sheet.seller;
  return { ...sheet, reader: readerFor(locale, timeZone, { ...wish, chosen }) };
}

/** One answer to each item of the block; what was left out is recorded as that, so that it is not asked again and again. */
function answersOf(
  index: number,
  typed: Typed,
  visit: Visit,
  { asked, reader }: QuarterlySheet,
  world: SurveyWorld,
): Quarterly['answers'] {
  const suspect = suspicions(FORM, visit, world);
  const items = itemsOf(asked, index);
  const wording = { language: reader.words.language, items: [...items, NOTICE] };
  const common = { at: world.now, wording, ...(suspect.length > 0 && { suspect }) };
  return Object.fromEntries(
    items.map((item): [string, QuarterlyAnswer] => {
      const answer = typed[item];
      const rating = answer === undefined || answer === CANNOT_SAY ? null : Number(answer);
      return [item, { ...common, rating, ...(answer === undefined && { leftOut: true as const }) }];
    }),
  );
}

function itemsOf({ linkHash }: Quarterly, index: number): readonly QuarterlyItem[] {
  return QUARTERLY[blockOrder(linkHash)[index] ?? 'ability'];
}

/** The points that a form sent, by item; anything else in it is dropped. */
function pointsOf({ posted }: Visit): Typed {
  const items = Object.values(QUARTERLY).flat();
  return Object.fromEntries(
    items.flatMap((item) => {
      const point = TRUST_CHOICES.find((each) => each === posted[item]);
      return point === undefined ? [] : [[item, point]];
    }),
  );
}

function answeredBefore({ answers }: Quarterly): Typed {
  const given = Object.entries(answers).filter(([, { leftOut }]) => leftOut !== true);
  return Object.fromEntries(
    given.map(([item, { rating }]) => [item, rating === null ? CANNOT_SAY : String(rating)]),
  );
}
