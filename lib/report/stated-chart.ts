import * as Plot from '@observablehq/plot';
import { html, type Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import { figure } from './chart.ts';
import { grouped } from './grouping.ts';
import { bandedLine, hoverPoints, lastPeriods, panelPlot, periodAxis } from './panel-plot.ts';
import { periodTable } from './period-table.ts';
import { between, count, list, many, number } from './wording.ts';

type Cell = Estimates['statedEvolution'][number];

/** What sellers answered over time: one panel a recommender. A line ends where the wording of the question changed, since
 *  the next answers measure something else. Undefined where no period has enough sellers. */
export function statedChart(evolution: readonly Cell[], unit: string): Html | undefined {
  const known = evolution.filter(({ mean }) => mean !== null);
  if (known.length === 0) return undefined;
  const periods = [...new Set(evolution.map(({ period }) => period))];
  const panels = [...grouped(known, ({ recommender }) => recommender)];
  const breaks = changesOfWording(panels);
  const dots = periods.length > DOTS_A_LINE ? endsOfLines(panels) : known;
  const { rows, note } = lastPeriods(evolution);
  const wordings = new Set(rows.map(({ item }) => item));
  return figure({
    id: 'stated-over-time',
    title: 'Stated trust over time, by recommender',
    description: describe(panels),
    caption: `Mean answer to the trust question, 1 to 7, of the sellers who answered in each ${unit}, with its 95\u00a0% band.${breaks.length > 0 ? ' A dotted line marks a new wording of the question: answers before and after are not compared.' : ''}`,
    plot: (width) =>
      panelPlot(width, {
        names: panels.map(([name]) => name),
        panelHeight: 130,
        x: periodAxis(periods, width),
        y: { domain: [1, 7], ticks: [1, 4, 7], tickFormat: String },
        marks: [
          Plot.ruleY([1, 4, 7], { stroke: 'var(--rule)' }),
          Plot.ruleX(breaks, { ...PLACE, stroke: 'var(--muted)', strokeDasharray: '2 3' }),
          ...bandedLine(known, PLACE, { y: 'mean', z: 'item' }),
          Plot.dot(dots, { ...PLACE, y: 'mean', fill: 'var(--accent)', r: 2.5 }),
          ...hoverPoints(width, known, { ...PLACE, y: 'mean' }, hover),
        ],
      }),
    table: periodTable(
      `Stated trust, mean answer, 95\u00a0% interval and sellers by ${unit} and recommender${wordings.size > 1 ? ', with the wording of the question' : ''}${note}`,
      unit,
      rows,
      (cell) => tableCell(cell, wordings.size > 1),
    ),
  });
}

const DOTS_A_LINE = 26;

const PLACE = { x: 'period', fy: 'recommender' } as const;

type Panel = readonly [name: string, cells: readonly Cell[]];

function tableCell(cell: Cell, worded: boolean): Html | string {
  const { item, sellers, mean } = cell;
  if (mean === null) return 'too few';
  const asked = worded ? `; ${item ?? 'question not known'}` : '';
  return html`${number(mean)} <small>${between(cell) ?? 'no interval'}; n ${count(sellers)}${asked}</small>`;
}

const hover = (cell: Cell): string =>
  `${cell.period}: ${number(cell.mean ?? 0)} (${between(cell) ?? 'no interval'}), ${many(cell.sellers, 'seller')}, ${cell.item ?? 'question not known'}`;

/** The first period of every wording but a panel's first. */
function changesOfWording(panels: readonly Panel[]): Cell[] {
  return panels.flatMap(([, cells]) => {
    const begins = [...grouped(cells, ({ item }) => item ?? '')].map(([, [first]]) => first);
    return begins.slice(1).flatMap((first) => first ?? []);
  });
}

/** Where each line begins and ends: one of a single period would not be seen otherwise. */
function endsOfLines(panels: readonly Panel[]): Cell[] {
  return panels.flatMap(([, cells]) =>
    [...grouped(cells, ({ item }) => item ?? '').values()].flatMap((line) =>
      [line[0], line.at(-1)].flatMap((end) => end ?? []),
    ),
  );
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
