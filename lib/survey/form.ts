import { type Fragment, type Html, html } from '../html/html.ts';
import type { Problems, Typed } from './answers.ts';
import { FORM_ID } from './language-switch.ts';
import type { Reader } from './reader.ts';
import type { Words } from './words/words.ts';

/** What a form carries besides the answers. */
export interface FormState {
  readonly form: string; // name and version
  readonly typed: Typed;
  readonly problems: Problems;
  /** Said above the form when nothing in it is wrong but it must be sent again. */
  readonly warning?: string | undefined;
  /** Said above the form when there is nothing to mend. */
  readonly news?: string | undefined;
  readonly nonce: string;
  readonly submissionId: string;
  readonly revision: number; // of the reply the form was opened on; 0 before the first
}

/** A form that posts to its own address, with the hidden fields and a trap for robots that fill in everything. */
export function form(state: FormState, { words, chosen }: Reader, content: Fragment): Html {
  return html`<form id="${FORM_ID}" method="post" action="?" novalidate>
    <input type="hidden" name="form" value="${state.form}" />
    <input type="hidden" name="nonce" value="${state.nonce}" />
    <input type="hidden" name="submission" value="${state.submissionId}" />
    <input type="hidden" name="revision" value="${state.revision}" />
    ${chosen !== undefined && html`<input type="hidden" name="lang" value="${chosen}" />`}
    <div class="trap" aria-hidden="true">
      <label
        >${words.shell.honeypot} <input type="text" name="website" tabindex="-1" autocomplete="off"
      /></label>
    </div>
    ${content}
  </form>`;
}

/** The list of what needs another look; it takes the focus when the page opens. */
export function problemSummary({ problems, warning }: FormState, words: Words): Fragment {
  const entries = Object.entries(problems);
  if (entries.length === 0 && warning === undefined) return undefined;
  return html`<div class="summary" role="alert" tabindex="-1" autofocus>
    <h2>${words.problem.summary}</h2>
    ${warning !== undefined && html`<p>${warning}</p>`}
    ${
      entries.length > 0 &&
      html`<ul>
        ${entries.map(([field, problem]) => html`<li><a href="#${field}">${problem}</a></li>`)}
      </ul>`
    }
  </div>`;
}

/** The message of one field, named so that the field can point to it. */
export function fieldProblem(field: string, problems: Problems): Fragment {
  const problem = problems[field];
  return problem !== undefined && html`<p class="error" id="${field}-problem">${problem}</p>`;
}

/** A field for a number in any habit of writing it, with its label above and an optional hint. */
export function amountField(
  { name, label, hint }: { name: string; label: string; hint?: string | undefined },
  { typed, problems }: FormState,
): Html {
  const wrong = problems[name] !== undefined;
  const described = [hint !== undefined && `${name}-hint`, wrong && `${name}-problem`]
    .filter(Boolean)
    .join(' ');
  return html`<label class="above" for="${name}">${label}</label>
    ${hint !== undefined && html`<p class="hint" id="${name}-hint">${hint}</p>`}
    ${fieldProblem(name, problems)}
    <input
      type="text"
      inputmode="decimal"
      autocomplete="off"
      maxlength="30"
      id="${name}"
      name="${name}"
      value="${typed[name] ?? ''}"
      ${described !== '' && html`aria-describedby="${described}"`}
      ${wrong && html`aria-invalid="true"`}
    />`;
}

/** One radio button in a frame of its own, large enough for a thumb. */
export function choice(
  { name, value, label, apart }: { name: string; value: string; label: Fragment; apart?: boolean },
  { typed }: FormState,
  first: boolean,
): Html {
  return html`<label class="${apart === true ? 'choice apart' : 'choice'}"
    ><input
      type="radio"
      name="${name}"
      value="${value}"
      ${first && html`id="${name}"`}
      ${typed[name] === value && html`checked`}
    /><span>${label}</span></label
  >`;
}

/** A question with its choices; its message is read out with the question. */
export function question(
  { name, legend, hint }: { name: string; legend: string; hint?: string },
  { problems }: FormState,
  choices: Fragment,
): Html {
  const wrong = problems[name] !== undefined;
  return html`<fieldset ${wrong && html`class="wrong" aria-describedby="${name}-problem"`}>
    <legend>${legend}${hint !== undefined && html` <span class="soft">(${hint})</span>`}</legend>
    ${fieldProblem(name, problems)}
    <div>${choices}</div>
  </fieldset>`;
}
