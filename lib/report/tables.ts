import { html, type Fragment, type Html } from '../html/html.ts';
import type { Parameter, Quantity } from '../trust/quantity-schema.ts';
import { between, count, number } from './wording.ts';

export interface Column {
  readonly head: Fragment;
  readonly numeric?: boolean;
}

/** A table in a box of its own, which scrolls where the page is narrow. The first cell of a row names it. */
export function table(caption: string, columns: readonly Column[], rows: readonly (readonly Cell[])[]): Html {
  return html`<div class="table" role="region" aria-label="${caption}" tabindex="0">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(({ head, numeric }) => (numeric === true ? html`<th scope="col" class="n">${head}</th>` : html`<th scope="col">${head}</th>`))}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (cells) =>
            html`<tr>
              ${spread(cells, columns)}
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** The head of a column that is a name from outside: it may be long. */
export const nameHead = (name: string): Html => html`<span class="long">${name}</span>`;

/** `span` cells are given where one stands for several columns. */
export type Cell = Fragment | { readonly span: number; readonly content: Fragment };

function spread(cells: readonly Cell[], columns: readonly Column[]): Html[] {
  let column = 0;
  return cells.map((cell, index) => {
    const here = columns[column];
    const [content, span] = isSpan(cell) ? [cell.content, cell.span] : [cell, 1];
    column += span;
    if (index === 0) return html`<th scope="row">${content}</th>`;
    if (span > 1) return html`<td colspan="${span}" class="why">${content}</td>`;
    return here?.numeric === true ? html`<td class="n">${content}</td>` : html`<td>${content}</td>`;
  });
}

function isSpan(cell: Cell): cell is { readonly span: number; readonly content: Fragment } {
  return typeof cell === 'object' && cell !== null && 'span' in cell;
}

/** A row: what it is, estimate and interval; or one wide cell that says why there is none. */
export function estimateRow(name: Fragment, value: Quantity | Parameter, digits = 2): Cell[] {
  return [name, ...estimateCells(value, digits)];
}

function estimateCells(value: Quantity | Parameter, digits: number): Cell[] {
  if (value.estimate === null) return [{ span: 2, content: cannotTell(value.reason) }];
  const weak = value.reason === null ? '' : html` <small class="why">${value.reason}</small>`;
  return [number(value.estimate, digits), [between(value, digits) ?? '', weak]];
}

/** The same with n. */
export function quantityRow(name: Fragment, value: Quantity, digits = 2): Cell[] {
  return [name, ...estimateCells(value, digits), count(value.n)];
}

export function cannotTell(reason: string | null): Html {
  return html`<span class="unknown">cannot tell</span>${reason === null ? '' : `: ${reason}`}`;
}

/** The same where it stands for all there is to say. */
export const nothingTold = (reason: string | null): Html =>
  html`<p><span class="unknown">Cannot tell</span>${reason === null ? '' : `: ${reason}`}.</p>`;

/** One cell: estimate, interval and n. */
export function short(value: Quantity, digits = 2): Html {
  if (value.estimate === null) return cannotTell(value.reason);
  return html`${number(value.estimate, digits)} ${besideIt(value, digits, `; n ${count(value.n)}`)}`;
}

/** The interval beside its estimate; the reason where there is none, which may take lines. */
export function besideIt(value: Quantity, digits = 2, more = ''): Html {
  const interval = between(value, digits);
  return interval === undefined
    ? html`<small class="why">${value.reason}${more}</small>`
    : html`<small>${interval}${more}</small>`;
}

/** The same within a sentence. */
export function inProse(value: Quantity, digits = 2): Html {
  if (value.estimate === null) return cannotTell(value.reason);
  return html`${number(value.estimate, digits)} (${between(value, digits) ?? value.reason}; n
  ${count(value.n)})`;
}
