import { type Fragment, type Html, html } from '../html/html.ts';
import { type HistoryEntry, tally } from './history.ts';
import { address } from './address.ts';
import { historySummary } from './history-summary.ts';
import type { Page } from './page.ts';
import { plainBody } from './receipt-page.ts';
import type { Reader } from './reader.ts';
import { shortened } from './shortened.ts';
import { type Frame, sheetPage } from './sheet.ts';

const MOST_ROWS = 12; // a year of months, and a page below 20 kB

/** The seller's ledger: how past recommendations turned out for her, said plainly also where they were bad. */
export function historyPage(sheet: Frame, entries: readonly HistoryEntry[]): Page {
  const { history } = sheet.reader.words;
  const back = html`<nav aria-label="${sheet.reader.words.shell.pages}">
    <a href="${address(sheet.reader, `../${sheet.token}`)}">${history.back}</a>
  </nav>`;
  const body =
    entries.length === 0
      ? html`${plainBody(history.empty)}`
      : html`<h1>${history.title}</h1>
          ${summary(entries, sheet.reader)} ${table(entries.slice(0, MOST_ROWS), sheet.reader)}`;
  const title = entries.length === 0 ? history.empty.title : history.title;
  return sheetPage(sheet, { title, body, footer: back, wide: entries.length > 0, needs: 'table' });
}

function summary(entries: readonly HistoryEntry[], reader: Reader): Html {
  const { words, amount, number, count } = reader;
  const counts = tally(entries);
  const { miss } = counts;
  const said = words.history;
  const rounded = (value: number) =>
    miss === undefined ? number(value) : amount(Number(value.toPrecision(3)), miss.unit);
  return html`<section class="told">
    ${historySummary(counts, reader).map((text, i) => html`<p>${i === 0 ? html`<strong>${text}</strong>` : text}</p>`)}
    ${miss && counts.judged > 1 && html`<p>${said.average(rounded(miss.recommendation), rounded(miss.plan))}</p>`}
    ${counts.unjudged > 0 && html`<p>${said.unjudged(count(counts.unjudged))}</p>`}
    ${entries.length > MOST_ROWS && html`<p>${said.latest(count(MOST_ROWS))}</p>`}
  </section>`;
}

/** The roles repeat what a table says by itself: on a narrow screen its rows become cards, and `display` takes the
 *  table's meaning away. */
function table(entries: readonly HistoryEntry[], reader: Reader): Html {
  const { caption, columns } = reader.words.history;
  const heads = [columns.plan, columns.recommended, columns.chosen, columns.outcome, columns.closer];
  return html`<div class="card">
    <table role="table">
      <caption>
        ${caption}
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          ${[columns.about, ...heads].map((head) => html`<th scope="col" role="columnheader">${head}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${entries.map((entry) => row(entry, reader))}
      </tbody>
    </table>
  </div>`;
}

function row(entry: HistoryEntry, { words: { history, shell }, amount, day }: Reader): Html {
  const { columns, closer, unknown } = history;
  const value = (v: number | undefined) =>
    v === undefined ? unknown : html`<bdi>${amount(v, entry.unit)}</bdi>`;
  return html`<tr role="row">
    <th scope="row" role="rowheader">
      <bdi>${shortened(entry.title ?? shell.untitled, 160)}</bdi><span class="soft">${day(entry.at)}</span>
    </th>
    ${cell(columns.plan, value(entry.plan))} ${cell(columns.recommended, value(entry.recommended))}
    ${cell(columns.chosen, value(entry.chosen))} ${cell(columns.outcome, value(entry.outcome))}
    ${cell(columns.closer, entry.closer ? closer[entry.closer] : unknown)}
  </tr>`;
}

function cell(head: string, content: Fragment): Html {
  return html`<td role="cell" data-label="${head}">${content}</td>`;
}
