import { html } from '../html/html.ts';
import { address } from './address.ts';
import { CANNOT_SAY } from './answers.ts';
import { choice, form, type FormState, problemSummary, question } from './form.ts';
import type { Page } from './page.ts';
import { blockOrder, LAST_BLOCK } from './quarterly-block.ts';
import { QUARTERLY, type QuarterlyItem } from './questionnaire.ts';
import { messagePage } from './receipt-page.ts';
import { links, notice, type QuarterlySheet, sheetPage } from './sheet.ts';

/** One block of the quarterly questionnaire, two questions a page: short on a phone, and saved page by page. */
export function quarterlyPage(sheet: QuarterlySheet, state: FormState, index: number): Page {
  const { reader, asked } = sheet;
  const { words, count } = reader;
  const said = words.quarterly;
  const items = QUARTERLY[blockOrder(asked.linkHash)[index] ?? 'ability'];
  const back = index > 0 && html`<p><a href="${address(reader, '', `block=${index}`)}">${said.back}</a></p>`;
  const body = html`
    <div>
      <p class="about">${words.shell.stepOf(count(index + 1).text, count(LAST_BLOCK + 1).text)}</p>
      <h1>${said.title}</h1>
    </div>
    <p>${said.lead}</p>
    ${problemSummary(state, words)}
    ${form(
      state,
      reader,
      html`<input
          type="hidden"
          name="block"
          value="${index + 1}"
        />${items.map((item) => rated(item, sheet, state))}
        <button>${index === LAST_BLOCK ? said.send : said.next}</button>`,
    )}
    ${back}
  `;
  return sheetPage(sheet, {
    title: said.title,
    body,
    footer: notice(sheet, asked.closesAt),
    kept: 'form',
    needs: 'fields',
  });
}

function rated(item: QuarterlyItem, { reader }: QuarterlySheet, state: FormState) {
  const { legend, points, cannotSay } = reader.words.items[item];
  return question(
    { name: item, legend },
    state,
    html`${points.map((label, i) => choice({ name: item, value: String(i + 1), label }, state, i === 0))}
    ${choice({ name: item, value: CANNOT_SAY, label: cannotSay, apart: true }, state, false)}`,
  );
}

/** Everything has been asked: thanks, and how to change an answer while there is time. */
export function quarterlyDonePage(sheet: QuarterlySheet): Page {
  const { reader, asked } = sheet;
  const { quarterly, receipt } = reader.words;
  const body = html`<div class="card">
      <h1>${quarterly.done.title}</h1>
      <p class="end">${quarterly.done.text}</p>
    </div>
    <div class="card">
      <p>${receipt.changeUntil(reader.when(asked.closesAt))}</p>
      <a class="button quiet" href="${address(reader, '', 'block=1')}">${receipt.change}</a>
    </div>`;
  return sheetPage(sheet, { title: quarterly.done.title, body, footer: links(sheet) });
}

export function quarterlyClosedPage(sheet: QuarterlySheet): Page {
  const { title, unanswered } = sheet.reader.words.problem.closed;
  return messagePage(sheet, { title, text: unanswered }, { footer: links(sheet) });
}
