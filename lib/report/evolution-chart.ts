import * as Plot from '@observablehq/plot';
import { html, type Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import { figure, type Width } from './chart.ts';
import { grouped } from './grouping.ts';
import { bandedLine, hoverPoints, lastPeriods, panelPlot, periodAxis } from './panel-plot.ts';
import { processMarkers, type Marker } from './process-markers.ts';
import { periodTable } from './period-table.ts';
import { between, count, list, many, number } from './wording.ts';

type Cell = Estimates['evolution'][number];

const PLACE = { x: 'period', fy: 'recommender' } as const;

/** Trust over time: one panel a recommender on a common scale, with a line where a process starts or ends. Undefined where
 *  no period has a known mean. */
export function evolutionChart(
  evolution: Estimates['evolution'],
  processes: Estimates['processes'],
  unit: string,
): Html | undefined {
  const known = evolution.filter(({ mean }) => mean !== null);
  if (known.length === 0) return undefined;
  const periods = spanOf([...new Set(evolution.map(({ period }) => period))], known);
  const drawn = evolution.filter(({ period }) => periods.includes(period));
  const ticks = trustTicks(known);
  const [lowest, highest] = [ticks[0] ?? 0, ticks.at(-1) ?? 1];
  const panels = [...grouped(known, ({ recommender }) => recommender)];
  const names = panels.map(([name]) => name);
  const { shown, key } = processMarkers(processes, periods, names);
  const { rows, note } = lastPeriods(evolution);
  return figure({
    id: 'trust-over-time',
    title: 'Trust over time, by recommender',
    description: `${describe(panels)}.${key === '' ? '' : ` ${key}`}`,
    caption: `Mean trust of the sellers asked in each ${unit}, with its 95\u00a0% band. 0: the recommendation is ignored; 1: it is believed entirely; the axis runs from ${number(lowest, 1)} to ${number(highest, 1)}. The dotted line is the first ${unit}. ${key}`,
    plot: (width) =>
      panelPlot(width, {
        names,
        panelHeight: panels.length > 2 ? 128 : 168,
        x: periodAxis(periods, width),
        y: { domain: [lowest, highest], ticks, tickFormat: (trust: number) => number(trust, 1) },
        marks: [
          Plot.ruleY(ticks, { stroke: 'var(--rule)' }),
          firstLevels(panels),
          ...bandedLine(drawn, PLACE, { y: 'mean' }),
          ...markerLines(shown, periods, width),
          ...ends(panels),
          ...hoverPoints(width, known, { ...PLACE, y: 'mean' }, hover),
        ],
      }),
    table: periodTable(
      `Trust over time, mean, 95\u00a0% interval and sellers by ${unit} and recommender${note}`,
      unit,
      rows,
      tableCell,
    ),
  });
}

type Panel = readonly [name: string, cells: readonly Cell[]];

function tableCell(cell: Cell): Html | string {
  if (cell.mean === null) return 'too few';
  return html`${number(cell.mean)}
    <small>${between(cell) ?? 'no interval'}; n ${count(cell.sellers)}</small>`;
}

const hover = (cell: Cell): string =>
  `${cell.period}: ${number(cell.mean ?? 0)} (${between(cell) ?? 'no interval'}), ${many(cell.sellers, 'seller')}`;

/** What trust was at first, across each panel. */
const firstLevels = (panels: readonly Panel[]): Plot.Markish =>
  Plot.ruleY(
    panels.map(([, cells]) => cells[0]),
    { y: 'mean', fy: 'recommender', stroke: 'var(--muted)', strokeDasharray: '2 3' },
  );

/** In the panel of every recommender the process is meant for; letters beside their lines, one below another where lines
 *  stand close. */
function markerLines(shown: readonly Marker[], periods: readonly string[], width: Width): Plot.Markish[] {
  const each = shown.flatMap(({ recommenders, ...marker }) =>
    [...recommenders].map((recommender) => Object.assign({ recommender }, marker)),
  );
  const told = width === 'wide' ? { title: markerWords } : {};
  const rows = letterRows(shown, periods, LETTER_ROOM[width]);
  return [
    Plot.ruleX(each, { ...PLACE, stroke: 'var(--loss)', strokeDasharray: '5 3', ...told }),
    ...[...new Set(rows.values())].map((row) =>
      Plot.text(
        each.filter(({ period }) => rows.get(period) === row),
        {
          ...PLACE,
          frameAnchor: 'top',
          text: 'letter',
          dx: 7,
          dy: 5 + 13 * row,
          fill: 'var(--loss)',
          stroke: 'var(--paper)',
          strokeWidth: 4,
          fontSize: 12,
          fontWeight: 600,
          ...told,
        },
      ),
    ),
  ];
}

const LETTER_ROOM = { wide: 0.025, narrow: 0.055 } as const; // of the axis

/** In which row a letter stands: the first in which it has room. */
function letterRows(
  shown: readonly Marker[],
  periods: readonly string[],
  room: number,
): ReadonlyMap<string, number> {
  const taken: number[] = []; // by row
  return new Map(
    shown.map(({ period }) => {
      const at = periods.indexOf(period) / Math.max(1, periods.length - 1);
      const free = taken.findIndex((until) => at >= until);
      const row = free === -1 ? taken.length : free;
      taken[row] = at + room;
      return [period, row];
    }),
  );
}

const markerWords = ({ period, words }: Pick<Marker, 'period' | 'words'>): string => `${period}: ${words}`;

/** The first and the last mean as dots, the last with its number. */
function ends(panels: readonly Panel[]): Plot.Markish[] {
  return [
    Plot.dot(
      panels.flatMap(([, cells]) => [cells[0], cells.at(-1)]),
      { ...PLACE, y: 'mean', fill: 'var(--accent)', r: 3 },
    ),
    Plot.text(
      panels.map(([, cells]) => cells.at(-1)),
      {
        ...PLACE,
        y: 'mean',
        dx: 9,
        textAnchor: 'start',
        fontSize: 13,
        fontWeight: 600,
        text: ({ mean }: Cell) => number(mean ?? 0),
      },
    ),
  ];
}

/** Steps of 0.2 that hold every band and never reach beyond 0 and 1: what moves little must still be seen to move. */
function trustTicks(cells: readonly Cell[]): number[] {
  const least = Math.min(...cells.map(({ mean, lower }) => lower ?? mean ?? 0));
  const most = Math.max(...cells.map(({ mean, upper }) => upper ?? mean ?? 1));
  const first = Math.max(0, Math.floor(least * 5 - 0.2));
  const last = Math.min(5, Math.max(first + 1, Math.ceil(most * 5 + 0.2)));
  return Array.from({ length: last - first + 1 }, (_, step) => (first + step) / 5);
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

function describe(panels: readonly Panel[]): string {
  return list(
    panels.map(([name, cells]) => {
      const [from, to] = [cells[0], cells.at(-1)];
      if (from === undefined || to === undefined || from === to) return `${name}: one period only`;
      return `${name}: from ${number(from.mean ?? 0)} in ${from.period} to ${number(to.mean ?? 0)} in ${to.period}`;
    }),
  );
}
