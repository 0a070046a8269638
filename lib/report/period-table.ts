import { html, type Fragment, type Html } from '../html/html.ts';
import { grouped } from './grouping.ts';
import { nameHead, table } from './tables.ts';

interface InPeriod {
  readonly period: string;
  readonly recommender: string;
}

/** Numbers by period: a line a period, a column a recommender; two in one cell where a wording changed within the period. */
export function periodTable<Of extends InPeriod>(
  caption: string,
  unit: string,
  cells: readonly Of[],
  shown: (cell: Of) => Fragment,
): Html {
  const names = [...new Set(cells.map(({ recommender }) => recommender))];
  const line = (period: string, here: readonly Of[]): Fragment[] => [
    period,
    ...names.map((name) => inOneCell(here.filter(({ recommender }) => recommender === name).map(shown))),
  ];
  return table(
    caption,
    [
      { head: unit === 'week' ? 'Week' : 'Round' },
      ...names.map((name) => ({ head: nameHead(name), numeric: true })),
    ],
    [...grouped(cells, ({ period }) => period)].map(([period, here]) => line(period, here)),
  );
}

const inOneCell = (found: readonly Fragment[]): Fragment =>
  found.map((each, i) => html`${i === 0 ? '' : ', '}${each}`);
