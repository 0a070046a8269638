import { html, type Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import { evolutionChart } from './evolution-chart.ts';
import { movements } from './movement.ts';
import { changeTable } from './movement-words.ts';
import { cannotTell, inProse, quantityRow, short, table } from './tables.ts';
import { quarterly } from './quarterly-section.ts';
import { nonresponse } from './nonresponse-section.ts';
import { responseFunnel } from './response-section.ts';
import { statedChart } from './stated-chart.ts';
import { trustNowChart } from './trust-now-chart.ts';
import { between, count, many, sentence } from './wording.ts';

const STATUS = {
  ok: { sign: '✓', word: 'fine' },
  warn: { sign: '▲', word: 'take care' },
  fail: { sign: '✕', word: 'not sound' },
} as const;

/** Can you trust this page? What is wrong or needs care, worst first; what is fine stands behind a click. */
export function health(estimates: Estimates): Html {
  const { health: found, input, response } = estimates;
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
    ${responseFunnel(response)} ${nonresponse(estimates)}
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

/** What changed since the last report. */
export function changes(): Html {
  return html`<section aria-labelledby="changes">
    <h2 id="changes">What changed since the last report</h2>
    <p>
      Nothing to compare with yet: reports are not compared with each other in this version. Changes within
      the data stand under <a href="#over-time">trust over time</a>.
    </p>
  </section>`;
}

/** Trust now: three views side by side, never blended. */
export function trustNow({ trust }: Estimates): Html {
  return html`<section aria-labelledby="now">
    <h2 id="now">Trust now</h2>
    ${trustNowChart(trust) ?? html`<p>${cannotTell(trust.overall.reason)}.</p>`}
    <h3>Three views of it</h3>
    <p>
      What sellers say, what they do and what the model infers are three measurements. They may disagree, and
      are not blended.
    </p>
    ${table(
      'Three views of trust, and how far they agree',
      [
        { head: 'View' },
        { head: 'Estimate', numeric: true },
        { head: '95 % interval', numeric: true },
        { head: 'n', numeric: true },
      ],
      [
        quantityRow('Stated: mean answer, 1 to 7', trust.stated),
        quantityRow('Shown: mean weight of advice, 0 to 1', trust.shown),
        quantityRow('Inferred: trust factor, 0 to 1', trust.inferred),
        ...agreementRows(trust.agreement),
      ],
    )}
    ${answers(trust.ratings)} ${contrasts(trust.contrasts)}
    <p class="note">
      n counts sellers; for the trust factor, sellers once for each recommender they hear from. A correlation
      runs from −1 to 1 and is lowered by the error of both views; the corrected one says what it would be
      without.
    </p>
  </section>`;
}

/** Recommenders against each other, over the sellers who hear from both. */
function contrasts(found: Estimates['trust']['contrasts']): Html | '' {
  if (found.length === 0) return '';
  const largest = found.toSorted(
    (a, b) => Math.abs(b.difference.estimate ?? 0) - Math.abs(a.difference.estimate ?? 0),
  );
  return html`<h3>One recommender against another</h3>
    ${table(
      `Difference in trust, over the sellers who hear from both${found.length > CONTRASTS_SHOWN ? `: the largest ${CONTRASTS_SHOWN} of ${found.length}` : ''}`,
      [
        { head: 'Recommenders' },
        { head: 'Difference', numeric: true },
        { head: '95 % at this look alone', numeric: true },
        { head: 'Sellers', numeric: true },
        { head: '95 % at all looks', numeric: true },
      ],
      largest
        .slice(0, CONTRASTS_SHOWN)
        .map(({ first, second, difference }) =>
          quantityRow(`${first} less ${second}`, difference).concat(between(difference.anytime) ?? ''),
        ),
    )}`;
}

const CONTRASTS_SHOWN = 10;

function agreementRows({
  statedShown,
  statedInferred,
  shownInferred,
}: Estimates['trust']['agreement']): ReturnType<typeof quantityRow>[] {
  return [
    quantityRow('Stated with shown: correlation over sellers', statedShown.raw),
    quantityRow('Stated with shown, corrected for error', statedShown.disattenuated),
    quantityRow('Stated with inferred: correlation over sellers', statedInferred.raw),
    quantityRow('Stated with inferred, corrected for error', statedInferred.disattenuated),
    quantityRow('Shown with inferred: correlation over sellers', shownInferred.raw),
  ];
}

/** What an answer of 1 to 7 is worth. */
function answers({ reliability, retest }: Estimates['trust']['ratings']): Html {
  return html`<p>
    Share of the variance of answers that inferred trust explains: ${inProse(reliability)}. Correlation of two
    answers of one seller about one recommender: ${inProse(retest)}.
  </p>`;
}

/** Trust over time: how the means went, and what the same sellers' trust did. */
export function overTime(estimates: Estimates): Html {
  const { evolution, trust } = estimates;
  const weekly = evolution.some(({ period }) => period.includes('W'));
  const moved = movements(estimates);
  return html`<section aria-labelledby="over-time">
    <h2 id="over-time">Trust over time</h2>
    ${evolutionChart(evolution, weekly ? 'week' : 'round') ?? html`<p>${cannotTell('no period has enough sellers')}.</p>`}
    ${answersOverTime(estimates, weekly ? 'week' : 'round')} ${quarterly(estimates.quarterly)}
    <h3>Did the same sellers’ trust move?</h3>
    ${moved.length === 0 ? html`<p>${cannotTell(trust.change.overall.reason)}.</p>` : changeTable(moved, trust.change.overall)}
    <p class="note">
      The means above are of whoever decided in a period: they move when other sellers are asked. A change is
      told only of sellers who decided both in the first and in the last quarter of the periods, from the
      first decision of each until now; of those who stopped, their number and their trust at first are all
      there is. Periods in which fewer than half as many were asked as in the largest do not count. A rise or
      a fall is called so by the interval that holds at all looks together: a page that is read every week
      would otherwise find a change sooner or later where there is none.
    </p>
  </section>`;
}

/** What sellers said, where enough of them were asked. */
function answersOverTime({ statedEvolution }: Estimates, unit: string): Html | '' {
  const chart = statedChart(statedEvolution, unit);
  return chart === undefined
    ? ''
    : html`<h3>What sellers said</h3>
        ${chart}`;
}

/** Trust against what the record deserves. */
export function calibration({ trust: { calibration: found } }: Estimates): Html {
  const rows = Object.entries(found.byRecommender).map(([name, { trust, fidelity, gap }]) => [
    name,
    short(trust),
    short(fidelity),
    short(gap),
    between(gap.anytime) ?? '',
  ]);
  return html`<section aria-labelledby="calibration">
    <h2 id="calibration">Is trust deserved?</h2>
    <p>
      High trust is not the aim; trust that follows the record is. The gap compares trust with the weight of a
      seller who judged both her plans and the recommendations by the errors she has seen. Above zero: more
      trust than deserved; below: less.
    </p>
    ${table(
      'Trust, fidelity and the gap, by recommender; each estimate with its 95 % interval and n',
      [
        { head: 'Recommender' },
        { head: 'Trust, 0 to 1' },
        { head: 'Mean fidelity, −1 to 1' },
        { head: 'Gap' },
        { head: 'Gap, 95 % at all looks', numeric: true },
      ],
      [...rows, ['All together', '', '', short(found.gap), between(found.gap.anytime) ?? '']],
    )}
    ${table(
      'Does trust follow the record?',
      [
        { head: 'Slope of trust' },
        { head: 'Estimate', numeric: true },
        { head: '95 % interval', numeric: true },
        { head: 'n', numeric: true },
      ],
      [
        quantityRow(
          'on the weight the record supports, decision by decision (1: it follows fully)',
          found.slope,
        ),
        quantityRow('on the fidelity seen before, between sellers of one recommender', found.acrossSellers),
        quantityRow('on the fidelity seen, between recommenders (n counts them)', found.acrossRecommenders),
      ],
    )}
  </section>`;
}
