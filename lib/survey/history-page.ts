import { type Fragment, type Html, html } from '../html/html.ts';
import type { Reference } from '../rounds/reference.ts';
import { address } from './address.ts';
import { type HistoryEntry, tally } from './history.ts';
import { historySummary } from './history-summary.ts';
import { historyTable } from './history-table.ts';
import type { Ledger } from './ledger.ts';
import { latestMessages } from './message-list.ts';
import type { Note } from './notes.ts';
import type { Page } from './page.ts';
import { plainBody } from './receipt-page.ts';
import type { Reader } from './reader.ts';
import { referenceGroup, referenceSummary } from './reference-summary.ts';
import { sheetPage, subject } from './sheet.ts';
import { fitted } from './shortened.ts';

const MOST_ROWS = 12; // a year of months, and a page below 20 kB
const MOST_NOTES = 3;
const NOTES_ROOM = 600; // bytes

export interface LedgerExtras {
  readonly reference: Reference | undefined;
  readonly notes: readonly Note[];
  readonly sent: boolean; // she comes from sending a message
}

/** The seller's ledger: how past recommendations of a kind turned out for her and for others, said plainly also where they
 *  were bad; what she wrote and was answered; what the marketplace did about it. */
export function historyPage(ledger: Ledger, { reference, notes, sent }: LedgerExtras): Page {
  const { reader, token, entries } = ledger;
  const { shell, history, ledger: said } = reader.words;
  const ofKind = entries.filter(({ recommender }) => recommender === ledger.kind);
  const body = html`${entries.length === 0 ? plainBody(history.empty) : html`<h1>${history.title}</h1>`}
  ${sent && html`<div class="told" role="status"><p>${said.message.sent}</p></div>`} ${kinds(ledger)}
  ${ofKind.length > 0 && summary(ofKind, reader)} ${others(reference, ledger)}
  ${ofKind.length > 0 && historyTable(ofKind.slice(0, MOST_ROWS), reader)} ${current(ledger)}
  ${latestMessages(ledger)} ${whatWasDone(notes, reader)}`;
  const footer = html`<nav aria-label="${shell.pages}">
    <a href="${address(reader, `../${token}`)}">${history.back}</a>
  </nav>`;
  const title = entries.length === 0 ? history.empty.title : history.title;
  const kept = ledger.kinds.length > 1 ? [kindKey(ledger, ledger.kind)] : [];
  return sheetPage(ledger, { title, body, footer, kept, wide: entries.length > 0, needs: 'table' });
}

function kindKey({ kinds: all }: Ledger, kind: string | undefined): string {
  return `of=${all.indexOf(kind ?? '') + 1}`;
}

/** Names as the marketplace gave them to its recommenders; there is one page a kind. */
function kinds(ledger: Ledger): Fragment {
  const { kinds: all, kind, reader } = ledger;
  if (all.length < 2) return undefined;
  return html`<nav class="kinds" aria-label="${reader.words.ledger.kinds}">
    ${all.map(
      (name) =>
        html`<a
          href="${address(reader, '', kindKey(ledger, name))}"
          ${name === kind && html`aria-current="page"`}
          ><bdi>${name.replaceAll(/[-_.]+/g, ' ')}</bdi></a
        >`,
    )}
  </nav>`;
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

/** A reference point, so that a few rounds of her own need not carry everything. */
function others(reference: Reference | undefined, { segments, reader }: Ledger): Fragment {
  const group = referenceGroup(reference, segments);
  if (group === undefined) return undefined;
  const { heading, text } = referenceSummary(group, reader);
  return html`<section class="card">
    <h2>${heading}</h2>
    <p>${text}</p>
  </section>`;
}

function current({ current: asked, reader }: Ledger): Fragment {
  if (asked === undefined) return undefined;
  return html`<section class="card">
    <p>${subject(asked.recommendation, reader)}</p>
    <a class="button quiet" href="${address(reader, '', `about=${asked.name}`)}"
      >${reader.words.ledger.message.write}</a
    >
  </section>`;
}

function whatWasDone(notes: readonly Note[], { words, day }: Reader): Fragment {
  if (notes.length === 0) return undefined;
  const shown = notes.slice(0, MOST_NOTES);
  const texts = fitted(
    shown.map(({ text }) => text),
    NOTES_ROOM,
  );
  return html`<section class="card">
    <h2>${words.ledger.notes}</h2>
    <ul>
      ${shown.map(({ at }, i) => html`<li><bdi>${texts[i]}</bdi> <span class="soft">${day(at)}</span></li>`)}
    </ul>
  </section>`;
}
