import { html, type Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import { askedSentence, threatSentences } from './silence-words.ts';
import { table } from './tables.ts';
import { count, percent } from './wording.ts';

/** Who was asked, who answered, and whether those who did not could undo what the page finds. */
export function responses(estimates: Estimates): Html {
  return html`<h3>Who was asked, and does silence matter?</h3>
    <p>${askedSentence(estimates)} ${threatSentences(estimates).join(' ')}</p>
    ${funnel(estimates.response)}`;
}

function funnel(response: Estimates['response']): Html | '' {
  const { sellers, asked } = response;
  if (sellers === null || asked === null || asked === 0) return '';
  const row = (name: string, value: number | null) => [
    name,
    value === null ? 'nobody tells' : count(value),
    value === null ? '' : percent(value / asked, 1),
  ];
  return html`<details>
    <summary>Who was asked, and who answered: every step</summary>
    ${table(
      `Questions to ${count(sellers)} sellers until the cut; a seller asked three times counts three times`,
      [{ head: 'Step' }, { head: 'Questions', numeric: true }, { head: 'Of those asked', numeric: true }],
      [
        row('Asked', asked),
        row('Sent by us', response.sent),
        row('Delivered', response.delivered),
        row('Begun', response.started),
        row('Answered', response.answered),
        row('Begun, perhaps by a robot', response.suspect),
        row('Bounced', response.bounced),
        row('Opted out', response.optedOut),
      ],
    )}
    <p class="note">
      Sellers who do not answer may trust otherwise; whatever rests on answers is told of those who gave them.
      Opened mails are not counted: robots open most of them.
    </p>
  </details>`;
}
