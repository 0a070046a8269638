import { html, type Html } from '../../html/html.ts';
import { sinceSentences } from '../since-words.ts';
import { table } from '../tables.ts';
import { many, until } from '../wording.ts';
import { CHANGE_KINDS, type Change, type Comparison } from './comparison.ts';
import { changesSentence, tally } from './tally.ts';

/** Why two numbers of two reports differ. */
export const TWO_REASONS =
  'A number differs between two reports for two reasons at once: there are new data, and all data, the old ones too, were fitted anew. So the difference of two reports is no measure of change. The change of the same sellers under one fit is';

const MOST_A_KIND = 12;

/** What changed since the last report: each change with its kind, then what became of the numbers people quote.
 *  @param comparison null: there is no report before this one
 *  @param place of the report before, relative to this one; null: nowhere */
export function changesSection(comparison: Comparison | null, place: string | null = null): Html {
  return html`<section aria-labelledby="changes">
    <h2 id="changes">What changed since the last report</h2>
    ${comparison === null ? html`<p>${changesSentence(null)}</p>` : compared(comparison, place)}
  </section>`;
}

function compared(comparison: Comparison, place: string | null): Html {
  const { before, after, unreadable, changes, headline, since } = comparison;
  const name = `the report of ${before.period}`;
  const linked = place === null ? name : html`<a href="${place}">${name}</a>`;
  const against = html`Compared with ${linked}, data until ${until(before.asOf, after.asOf)}`;
  const measure = html`<p>${TWO_REASONS}: ${sinceSentences(since).join(' ')}</p>`;
  if (unreadable !== null)
    return html`<p>${against}: cannot tell what changed, ${unreadable}.</p>
      ${measure}`;
  return html`<p>${against}: ${tally(changes)}.</p>
    ${measure}
    ${
      changes.length === 0
        ? ''
        : html`<ul class="health">
            ${CHANGE_KINDS.map((kind) => ofKind(changes.filter((change) => change.kind === kind)))}
          </ul>`
    }
    ${table(
      'What people quote, in the report before and in this one; 95 % intervals at that look alone',
      [{ head: 'Number' }, { head: 'Report before' }, { head: 'This report' }],
      headline.map(({ what, before: then, after: now }) => [what, then, now]),
    )}`;
}

function ofKind(changes: readonly Change[]): Html[] {
  const left = changes.length - MOST_A_KIND;
  const shown = changes.slice(0, MOST_A_KIND).map(({ kind, what }) => line(kind, what));
  const [first] = changes;
  if (left <= 0 || first === undefined) return shown;
  return [...shown, line(first.kind, `${many(left, 'change')} more.`)];
}

const line = (kind: Change['kind'], what: string): Html =>
  html`<li><span class="status">${kind}</span><span>${what}</span></li>`;
