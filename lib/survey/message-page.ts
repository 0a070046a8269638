import { html } from '../html/html.ts';
import { address } from './address.ts';
import { fieldProblem, form, type FormState, problemSummary } from './form.ts';
import type { Ledger, Subject } from './ledger.ts';
import { messagesAbout } from './message-list.ts';
import type { Page } from './page.ts';
import { sheetPage, subject } from './sheet.ts';

export const LONGEST_MESSAGE = 1000; // characters

/** Where a seller replies or objects to a recommendation. Unlike her answers, people at the marketplace read it, and the page
 *  says so before she writes. What she wrote before stands below a form that is still empty: both may be long. */
export function messagePage(ledger: Ledger, about: Subject, state: FormState): Page {
  const { reader, tenant } = ledger;
  const { words } = reader;
  const said = words.ledger.message;
  const body = html`
    <div>
      <p class="about">${subject(about.recommendation, reader)} · ${reader.day(about.recommendation.at)}</p>
      <h1>${said.title}</h1>
    </div>
    <p>${said.who(reader.isolate(tenant.name))}</p>
    ${problemSummary(state, words)}
    ${form(
      state,
      reader,
      html`<input type="hidden" name="about" value="${about.name}" />
        <div class="card">${textField(state, said.label, said.atMost(reader.number(LONGEST_MESSAGE)))}</div>
        <button>${said.send}</button>`,
    )}
    ${state.typed['text'] === undefined && messagesAbout(ledger, about)}
    <p><a href="${address(reader, '')}">${said.back}</a></p>
  `;
  const again = state.warning !== undefined || Object.keys(state.problems).length > 0;
  const title = again ? words.shell.errorPrefix + said.title : said.title;
  return sheetPage(ledger, { title, body, kept: 'form', needs: 'fields' });
}

function textField({ typed, problems }: FormState, label: string, hint: string) {
  const wrong = problems['text'] !== undefined;
  return html`<label class="above" for="text">${label}</label>
    <p class="hint" id="text-hint">${hint}</p>
    ${fieldProblem('text', problems)}
    <textarea
      id="text"
      name="text"
      rows="6"
      dir="auto"
      maxlength="${LONGEST_MESSAGE}"
      aria-describedby="${wrong ? 'text-hint text-problem' : 'text-hint'}"
      ${wrong && html`aria-invalid="true"`}
    >
${typed['text']}</textarea>`;
}
