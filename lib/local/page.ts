import { type Html, html, trusted } from '../html/html.ts';
import type { Execution } from './executions.ts';
import type { MailList } from './mail-list.ts';

export interface PageFacts {
  readonly tenant: string;
  readonly survey: string | undefined;
  readonly ledger: string | undefined;
  readonly report: string | undefined;
  readonly intake: string;
  readonly command: string;
  readonly mails: MailList;
  readonly runs: readonly { readonly kind: string; readonly execution: Execution }[]; // newest first
}

const STYLE = trusted(`<style>
:root { color-scheme: light dark; --ink: #1b1f24; --paper: #fdfdfb; --quiet: #57606a; --line: #d0d7de; --accent: #0b57d0; --on: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8ea; --paper: #16181b; --quiet: #a3abb3; --line: #3a4048; --accent: #a8c7fa; --on: #06245c; } }
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 44rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; color: var(--ink); background: var(--paper); }
a { color: var(--accent); overflow-wrap: anywhere; }
button { font: inherit; padding: .6rem 1.2rem; border: 0; border-radius: .4rem; background: var(--accent); color: var(--on); cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; } th, td { text-align: start; padding: .3rem .6rem .3rem 0; border-bottom: 1px solid var(--line); }
.scroll { overflow-x: auto; } .quiet { color: var(--quiet); } code { overflow-wrap: anywhere; }
</style>`);

/** The local stage's own page: where to go, what has run, and one button. Reloads itself while something runs. */
export function renderPage({
  tenant,
  survey,
  ledger,
  report,
  intake,
  command,
  mails,
  runs,
}: PageFacts): string {
  const running = runs.find(({ execution }) => execution.status === 'RUNNING');
  const page = html`<html lang="en">
    <head>
      <meta charset="utf-8" />
      <meta name="viewport" content="width=device-width, initial-scale=1" />
      ${running && html`<meta http-equiv="refresh" content="2" />`}
      <title>Seller Trust on this machine</title>
      ${STYLE}
    </head>
    <body>
      <main>
        <h1>Seller Trust on this machine</h1>
        <p>The deployed template of marketplace “${tenant}”, with simulated sellers.</p>
        <h2>Where to go</h2>
        <ul>
          <li>${place('Answer as a seller', survey, 'no invitation is open')}</li>
          <li>${place('What that seller sees of her history', ledger, 'no invitation is open')}</li>
          <li>${place('The report', report, 'nothing is published yet')}</li>
          <li>${place('All reports', '/reports/', '')}</li>
          <li>${place('What to send: the intake contract', intake, '')}</li>
        </ul>
        <h2>The analysis</h2>
        ${running === undefined ? form() : html`<p role="status">${running.kind} is running…</p>`}
        <p class="quiet">Or in a terminal: <code>${command}</code></p>
        <p class="quiet">
          Schedules do not fire on this machine: nothing runs unless it is asked for here. Only mails that are
          due go out every minute.
        </p>
        <h2>Mails</h2>
        ${mailSection(mails)}
        <h2>Runs</h2>
        ${runs.length === 0 ? html`<p>None yet.</p>` : table(runs)}
      </main>
    </body>
  </html>`;
  return `<!doctype html>\n${page}`;
}

function place(name: string, address: string | undefined, missing: string): Html {
  return address === undefined ? html`${name}: ${missing}` : html`<a href="${address}">${name}</a>`;
}

function mailSection({ count, newest }: MailList): Html {
  if (count === 0) return html`<p>None yet.</p>`;
  const items = newest.map(
    ({ name, to, subject }) =>
      html`<li>
        <a href="/mail/${name}"><bdi>${subject}</bdi></a> to ${to}
        <a class="quiet" href="/mail/${name}.eml" aria-label="file of the mail to ${to}">.eml</a>
      </li>`,
  );
  return html`<p>
      ${count} went out, into files instead of over the
      network${count > newest.length && `; the newest ${newest.length}`}:
    </p>
    <ul>
      ${items}
    </ul>`;
}

function form(): Html {
  return html`<form method="post" action="/run"><button>Run the analysis now</button></form>`;
}

function table(runs: PageFacts['runs']): Html {
  const rows = runs.map(
    ({ kind, execution: run }) =>
      html`<tr>
        <td>${kind}</td>
        <td>${new Date(run.startDate * 1000).toISOString().slice(0, 19)}Z</td>
        <td>${run.stopDate === undefined ? '' : `${(run.stopDate - run.startDate).toFixed(1)} s`}</td>
        <td>${run.status.toLowerCase()}${run.error && `: ${run.error} ${run.cause ?? ''}`.slice(0, 300)}</td>
      </tr>`,
  );
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Runs">
    <table>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Started</th>
          <th scope="col">Took</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}
