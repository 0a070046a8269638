import { html, type Fragment, type Html } from '../../html/html.ts';
import type { Estimates } from '../../trust/estimates.ts';
import type { SegmentCell } from '../../trust/segment-schema.ts';
import { grouped } from '../grouping.ts';
import { table, type Cell } from '../tables.ts';
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

function segmentTable(name: string, views: readonly SegmentView[]): Html {
  const columns = [...new Set(views.flatMap(({ courses }) => courses.map(({ recommender }) => recommender)))];
  const ordered = [
    ...columns.filter((column) => column !== TOGETHER).toSorted((a, b) => (a < b ? -1 : 1)),
    ...columns.filter((column) => column === TOGETHER),
  ];
  return table(
    `Trust now by ${name}, mean, 95 % interval and sellers`,
    [{ head: name }, ...ordered.map((head) => ({ head, numeric: true })), { head: 'Over time' }],
    views.map((view) => [
      html`<a href="${segmentFile(view.segment, view.value)}">${view.value}</a>`,
      ...ordered.map((column) =>
        nowCell(view.courses.find(({ recommender }) => recommender === column)?.now ?? null),
      ),
      over(view),
    ]),
  );
}

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
