import { type Html, html } from '../html/html.ts';
import { address } from './address.ts';
import { WORDS } from './language.ts';
import type { Reader } from './reader.ts';
import { LANGUAGES, type Language } from './words/words.ts';

/** What choosing another language must keep: the form's half-finished answer, or a query's keys. */
export type Kept = 'form' | readonly string[];

/** The id of a page's form, for the buttons that stand outside it. */
export const FORM_ID = 'answer';

/** A menu of languages without script. Where nothing is half-finished its entries are links; where a form is, they are
 *  buttons of that form, so that what was typed goes along in a body and never into an address. */
export function languageSwitch({ words }: Reader, kept: Kept): Html {
  return html`${kept === 'form' && FIRST_BUTTON}
    <details class="switch">
      <summary><span class="hide">${words.shell.language}: </span>${words.name}</summary>
      <ul>
        ${LANGUAGES.map((language) => html`<li>${entry(language, words.language, kept)}</li>`)}
      </ul>
    </details>`;
}

/** Enter in a text field presses a form's first button, which must not be one for another language. */
const FIRST_BUTTON = html`<button form="${FORM_ID}" class="hide" tabindex="-1" aria-hidden="true"></button>`;

function entry(language: Language, shown: Language, kept: Kept): Html {
  const { name, direction } = WORDS[language];
  const current = language === shown && html`aria-current="true"`;
  if (kept === 'form') {
    return html`<button
      form="${FORM_ID}"
      name="switch"
      value="${language}"
      lang="${language}"
      dir="${direction}"
      ${current}
    >
      ${name}
    </button>`;
  }
  const href = address({ chosen: language }, '', ...kept);
  return html`<a href="${href}" lang="${language}" hreflang="${language}" dir="${direction}" ${current}
    >${name}</a
  >`;
}
