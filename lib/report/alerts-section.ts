import { html, type Html } from '../html/html.ts';
import type { AlertState } from './alerts-schema.ts';
import { alertSentence } from './alerts-words.ts';

/** Thresholds that are crossed, near the top; nothing where none is. */
export function alertBox(states: readonly AlertState[]): Html | '' {
  const raised = states.filter(({ state }) => state === 'raised');
  if (raised.length === 0) return '';
  const cleared = states.filter(({ moved }) => moved === 'cleared');
  return html`<section aria-labelledby="alerts">
    <h2 id="alerts">Alerts</h2>
    <ul class="health">
      ${raised.map((alert) => line(alert, 'fail', '✕', 'raised'))}
      ${cleared.map((alert) => line(alert, 'ok', '✓', 'cleared'))}
    </ul>
    <p class="note">
      An alert is raised when the whole interval lies beyond the threshold, and cleared when that bound has
      come back as far as its rule asks. The intervals hold at all reports together.
    </p>
  </section>`;
}

function line(alert: AlertState, status: string, sign: string, word: string): Html {
  return html`<li>
    <span class="status ${status}"><span aria-hidden="true">${sign}</span> ${word}</span
    ><span>${alertSentence(alert)}</span>
  </li>`;
}
