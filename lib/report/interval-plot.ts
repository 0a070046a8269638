import * as Plot from '@observablehq/plot';
import { LONGEST_NAME, type Width } from './chart.ts';
import { fitted } from './wording.ts';

/** A line of an interval plot: a name, a dot, its interval. */
export interface IntervalRow {
  readonly name: string;
  readonly short?: string; // where the page is narrow
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly hover: string; // what a pointer is told, in words
  readonly colour?: string; // accent unless told
  readonly hollow?: boolean;
  readonly widest?: readonly [number, number]; // a wider interval, drawn thin
  readonly from?: number; // a bar from here to the estimate
}

export interface IntervalAxis {
  readonly domain: readonly [number, number];
  readonly ticks: number | readonly number[];
  readonly format: (value: number) => string;
  readonly rowHeight?: number; // 50
}

/** Dots and intervals on one axis, one below the other. The name stands above its line at the left, the estimate at the
 *  right, so that long names need no margin. */
export function intervalPlot(
  width: Width,
  rows: readonly IntervalRow[],
  { domain, ticks, format, rowHeight = 50 }: IntervalAxis,
): Plot.PlotOptions {
  const lines = rows.map((row, at) => ({ ...row, at, colour: row.colour ?? 'var(--accent)' }));
  const wide = lines.filter(({ widest }) => widest !== undefined);
  return {
    height: 34 + rowHeight * rows.length,
    marginLeft: 8,
    marginRight: 8,
    marginTop: 8,
    marginBottom: 28,
    x: {
      domain: [...domain],
      ticks: tickList(ticks),
      tickFormat: (value: number) => format(value),
      label: null,
      tickSize: 0,
    },
    y: { type: 'band', domain: lines.map(({ at }) => at), axis: null, padding: 0 },
    color: { type: 'identity' },
    marks: [
      Plot.gridX({ stroke: 'var(--rule)', strokeOpacity: 1, ticks: tickList(ticks) }),
      Plot.ruleX(domain[0] <= 0 ? [0] : [], { stroke: 'var(--muted)' }),
      bars(lines),
      Plot.ruleY(wide, {
        ...LINE,
        x1: ({ widest }: IntervalRow) => widest?.[0],
        x2: ({ widest }: IntervalRow) => widest?.[1],
        strokeWidth: 1,
      }),
      Plot.ruleY(lines, { ...LINE, x1: 'lower', x2: 'upper', strokeWidth: 4, strokeOpacity: 0.55 }),
      Plot.dot(lines, {
        y: 'at',
        x: 'estimate',
        fill: ({ hollow, colour }: Line) => (hollow === true ? 'var(--paper)' : colour),
        stroke: 'colour',
        strokeWidth: 2,
        r: 5,
        dy: 10,
        title: 'hover',
      }),
      label(lines, 'left', ({ name, short }) =>
        width === 'narrow' && short !== undefined ? short : fitted(name, LONGEST_NAME[width]),
      ),
      label(lines, 'right', ({ estimate }) => format(estimate)),
    ],
    style: { fontSize: '12px' },
  };
}

type Line = IntervalRow & { readonly at: number; readonly colour: string };

const LINE = { y: 'at', stroke: 'colour', dy: 10, title: 'hover' } as const;

const tickList = (ticks: number | readonly number[]): number | number[] =>
  typeof ticks === 'number' ? ticks : [...ticks];

function bars(lines: readonly Line[]): Plot.Markish {
  return Plot.ruleY(
    lines.filter(({ from }) => from !== undefined),
    { ...LINE, x1: 'from', x2: 'estimate', strokeWidth: 8, strokeOpacity: 0.35 },
  );
}

function label(lines: readonly Line[], side: 'left' | 'right', text: (line: Line) => string): Plot.Markish {
  const isName = side === 'left';
  return Plot.text(lines, {
    y: 'at',
    frameAnchor: side,
    text,
    textAnchor: isName ? 'start' : 'end',
    dx: isName ? 4 : -4,
    dy: -11,
    fontSize: isName ? 13 : 14,
    ...(!isName && { fontWeight: 600 }),
  });
}

/** What a pointer is told: `pricing: 0.42, 95 % interval 0.40 to 0.44`. */
export function hoverWords(name: string, estimate: string, interval: string | undefined): string {
  return `${name}: ${estimate}${interval === undefined ? '' : `, 95 % interval ${interval}`}`;
}
