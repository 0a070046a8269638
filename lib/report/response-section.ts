import { html, type Html } from '../html/html.ts';
import type { ResponseCounts } from '../trust/response-schema.ts';
import { table } from './tables.ts';
import { count, percent } from './wording.ts';

/** Who was asked and how far it came. Nothing where nobody knows or was asked: the check says so. */
export function responseFunnel(response: ResponseCounts): Html | '' {
  const { sellers, asked } = response;
  if (sellers === null || asked === null || asked === 0) return '';
  const row = (name: string, value: number | null) => [
    name,
    value === null ? 'nobody tells' : count(value),
    value === null ? '' : percent(value / asked, 1),
  ];
  return html`<details>
    <summary>Who was asked, and who answered</summary>
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
