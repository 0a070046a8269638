import { type Fragment, type Html, html } from '../html/html.ts';
import type { Reply } from '../rounds/round.ts';
import { ownPlan } from './answers.ts';
import { awaitsPlan } from './history.ts';
import type { Page } from './page.ts';
import { type Frame, links, type Sheet, sheetPage, subject } from './sheet.ts';
import { address } from './address.ts';
import { MICRO, REASONS } from './questionnaire.ts';
import { plausibleRange, whyRecommended } from './why.ts';
import type { PlainWords } from './words/words.ts';

/** What a page may tell about a second answer or a second plan, as it stands in its address. */
export const TOLD = ['already', 'full', 'plan'] as const;
export type Told = (typeof TOLD)[number];

/** What is recorded, and how to change it while the round is open. `told` says what happened to a second answer. */
export function receiptPage(sheet: Sheet, reply: Reply, told: Told | undefined): Page {
  const { words, when } = sheet.reader;
  const { title, already, full, changeUntil, change } = words.receipt;
  const message = told && { already, full, plan: undefined }[told];
  const body = html`
    <div>
      <p class="about">${subject(sheet.recommendation, sheet.reader)}</p>
      <h1>${message?.title ?? title}</h1>
    </div>
    ${message && html`<div class="told" role="status"><p>${message.text}</p></div>`} ${answer(sheet, reply)}
    ${whyCard(sheet)}
    ${
      told !== 'full' &&
      html`<div class="card">
        <p>${changeUntil(when(sheet.invitation.closesAt))}</p>
        <a class="button quiet" href="${address(sheet.reader, '', 'edit')}">${change}</a>
      </div>`
    }
  `;
  const kept = told === undefined ? [] : [`told=${told}`];
  return sheetPage(sheet, { title: message?.title ?? title, body, footer: linksFrom(sheet), kept });
}

/** What she was told with the recommendation, to look up again. */
function whyCard(sheet: Sheet): Fragment {
  const plausible = plausibleRange(sheet);
  const said = [plausible !== undefined && html`<p>${plausible}</p>`, whyRecommended(sheet, undefined)];
  if (said.flat().every((part) => part === undefined || part === false)) return undefined;
  return html`<section class="card">
    <h2>${sheet.reader.words.receipt.why}</h2>
    ${said}
  </section>`;
}

/** After the round has closed: what we hold, or that nothing is asked any more. */
export function closedPage(sheet: Sheet): Page {
  const { closed } = sheet.reader.words.problem;
  const { reply } = sheet.round;
  const body = html`
    <div>
      <p class="about">${subject(sheet.recommendation, sheet.reader)}</p>
      <h1>${closed.title}</h1>
    </div>
    <p>${reply ? closed.answered : closed.unanswered}</p>
    ${reply && answer(sheet, reply)}
  `;
  return sheetPage(sheet, { title: closed.title, body, footer: linksFrom(sheet) });
}

function linksFrom(sheet: Sheet): Html {
  return links(sheet, awaitsPlan(sheet.round, sheet.now) ? undefined : sheet.round.recommendationId);
}

/** A page in the marketplace's frame that only says something. */
export function messagePage(sheet: Frame, said: PlainWords, rest: Partial<Page> = {}): Page {
  return sheetPage(sheet, { title: said.title, body: plainBody(said), ...rest });
}

/** The body of a page that only says something. */
export function plainBody({ title, text }: PlainWords): Html {
  return html`<div class="card">
    <h1>${title}</h1>
    <p class="end">${text}</p>
  </div>`;
}

function answer({ reader, recommendation, round }: Sheet, reply: Reply): Fragment {
  const { words, amount, when } = reader;
  const { receipt } = words;
  const { unit, value } = recommendation;
  const plan = ownPlan(round);
  const points = words.items[MICRO.trust];
  const trust = reply.trustRating === null ? points.cannotSay : (points.points[reply.trustRating - 1] ?? '');
  const reason = REASONS.find((id) => id === reply.mainReason);
  return html`<section class="card">
    <h2>${receipt.answer}</h2>
    <dl>
      <dt>${receipt.recommended}</dt>
      <dd><bdi>${amount(value, unit)}</bdi></dd>
      ${
        plan !== undefined &&
        html`<dt>${receipt.ownPlan}</dt>
          <dd><bdi>${amount(plan, unit)}</bdi></dd>`
      }
      <dt>${receipt.chosen}</dt>
      <dd><bdi>${amount(reply.chosen, unit)}</bdi></dd>
      <dt>${receipt.trust}</dt>
      <dd>${trust}</dd>
      <dt>${receipt.reason}</dt>
      <dd>${reason ? words.items[MICRO.reason].choices[reason] : receipt.noReason}</dd>
    </dl>
    <p class="soft end">${receipt.recorded(when(reply.at))}</p>
  </section>`;
}
