import { html, type Fragment, type Html } from '../../html/html.ts';
import type { Estimates } from '../../trust/estimates.ts';
import type { SegmentCell } from '../../trust/segment-schema.ts';
import { grouped } from '../grouping.ts';
import { nameHead, table, type Cell } from '../tables.ts';
import { between, count, list, number } from '../wording.ts';
import { certificate } from './certificate.ts';
import { segmentFile } from './segment-file.ts';
import { segmentSpark } from './segment-spark.ts';
import { mainCourse, segmentViews, TOGETHER, type SegmentView } from './segment-view.ts';

/** Trust now by segment and recommender, with its course and the page of each value; nothing where the settings name none. */
export function segments(estimates: Estimates): Html | '' {
  const { disclosure } = estimates;
  const views = segmentViews(estimates);
  if (disclosure === null || views.length === 0) return '';
  const bySegment = [...grouped(views, ({ segment }) => segment)];
  return html`<section aria-labelledby="segments">
    <h2 id="segments">Trust by segment</h2>
    <p>
      How far sellers of each
      ${list(
        bySegment.map(([name]) => name),
        'or',
      )}
      go with the recommendation now, of those who had joined by the last renewal of the groups; each name
      leads to its page over time. The lines run from 0 to 1.
    </p>
    ${bySegment.map(([name, members]) => segmentTable(name, members))} ${certificate(disclosure)}
  </section>`;
}

const MOST_ROWS = 12; // beyond, the lowest and the highest are shown, and all of them on demand

function segmentTable(name: string, views: readonly SegmentView[]): Html {
  const full = recommenderTable(name, views);
  if (views.length <= MOST_ROWS) return full;
  const shown = extremes(views);
  return html`${shown.length === 0 ? html`<p>Trust now is told of no value of ${name}: all ${views.length} are withheld.</p>` : shortTable(name, shown, views.length)}
    <details>
      <summary>All ${views.length} values of ${name}, by recommender</summary>
      ${full}
    </details>`;
}

/** Those with the lowest and with the highest trust now, lowest first. */
function extremes(views: readonly SegmentView[]): SegmentView[] {
  const told = views.flatMap((view) => {
    const mean = mainCourse(view)?.now?.mean ?? null;
    return mean === null ? [] : [{ view, mean }];
  });
  const ordered = told.toSorted((a, b) => a.mean - b.mean).map(({ view }) => view);
  if (ordered.length <= MOST_ROWS) return ordered;
  return [...ordered.slice(0, MOST_ROWS / 2), ...ordered.slice(-MOST_ROWS / 2)];
}

function shortTable(name: string, views: readonly SegmentView[], all: number): Html {
  return table(
    `Trust now by ${name}, all recommenders together: the lowest and highest, ${views.length} of ${all}`,
    [
      { head: name },
      { head: 'Trust', numeric: true },
      { head: '95 % interval', numeric: true },
      { head: 'Sellers', numeric: true },
      { head: 'Over time' },
    ],
    views.map((view) => {
      const now = mainCourse(view)?.now ?? null;
      if (now === null || now.mean === null) return [link(view), 'withheld', '', '', over(view)];
      return [link(view), number(now.mean), between(now) ?? '', count(now.sellers ?? 0), over(view)];
    }),
  );
}

function recommenderTable(name: string, views: readonly SegmentView[]): Html {
  const columns = [...new Set(views.flatMap(({ courses }) => courses.map(({ recommender }) => recommender)))];
  const ordered = columns.toSorted(
    (a, b) => Number(a === TOGETHER) - Number(b === TOGETHER) || (a < b ? -1 : 1),
  );
  return table(
    `Trust now by ${name}, mean, 95 % interval and sellers`,
    [
      { head: name },
      ...ordered.map((column) => ({ head: nameHead(column), numeric: true })),
      { head: 'Over time' },
    ],
    views.map((view) => [
      link(view),
      ...ordered.map((column) =>
        nowCell(view.courses.find(({ recommender }) => recommender === column)?.now ?? null),
      ),
      over(view),
    ]),
  );
}

const link = ({ segment, value }: SegmentView): Html =>
  html`<a href="${segmentFile(segment, value)}">${value}</a>`;

function over(view: SegmentView): Cell {
  const course = mainCourse(view);
  return course === undefined ? '' : segmentSpark(course);
}

/** Estimate, interval and sellers; a word where it is withheld, nothing where nobody is. */
export function nowCell(cell: SegmentCell | null): Fragment {
  if (cell === null) return '–';
  if (cell.mean === null) return html`<small>withheld</small>`;
  return html`${number(cell.mean)} <small>${between(cell) ?? ''}; n ${count(cell.sellers ?? 0)}</small>`;
}
