import { html, trusted, type Html } from '../html/html.ts';
import { address, type IndexEntry, type Interval } from './index-entry.ts';
import { between, count, number, signed } from './wording.ts';

/** So many reports are told with their first sentence; what is older, in numbers only: three years of weeks of ten
 *  marketplaces stay one small page. */
const WITH_WORDS = 26;

/** The reports of a marketplace, newest first, behind a click.
 *  @param open whether the newer ones are shown at once */
export function indexTables(name: string, reports: readonly IndexEntry[], open: boolean): Html {
  const [newer, older] = [reports.slice(0, WITH_WORDS), reports.slice(WITH_WORDS)];
  const what =
    older.length > 0
      ? `The last ${WITH_WORDS} reports`
      : reports.length === 1
        ? 'The report'
        : `All ${reports.length} reports`;
  return html`${folded(`${what} of ${name}`, newer, true, open)}
  ${older.length > 0 && folded(`${count(older.length)} older reports of ${name}`, older, false, false)}`;
}

function folded(caption: string, reports: readonly IndexEntry[], words: boolean, open: boolean): Html {
  const counted = new Map<string, number>();
  for (const { period } of reports) counted.set(period, (counted.get(period) ?? 0) + 1);
  const table = html`<summary>${caption}</summary>
    <div class="table" role="region" aria-label="${caption}" tabindex="0">
      <table>
        <thead>
          <tr>
            <th scope="col">Week</th>
            <th scope="col">Trust</th>
            <th scope="col">95 % interval</th>
            <th scope="col">n</th>
            <th scope="col">Since the report before</th>
            ${words && html`<th scope="col">In a sentence</th>`}
          </tr>
        </thead>
        <tbody>
          ${reports.map((report) => row(report, words, (counted.get(report.period) ?? 0) > 1))}
        </tbody>
      </table>
    </div>`;
  return open ? html`<details open>${table}</details>` : html`<details>${table}</details>`;
}

/** Ends of rows and cells are left to the browser (HTML, section 13.1.2.4): there are thousands of them.
 *  @param twice whether its week has another report: then the cut tells them apart */
function row(report: IndexEntry, words: boolean, twice: boolean): Html {
  const { period, asOf, trust, since, headline } = report;
  const name = twice ? `${period}, ${asOf.slice(0, 16).replace('T', ' ')}` : period;
  const cells = [
    trust.estimate === null ? 'cannot tell' : number(trust.estimate),
    between(trust) ?? '',
    count(trust.n),
    since === null ? '' : change(since),
    ...(words ? [headline] : []),
  ];
  return html`${TR}<a href="${address(report)}">${name}</a>${cells.map((cell) => [TD, cell])}`;
}

const [TR, TD] = [trusted('<tr><th scope="row">'), trusted('<td>')];

function change({ estimate, lower, upper }: Interval): string {
  if (estimate === null) return 'cannot tell';
  const interval = lower === null || upper === null ? '' : ` (${signed(lower)} to ${signed(upper)})`;
  return `${signed(estimate)}${interval}`;
}
