import * as Plot from '@observablehq/plot';
import { LONGEST_NAME, type Width } from './chart.ts';
import { fitted } from './wording.ts';

/** Panels below each other that share the horizontal axis: one a name. */
export interface Panels {
  readonly names: readonly string[];
  readonly panelHeight: number;
  readonly marginLeft?: number; // 34
  readonly x: Plot.ScaleOptions;
  readonly y: Plot.ScaleOptions;
  /** Room between panels, as a share of one. */
  readonly padding?: number;
  readonly marks: readonly Plot.Markish[];
}

/** The plot of panels: bands never hide each other, and nothing has to be told apart by colour. */
export function panelPlot(width: Width, panels: Panels): Plot.PlotOptions {
  const { names, panelHeight, marginLeft = 34, x, y, padding = 0.28, marks } = panels;
  return {
    height: 34 + panelHeight * names.length,
    marginLeft,
    marginRight: 44,
    marginTop: 34,
    marginBottom: 30,
    x: { label: null, tickSize: 3, ...x },
    y: { label: null, tickSize: 0, ...y },
    fy: { domain: [...names], padding, axis: null },
    marks: [
      ...marks,
      Plot.text(names, {
        fy: (name: string) => name,
        text: (name: string) => fitted(name, LONGEST_NAME[width]),
        frameAnchor: 'top-left',
        dy: -18,
        textAnchor: 'start',
        fontSize: 13,
        fontWeight: 600,
      }),
    ],
    style: { fontSize: '12px' },
  };
}

/** Where a cell stands: names of its fields. */
export interface Place {
  readonly x: string;
  readonly fy: string;
}

/** A line with its band. `y` names the estimate; the band runs from `lower` to `upper`. */
export function bandedLine(
  cells: Plot.Data,
  place: Place,
  { y, z }: { readonly y: string; readonly z?: string },
): Plot.Markish[] {
  const shared = z === undefined ? place : { ...place, z };
  return [
    Plot.areaY(cells, { ...shared, y1: 'lower', y2: 'upper', fill: 'var(--accent)', fillOpacity: 0.28 }),
    Plot.lineY(cells, { ...shared, y, stroke: 'var(--accent)', strokeWidth: 2 }),
  ];
}

const ALL_POINTS = 60; // of a line: a pointer finds each
const FEWER_POINTS = 20; // of a longer one, which has no room for more

/** Points without ink over a line: a pointer that rests on one is told its numbers. For wide pages, where there are pointers;
 *  every few periods where there are many. */
export function hoverPoints<Cell extends { readonly period: string }>(
  width: Width,
  cells: readonly Cell[],
  place: Place & { readonly y: string },
  words: (cell: Cell) => string,
): Plot.Markish[] {
  if (width === 'narrow') return [];
  const periods = [...new Set(cells.map(({ period }) => period))];
  const every = periods.length <= ALL_POINTS ? 1 : Math.ceil(periods.length / FEWER_POINTS);
  const told = new Set(periods.filter((_, index) => index % every === 0));
  const points = cells.filter(({ period }) => told.has(period));
  return [Plot.dot(points, { ...place, r: 8, fill: 'var(--accent)', fillOpacity: 0, title: words })];
}

/** The horizontal axis of periods. */
export function periodAxis(periods: readonly string[], width: Width): Plot.ScaleOptions {
  return {
    type: 'point',
    domain: [...periods],
    ticks: periodTicks(periods, width),
    tickFormat: (period: string) => (periods.length > WEEKS ? period : shortPeriod(period)),
  };
}

/** `2026-W47` as `W47`: within a year the week is enough. */
const shortPeriod = (period: string): string => period.replace(/^\d{4}-/, '');

const WEEKS = 53;

/** The last periods of a table, a year of weeks at most: a page is read, the files beside it hold the rest. */
export function lastPeriods<Cell extends { readonly period: string }>(
  cells: readonly Cell[],
): { readonly rows: readonly Cell[]; readonly note: string } {
  const periods = [...new Set(cells.map(({ period }) => period))];
  if (periods.length <= WEEKS) return { rows: cells, note: '' };
  const last = new Set(periods.slice(-WEEKS));
  return {
    rows: cells.filter(({ period }) => last.has(period)),
    note: `; the last ${WEEKS} of ${periods.length}, all are in estimates.json`,
  };
}

/** At most a dozen labels (five on a narrow page), evenly spaced from the first; half as many where they name the year. */
function periodTicks(periods: readonly string[], width: Width): string[] {
  const most = (width === 'wide' ? 12 : 5) / (periods.length > WEEKS ? 2 : 1);
  const every = Math.ceil(periods.length / most);
  return periods.filter((_, index) => index % every === 0);
}
