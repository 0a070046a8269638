import * as Plot from '@observablehq/plot';
import type { Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import { figure, LONGEST_NAME } from './chart.ts';
import { periodTicks, shortPeriod } from './evolution-chart.ts';
import { grouped } from './grouping.ts';
import { table } from './tables.ts';
import { between, count, fitted, list, number } from './wording.ts';

type Cell = Estimates['statedEvolution'][number];

const SCALE = [1, 2, 3, 4, 5, 6, 7];

/** What sellers answered over time: one panel a recommender. A line ends where the wording of the question changed, since
 *  the next answers measure something else. Undefined where no period has enough sellers. */
export function statedChart(evolution: readonly Cell[], unit: string): Html | undefined {
  const known = evolution.filter(({ mean }) => mean !== null);
  if (known.length === 0) return undefined;
  const periods = [...new Set(evolution.map(({ period }) => period))];
  const panels = [...grouped(known, ({ recommender }) => recommender)];
  const breaks = changesOfWording(panels);
  return figure({
    id: 'stated-over-time',
    title: 'Stated trust over time, by recommender',
    description: describe(panels),
    caption: `Mean answer to the trust question, 1 to 7, of the sellers who answered in each ${unit}, with its 95 % band.${breaks.length > 0 ? ' A dotted line marks a new wording of the question: answers before and after are not compared.' : ''}`,
    plot: (width) => ({
      height: 34 + 130 * panels.length,
      marginLeft: 34,
      marginRight: 44,
      marginTop: 34,
      marginBottom: 30,
      x: {
        type: 'point',
        domain: periods,
        ticks: periodTicks(periods, width),
        tickFormat: shortPeriod,
        label: null,
        tickSize: 3,
      },
      y: { domain: [1, 7], ticks: SCALE, tickFormat: String, label: null, tickSize: 0 },
      fy: { domain: panels.map(([name]) => name), padding: 0.28, axis: null },
      marks: [
        Plot.ruleY([1, 4, 7], { stroke: 'var(--rule)' }),
        Plot.ruleX(breaks, {
          x: 'period',
          fy: 'recommender',
          stroke: 'var(--muted)',
          strokeDasharray: '2 3',
        }),
        Plot.areaY(known, {
          ...PLACE,
          y1: 'lower',
          y2: 'upper',
          z: 'item',
          fill: 'var(--accent)',
          fillOpacity: 0.28,
        }),
        Plot.lineY(known, { ...PLACE, y: 'mean', z: 'item', stroke: 'var(--accent)', strokeWidth: 2 }),
        Plot.dot(known, { ...PLACE, y: 'mean', fill: 'var(--accent)', r: 2.5 }),
        Plot.text(
          panels.map(([name]) => name),
          {
            fy: (name: string) => name,
            text: (name: string) => fitted(name, LONGEST_NAME[width]),
            frameAnchor: 'top-left',
            dy: -18,
            textAnchor: 'start',
            fontSize: 13,
            fontWeight: 600,
          },
        ),
      ],
      style: { fontSize: '12px' },
    }),
    table: table(
      `Stated trust, mean answer and 95 % interval by ${unit}, recommender and wording`,
      [
        { head: unit === 'week' ? 'Week' : 'Round' },
        { head: 'Recommender' },
        { head: 'Question' },
        { head: 'Sellers', numeric: true },
        { head: 'Answer', numeric: true },
        { head: '95 % interval', numeric: true },
      ],
      evolution.map((cell) => [
        cell.period,
        cell.recommender,
        cell.item ?? 'not known',
        count(cell.sellers),
        ...(cell.mean === null ? ['too few', ''] : [number(cell.mean), between(cell) ?? '']),
      ]),
    ),
  });
}

const PLACE = { x: 'period', fy: 'recommender' } as const;

type Panel = readonly [name: string, cells: readonly Cell[]];

/** The first period of every wording but a panel's first. */
function changesOfWording(panels: readonly Panel[]): Cell[] {
  return panels.flatMap(([, cells]) => {
    const begins = [...grouped(cells, ({ item }) => item ?? '')].map(([, [first]]) => first);
    return begins.slice(1).flatMap((first) => first ?? []);
  });
}

function describe(panels: readonly Panel[]): string {
  return list(
    panels.map(([name, cells]) => {
      const [from, to] = [cells[0], cells.at(-1)];
      if (from === undefined || to === undefined || from === to) return `${name}: one period only`;
      return `${name}: ${number(from.mean ?? 0)} in ${from.period}, ${number(to.mean ?? 0)} in ${to.period}${from.item === to.item ? '' : ', asked in other words'}`;
    }),
  );
}
