import { html, type Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import { responses } from './response-section.ts';
import { count, many, sentence } from './wording.ts';

const STATUS = {
  ok: { sign: '✓', word: 'fine' },
  warn: { sign: '▲', word: 'take care' },
  fail: { sign: '✕', word: 'not sound' },
} as const;

/** Can you trust this page? What is wrong or needs care, worst first; what is fine stands behind a click. */
export function health(estimates: Estimates): Html {
  const { health: found, input } = estimates;
  const checks = [rejectedCheck(input), ...found];
  const fine = checks.filter(({ status }) => status === 'ok');
  const troubles = ['fail', 'warn'].flatMap((bad) => checks.filter(({ status }) => status === bad));
  return html`<section aria-labelledby="health">
    <h2 id="health">Can you trust this page?</h2>
    <p>${verdictOf(checks)}</p>
    ${
      troubles.length === 0
        ? ''
        : html`<ul class="health">
            ${troubles.map(healthLine)}
          </ul>`
    }
    <details>
      <summary>${many(fine.length, 'check')} found nothing wrong</summary>
      <ul class="health">
        ${fine.map(healthLine)}
      </ul>
    </details>
    ${responses(estimates)}
  </section>`;
}

function healthLine({ check, status, detail }: Check): Html {
  const { sign, word } = STATUS[status];
  return html`<li>
    <span class="status ${status}"><span aria-hidden="true">${sign}</span> ${word}</span
    ><span
      ><span class="check">${check.slice(0, 1).toUpperCase()}${check.slice(1)}.</span>
      ${sentence(detail)}</span
    >
  </li>`;
}

type Check = Estimates['health'][number];

function rejectedCheck({ rows, rejected }: Estimates['input']): Check {
  const detail =
    rejected === 0
      ? `all ${many(rows, 'row')} could be read`
      : `${count(rejected)} of ${many(rows, 'row')} could not be read and are left out; the method section lists them`;
  return {
    check: 'rows read',
    status: rejected === 0 ? 'ok' : 20 * rejected > rows ? 'fail' : 'warn',
    detail,
  };
}

function verdictOf(checks: Estimates['health']): string {
  const failed = checks.filter(({ status }) => status === 'fail').length;
  const warned = checks.filter(({ status }) => status === 'warn').length;
  if (failed > 0)
    return `No: ${failed === 1 ? 'one check' : `${failed} checks`} failed. Do not act on the numbers below before that is mended.`;
  if (warned > 0)
    return `With care: ${warned === 1 ? 'one check needs' : `${warned} checks need`} attention.`;
  return 'Yes, as far as the checks below can see.';
}
