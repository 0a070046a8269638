import { html, type Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import { checksOf, healthVerdict } from './health-words.ts';
import { responses } from './response-section.ts';
import { asRead, many, sentence } from './wording.ts';

const STATUS = {
  ok: { sign: '✓', word: 'fine' },
  warn: { sign: '▲', word: 'take care' },
  fail: { sign: '✕', word: 'not sound' },
  unknown: { sign: '–', word: 'not checked' },
} as const;

/** Can you trust this page? What is wrong or needs care, worst first; what is fine stands behind a click. */
export function health(estimates: Estimates): Html {
  const checks = estimates.input.rows === 0 ? [] : checksOf(estimates);
  const fine = checks.filter(({ status }) => status === 'ok');
  const unchecked = checks.filter(({ status }) => status === 'unknown');
  const left = unchecked.length === 0 ? '' : `; ${unchecked.length} could not be made`;
  const troubles = ['fail', 'warn'].flatMap((bad) => checks.filter(({ status }) => status === bad));
  return html`<section aria-labelledby="health">
    <h2 id="health">Can you trust this page?</h2>
    <p>${healthVerdict(estimates)}</p>
    ${
      troubles.length === 0
        ? ''
        : html`<ul class="health">
            ${troubles.map(healthLine)}
          </ul>`
    }
    ${
      checks.length === 0
        ? ''
        : html`<details>
            <summary>${many(fine.length, 'check')} found nothing wrong${left}</summary>
            <ul class="health">
              ${[...unchecked, ...fine].map(healthLine)}
            </ul>
          </details>`
    }
    ${responses(estimates)}
  </section>`;
}

function healthLine({ check, status, detail }: Check): Html {
  const { sign, word } = STATUS[status];
  return html`<li>
    <span class="status ${status}"><span aria-hidden="true">${sign}</span> ${word}</span
    ><span
      ><span class="check">${check.slice(0, 1).toUpperCase()}${check.slice(1)}.</span>
      ${sentence(asRead(detail))}</span
    >
  </li>`;
}

type Check = Estimates['health'][number];
