import * as Plot from '@observablehq/plot';
import type { Html } from '../../html/html.ts';
import { figure } from '../chart.ts';
import { bandedLine, hoverPoints, panelPlot, periodAxis } from '../panel-plot.ts';
import { table } from '../tables.ts';
import { between, count, list, many, number } from '../wording.ts';
import { isTold, type Course, type SegmentView, type Told } from './segment-view.ts';

const PLACE = { x: 'period', fy: 'panel' } as const;

type Drawn = Told & { readonly panel: string };

/** Trust of one segment value over time: one panel a recommender, all on the axis from 0 to 1. Undefined where no period is
 *  told. */
export function segmentChart(view: SegmentView, unit: string): Html | undefined {
  const courses = view.courses.filter(({ periods }) => periods.some(isTold));
  if (courses.length === 0) return undefined;
  const drawn = courses.flatMap(({ recommender, periods }) =>
    periods.map((cell): Drawn => Object.assign({}, cell, { panel: recommender })),
  );
  const periods = [...new Set(drawn.map(({ period }) => period))].toSorted();
  const told = drawn.filter(isTold);
  return figure({
    id: 'trust-over-time',
    title: `Trust over time, ${view.segment} ${view.value}`,
    description: `${list(courses.map(describe))}.`,
    caption: `Mean trust of the sellers asked in each closed ${unit}, with its 95 % band, from 0, the recommendation is ignored, to 1, it is believed entirely. Gaps are ${unit}s that are withheld.`,
    plot: (width) =>
      panelPlot(width, {
        names: courses.map(({ recommender }) => recommender),
        panelHeight: courses.length > 2 ? 128 : 168,
        x: periodAxis(periods, width),
        y: { domain: [0, 1], ticks: [0, 0.5, 1], tickFormat: (trust: number) => number(trust, 1) },
        marks: [
          Plot.ruleY([0, 0.5, 1], { stroke: 'var(--rule)' }),
          ...bandedLine(drawn, PLACE, { y: 'mean' }),
          Plot.dot(alone(courses), { ...PLACE, y: 'mean', fill: 'var(--accent)', r: 2.5 }),
          ...hoverPoints(width, told, { ...PLACE, y: 'mean' }, hover),
        ],
      }),
    table: table(
      `Trust by closed ${unit} and recommender, mean and 95 % interval`,
      [
        { head: unit === 'week' ? 'Week' : 'Round' },
        { head: 'Recommender' },
        { head: 'Sellers', numeric: true },
        { head: 'Trust', numeric: true },
        { head: '95 % interval', numeric: true },
      ],
      drawn.map((cell) =>
        cell.mean === null
          ? [cell.period, cell.panel, '', 'withheld', '']
          : [cell.period, cell.panel, count(cell.sellers ?? 0), number(cell.mean), between(cell) ?? ''],
      ),
    ),
  });
}

/** The last mean of each course, and those that no line reaches. */
const alone = (courses: readonly Course[]): Drawn[] =>
  courses.flatMap(({ recommender, periods }) =>
    periods.flatMap((cell, i): Drawn[] => {
      const [before, after] = [periods[i - 1], periods[i + 1]];
      const isReached = [before, after].some((other) => other !== undefined && isTold(other));
      return isTold(cell) && (!isReached || after === undefined)
        ? [Object.assign({}, cell, { panel: recommender })]
        : [];
    }),
  );

const hover = (cell: Drawn): string =>
  `${cell.period}: ${number(cell.mean ?? 0)} (${between(cell) ?? 'no interval'}), ${many(cell.sellers ?? 0, 'seller')}`;

function describe({ recommender, periods }: Course): string {
  const told = periods.filter(isTold);
  const [from, to] = [told[0], told.at(-1)];
  if (from === undefined || to === undefined || from === to) return `${recommender}: one period only`;
  return `${recommender}: from ${number(from.mean ?? 0)} in ${from.period} to ${number(to.mean ?? 0)} in ${to.period}`;
}
