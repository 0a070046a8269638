import { html, trusted, type Html } from '../../html/html.ts';
import type { Estimates } from '../../trust/estimates.ts';
import type { ReportFile } from '../report-files.ts';
import { POLICY } from '../report.ts';
import { STYLE } from '../style.ts';
import { cannotTell, nothingTold, table } from '../tables.ts';
import { between, count, number } from '../wording.ts';
import { certificate } from './certificate.ts';
import { segmentChart } from './segment-chart.ts';
import { segmentFile } from './segment-file.ts';
import { segmentViews, type Course, type SegmentView } from './segment-view.ts';

interface Meta {
  readonly title: string;
  readonly tenantName: string;
}

/** One page a segment value, beside the report: nothing is fetched, no script. None is made that is not in the estimates: what
 *  could be asked for is fixed when the report is made. */
export function segmentPages(estimates: Estimates, meta: Meta): ReportFile[] {
  return segmentViews(estimates).map((view) => [
    segmentFile(view.segment, view.value),
    page(view, estimates, meta).toString(),
  ]);
}

function page(view: SegmentView, estimates: Estimates, meta: Meta): Html {
  const name = `${view.segment}: ${view.value}`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${name} · ${meta.title} · ${meta.tenantName}</title>
        ${trusted(`<style>${STYLE}</style>`)}
      </head>
      <body>
        <header>
          <p class="kicker">${meta.title} · ${meta.tenantName} · ${estimates.asOf.slice(0, 10)}</p>
          <h1>${name}</h1>
          <p class="facts"><a href="../report.html#segments">Back to the report</a></p>
        </header>
        <main>${now(view)} ${overTime(view)} ${words(estimates)}</main>
        <footer>
          <p>
            Seller Trust ${estimates.codeVersion} · data cut at ${estimates.asOf} · schema ${estimates.schema}
          </p>
        </footer>
      </body>
    </html> `;
}

function now({ courses }: SegmentView): Html {
  return html`<section aria-labelledby="now">
    <h2 id="now">Trust now</h2>
    ${table(
      'Trust now by recommender',
      [
        { head: 'Recommender' },
        { head: 'Trust', numeric: true },
        { head: '95 % interval', numeric: true },
        { head: 'Sellers', numeric: true },
      ],
      courses.map(nowRow),
    )}
  </section>`;
}

function nowRow({ recommender, now: cell }: Course) {
  if (cell === null)
    return [recommender, { span: 3, content: cannotTell('no seller whose trust can be told') }];
  if (cell.mean === null) return [recommender, { span: 3, content: cannotTell(cell.reason) }];
  const weak = cell.reason === null ? '' : html` <small>${cell.reason}</small>`;
  return [recommender, number(cell.mean), [between(cell) ?? '', weak], count(cell.sellers ?? 0)];
}

function overTime(view: SegmentView): Html {
  const unit = view.courses.some(({ periods }) => periods.some(({ period }) => period.includes('W')))
    ? 'week'
    : 'round';
  const withheld = view.courses.flatMap(({ periods }) =>
    periods.flatMap(({ mean, reason }) => (mean === null ? (reason ?? []) : [])),
  );
  return html`<section aria-labelledby="over-time">
    <h2 id="over-time">Trust over time</h2>
    ${segmentChart(view, unit) ?? nothingTold(withheld[0] ?? `no ${unit} is over`)}
    ${
      withheld.length === 0
        ? ''
        : html`<p>Why ${unit}s are missing:</p>
            <ul class="plain">
              ${[...new Set(withheld)].map((reason) => html`<li>${reason}.</li>`)}
            </ul>`
    }
  </section>`;
}

function words({ disclosure }: Estimates): Html {
  return html`<section aria-labelledby="words">
    <h2 id="words">What the numbers mean</h2>
    <dl class="words">
      <dt>Trust</dt>
      <dd>
        The weight of the recommendation against the seller’s own plan in what she does: 0 ignores it, 1
        believes it entirely. Means are of the sellers counted beside them; brackets and bands are 95 %
        intervals of these means, at one look.
      </dd>
      <dt>Now</dt>
      <dd>
        Of all sellers of this segment who made a decision. Who joins is counted from the next renewal, every
        four weeks, together with at least four others.
      </dd>
      <dt>Over time</dt>
      <dd>
        Of those who decided in a closed period, as their trust then is seen today, or in the report that
        first told the period. A line through few sellers moves with who was asked, too.
      </dd>
      <dt>Segment</dt>
      <dd>What the marketplace says of a seller, as of her newest round.</dd>
    </dl>
    ${disclosure === null ? '' : certificate(disclosure)}
  </section>`;
}
