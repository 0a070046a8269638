import { type Fragment, type Html, html } from '../html/html.ts';
import { address } from './address.ts';
import type { HistoryEntry } from './history.ts';
import { subjectName } from './subject-name.ts';
import type { Reader } from './reader.ts';
import { fitted } from './shortened.ts';

const TITLES_ROOM = 950; // bytes for the titles of all rows

/** Her rounds, a row each, with a way to write about it. The roles repeat what a table says by itself: on a narrow screen its
 *  rows become cards, and `display` takes the table's meaning away. */
export function historyTable(entries: readonly HistoryEntry[], reader: Reader): Html {
  const { words } = reader;
  const { caption, columns } = words.history;
  const heads = [
    columns.about,
    columns.plan,
    columns.recommended,
    columns.chosen,
    columns.outcome,
    columns.closer,
  ];
  const titles = fitted(
    entries.map(({ title }) => title ?? words.shell.untitled),
    TITLES_ROOM,
  );
  return html`<div class="card">
    <table role="table">
      <caption>
        ${caption}
      </caption>
      <thead role="rowgroup">
        <tr role="row">
          ${heads.map((head) => html`<th scope="col" role="columnheader">${head}</th>`)}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${entries.map((entry, i) => row(entry, titles[i] ?? '', reader))}
      </tbody>
    </table>
  </div>`;
}

function row(entry: HistoryEntry, title: string, reader: Reader): Html {
  const { words, amount, day } = reader;
  const { columns, closer, unknown } = words.history;
  const value = (v: number | undefined) => (v === undefined ? unknown : amount(v, entry.unit));
  const write = address(reader, '', `about=${subjectName(entry.recommendationId)}`);
  return html`<tr role="row">
    <th scope="row" role="rowheader">
      <bdi>${title}</bdi><br /><span class="soft">${day(entry.at)}</span
      ><a href="${write}">${words.ledger.message.row}</a>
    </th>
    ${cell(columns.plan, value(entry.plan))}${cell(columns.recommended, value(entry.recommended))}${cell(columns.chosen, value(entry.chosen))}${cell(columns.outcome, value(entry.outcome))}${cell(columns.closer, entry.closer ? closer[entry.closer] : unknown)}
  </tr>`;
}

function cell(head: string, content: Fragment): Html {
  return html`<td role="cell" data-label="${head}">${content}</td>`;
}
