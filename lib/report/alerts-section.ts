import { html, type Html } from '../html/html.ts';
import type { AlertState } from './alerts-schema.ts';
import { alertSentence, isUntold, untoldSentence } from './alerts-words.ts';

/** Thresholds that are crossed, that are crossed no more, and that cannot be told, near the top; nothing where there is none
 *  of these. */
export function alertBox(states: readonly AlertState[]): Html | '' {
  const raised = states.filter(({ state }) => state === 'raised');
  const cleared = states.filter(({ moved }) => moved === 'cleared');
  const untold = states.filter(isUntold);
  if (raised.length + cleared.length + untold.length === 0) return '';
  return html`<section aria-labelledby="alerts">
    <h2 id="alerts">Alerts</h2>
    <ul class="health">
      ${raised.map((alert) => line(alertSentence(alert), 'fail', '✕', 'raised'))}
      ${cleared.map((alert) => line(alertSentence(alert), 'ok', '✓', 'cleared'))}
      ${untold.map((alert) => line(untoldSentence(alert), 'warn', '▲', 'cannot tell'))}
    </ul>
    <p class="note">
      An alert is raised when the whole interval lies beyond the threshold, and cleared when that bound has
      come back as far as its rule asks. The intervals hold at all reports together.
    </p>
  </section>`;
}

function line(words: string, status: string, sign: string, word: string): Html {
  return html`<li>
    <span class="status ${status}"><span aria-hidden="true">${sign}</span> ${word}</span><span>${words}</span>
  </li>`;
}
