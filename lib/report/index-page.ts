import { createHash } from 'node:crypto';
import { html, trusted, type Fragment, type Html } from '../html/html.ts';
import { address, type IndexEntry, type IndexTenant } from './index-entry.ts';
import { INDEX_STYLE } from './index-page-style.ts';
import { indexTables } from './index-page-tables.ts';
import { sparkline, trustScale } from './sparkline.ts';
import { between, count, list, many, number, signed } from './wording.ts';

/** All reports of all marketplaces this reader may read: newest first, trust over reports as a line with its 95 % band, and
 *  the numbers in tables. One file, no script, no request; links lead from `/reports/`. */
export function renderIndex(tenants: readonly IndexTenant[]): string {
  const sorted = tenants.map(newestFirst).sort((a, b) => newestOf(b).localeCompare(newestOf(a)));
  const published = sorted.filter(({ reports }) => reports.length > 0);
  const scale = trustScale(published.flatMap(({ reports }) => reports));
  const alone = sorted.length === 1;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${POLICY}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>Seller trust: all reports</title>
        ${trusted(`<style>${INDEX_STYLE}</style>`)}
      </head>
      <body>
        <header>
          <p class="kicker">Seller trust</p>
          <h1>All reports</h1>
          ${summary(sorted, published)}
        </header>
        <main>
          ${sorted.map((tenant) => (tenant.reports.length === 0 ? unpublished(tenant) : marketplace(tenant, scale, alone)))}
        </main>
        <footer>
          <p>
            Trust is 0 where recommendations are ignored and 1 where they are believed entirely. n counts
            sellers, with each recommender apart. The interval of a change holds over all reports together.
          </p>
        </footer>
      </body>
    </html> `;
  return page.toString();
}

const newestOf = ({ reports }: IndexTenant): string => reports[0]?.asOf ?? '';

function newestFirst(tenant: IndexTenant): IndexTenant {
  return { ...tenant, reports: tenant.reports.toSorted((a, b) => (a.asOf < b.asOf ? 1 : -1)) };
}

function summary(tenants: readonly IndexTenant[], published: readonly IndexTenant[]): Html {
  if (tenants.length === 0)
    return html`<p class="lead">
      No marketplace is open to you. Ask those who run Seller Trust to let your sign-in name one.
    </p>`;
  if (published.length === 0) return html`<p class="lead">No report is published yet.</p>`;
  const reports = published.reduce((sum, tenant) => sum + tenant.reports.length, 0);
  const alerted = published.filter(({ alertsRaised }) => (alertsRaised ?? 0) > 0);
  const alerts = alerted.map(({ name, alertsRaised }) => `${name} (${alertsRaised})`);
  return html`<p class="lead">
    ${many(reports, 'report')} of ${many(tenants.length, 'marketplace')}, the newest first.
    ${alerts.length > 0 ? `Alerts are raised in ${list(alerts)}.` : ''}
  </p>`;
}

function unpublished({ id, name }: IndexTenant): Html {
  return html`<div class="market" id="${id}">
    <h2>${name}</h2>
    <p>
      Nothing is published yet. The first report appears after the first weekly analysis; to have it now:
      <code>trust run start --tenant ${id}</code>
    </p>
  </div>`;
}

function marketplace(tenant: IndexTenant, scale: readonly [number, number], open: boolean): Html {
  const { id, name, reports } = tenant;
  const [newest] = reports;
  if (newest === undefined) return unpublished(tenant);
  return html`<div class="market" id="${id}">
    <h2>${name}</h2>
    <p class="headline"><a href="${address(newest)}">${newest.headline}</a></p>
    <p class="facts">${facts(newest, tenant)}</p>
    ${reports.length > 1 && sparkline(reports.toReversed(), scale, `Trust in ${name} over ${many(reports.length, 'report')}`)}
    ${indexTables(name, reports, open)}
  </div>`;
}

function facts(newest: IndexEntry, { alertsRaised, reports }: IndexTenant): Fragment {
  const told = [
    `Week ${newest.period}`,
    newest.fitOf === undefined ? '' : `brought up to date on ${newest.asOf.slice(0, 10)}`,
    newest.trust.estimate === null
      ? 'trust cannot be told'
      : `trust ${number(newest.trust.estimate)} (95 % interval ${between(newest.trust) ?? 'cannot be told'}; n ${count(newest.trust.n)})`,
    sinceWords(newest, reports.length),
    ...(alertsRaised === null ? [] : [alertsRaised === 0 ? 'no alert raised' : '']),
  ];
  const raised = alertsRaised !== null && alertsRaised > 0;
  return [
    told.filter((words) => words !== '').join(' · '),
    raised && html` · <b class="fail">${many(alertsRaised, 'alert')} raised</b>`,
  ];
}

function sinceWords({ since }: IndexEntry, reports: number): string {
  if (since === null || since.estimate === null)
    return reports === 1 ? 'the first report' : 'change since the report before cannot be told';
  const { lower, upper } = since;
  const interval = lower === null || upper === null ? '' : ` (${signed(lower)} to ${signed(upper)})`;
  return `${signed(since.estimate)}${interval} since the report before`;
}

/** Nothing may be fetched or run; the one style sheet is known by its hash. */
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(INDEX_STYLE).digest('base64')}'; base-uri 'none'; form-action 'none'`;
