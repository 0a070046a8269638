import * as Plot from '@observablehq/plot';
import type { Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import { figure, LONGEST_NAME, type Width } from './chart.ts';
import { grouped } from './grouping.ts';
import { table } from './tables.ts';
import { between, count, fitted, list, number } from './wording.ts';

type Cell = Estimates['evolution'][number];

/** Trust over time: one panel a recommender on a common scale, so that bands never hide each other and nothing has to be
 *  told apart by colour. Undefined where no period has a known mean. */
export function evolutionChart(evolution: Estimates['evolution'], unit: string): Html | undefined {
  const known = evolution.filter(({ mean }) => mean !== null);
  if (known.length === 0) return undefined;
  const periods = spanOf([...new Set(evolution.map(({ period }) => period))], known);
  const drawn = evolution.filter(({ period }) => periods.includes(period));
  const ticks = trustTicks(known);
  const [lowest, highest] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const panels = [...grouped(known, ({ recommender }) => recommender)];
  return figure({
    id: 'trust-over-time',
    title: 'Trust over time, by recommender',
    description: describe(panels),
    caption: `Mean trust of the sellers asked in each ${unit}, with its 95 % band. 0: the recommendation is ignored; 1: it is believed entirely; the axis runs from ${number(lowest, 1)} to ${number(highest, 1)}. The dotted line is the first ${unit}.`,
    plot: (width) => ({
      height: 34 + 168 * panels.length,
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
      y: {
        domain: [lowest, highest],
        ticks,
        label: null,
        tickFormat: (trust: number) => number(trust, 1),
        tickSize: 0,
      },
      fy: { domain: panels.map(([name]) => name), padding: 0.28, axis: null },
      marks: [
        Plot.ruleY(ticks, { stroke: 'var(--rule)' }),
        Plot.ruleY(
          panels.map(([, cells]) => cells[0]),
          { y: 'mean', fy: 'recommender', stroke: 'var(--muted)', strokeDasharray: '2 3' },
        ),
        Plot.areaY(drawn, {
          x: 'period',
          y1: 'lower',
          y2: 'upper',
          fy: 'recommender',
          fill: 'var(--accent)',
          fillOpacity: 0.28,
        }),
        Plot.lineY(drawn, {
          x: 'period',
          y: 'mean',
          fy: 'recommender',
          stroke: 'var(--accent)',
          strokeWidth: 2,
        }),
        Plot.dot(
          panels.flatMap(([, cells]) => [cells[0], cells.at(-1)]),
          { x: 'period', y: 'mean', fy: 'recommender', fill: 'var(--accent)', r: 3 },
        ),
        Plot.text(
          panels.map(([, cells]) => cells.at(-1)),
          {
            x: 'period',
            y: 'mean',
            fy: 'recommender',
            dx: 9,
            textAnchor: 'start',
            fontSize: 13,
            fontWeight: 600,
            text: ({ mean }: Cell) => number(mean ?? 0),
          },
        ),
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
      `Trust over time, mean and 95 % interval by ${unit} and recommender`,
      [
        { head: unit === 'week' ? 'Week' : 'Round' },
        { head: 'Recommender' },
        { head: 'Sellers', numeric: true },
        { head: 'Trust', numeric: true },
        { head: '95 % interval', numeric: true },
      ],
      evolution.map((cell) => [
        cell.period,
        cell.recommender,
        count(cell.sellers),
        ...(cell.mean === null ? ['too few', ''] : [number(cell.mean), between(cell) ?? '']),
      ]),
    ),
  });
}

/** `2026-W47` as `W47`. */
export const shortPeriod = (period: string): string => period.replace(/^\d{4}-/, '');

/** Steps of 0.2 that hold every band and never reach beyond 0 and 1: what moves little must still be seen to move. */
function trustTicks(cells: readonly Cell[]): number[] {
  const least = Math.min(...cells.map(({ mean, lower }) => lower ?? mean ?? 0));
  const most = Math.max(...cells.map(({ mean, upper }) => upper ?? mean ?? 1));
  const first = Math.max(0, Math.floor(least * 5 - 0.2));
  const last = Math.min(5, Math.max(first + 1, Math.ceil(most * 5 + 0.2)));
  return Array.from({ length: last - first + 1 }, (_, step) => (first + step) / 5);
}

/** At most a dozen labels (five on a narrow page), evenly spaced from the first. */
export function periodTicks(periods: readonly string[], width: Width): string[] {
  const every = Math.ceil(periods.length / (width === 'wide' ? 12 : 5));
  return periods.filter((_, index) => index % every === 0);
}

/** The periods from the first to the last in which a mean is known; those between without one stay, as gaps. */
function spanOf(periods: readonly string[], known: readonly Cell[]): string[] {
  const told = new Set(known.map(({ period }) => period));
  const [first, last] = [
    periods.findIndex((period) => told.has(period)),
    periods.findLastIndex((period) => told.has(period)),
  ];
  return periods.slice(first, last + 1);
}

function describe(panels: readonly (readonly [string, readonly Cell[]])[]): string {
  return list(
    panels.map(([name, cells]) => {
      const [from, to] = [cells[0], cells.at(-1)];
      if (from === undefined || to === undefined || from === to) return `${name}: one period only`;
      return `${name}: from ${number(from.mean ?? 0)} in ${from.period} to ${number(to.mean ?? 0)} in ${to.period}`;
    }),
  );
}
