import * as Plot from '@observablehq/plot';
import type { Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import { deservedWord } from './calibration-words.ts';
import { figure, type Width } from './chart.ts';
import { hoverWords } from './interval-plot.ts';
import { between, fitted, list, many, number, signed } from './wording.ts';

type Calibration = Estimates['trust']['calibration'];

interface Point {
  readonly name: string;
  readonly deserved: number; // trust that the record supports
  readonly given: number; // trust of the same sellers
  readonly lower: number;
  readonly upper: number;
  readonly label: number; // height of the name beside the plot
  readonly hover: string;
}

const POINTS_SHOWN = 8;
const HALVES = [0, 0.5, 1];
/** Pixels: the plot within is nearly square, its names stand at the right. */
const SIZES = {
  wide: { height: 470, left: 52, right: 220, letters: 26, gap: 0.055 },
  narrow: { height: 330, left: 34, right: 104, letters: 14, gap: 0.065 },
} as const;

/** Trust against the trust that the record deserves, one mark a recommender: on the line trust is deserved, above it there is
 *  too much, below too little. Undefined where no recommender has both. */
export function calibrationChart({ byRecommender }: Calibration, table: Html): Html | undefined {
  const all = Object.entries(byRecommender)
    .flatMap(([name, each]) => pointOf(name, each))
    .toSorted((a, b) => Math.abs(b.given - b.deserved) - Math.abs(a.given - a.deserved));
  if (all.length === 0) return undefined;
  const shown = all.slice(0, POINTS_SHOWN);
  return figure({
    id: 'calibration-quadrant',
    title: 'Trust against the trust that the record deserves, by recommender',
    description: list(shown.map(({ hover }) => hover)),
    caption: `Across: the trust of a seller who weighed both sides by the errors she has seen. Up: the trust of the same sellers, with its 95\u00a0% interval at this look. On the line trust is deserved.${all.length > shown.length ? ` The ${POINTS_SHOWN} furthest from it are drawn, all are in the table.` : ''}`,
    plot: (width) => quadrant(width, spread(shown, SIZES[width].gap)),
    table,
  });
}

function quadrant(width: Width, points: readonly Point[]): Plot.PlotOptions {
  const { height, left, right, letters } = SIZES[width];
  const axis = {
    domain: [0, 1],
    ticks: HALVES,
    tickFormat: (trust: number) => number(trust, 1),
    tickSize: 0,
  };
  return {
    height,
    marginLeft: left,
    marginRight: right,
    marginTop: 28,
    marginBottom: 44,
    x: { ...axis, label: 'Trust deserved', labelArrow: 'none', labelAnchor: 'center' },
    y: { ...axis, label: 'Trust given', labelArrow: 'none', labelAnchor: 'top' },
    marks: [
      ...regions(width),
      Plot.ruleX(HALVES, { stroke: 'var(--rule)' }),
      Plot.ruleY(HALVES, { stroke: 'var(--rule)' }),
      Plot.line(DIAGONAL, { stroke: 'var(--muted)', strokeDasharray: '5 3' }),
      Plot.link(points, {
        x1: 'deserved',
        y1: 'given',
        x2: 1.02,
        y2: 'label',
        stroke: 'var(--muted)',
        strokeOpacity: 0.5,
      }),
      Plot.ruleX(points, {
        x: 'deserved',
        y1: 'lower',
        y2: 'upper',
        stroke: 'var(--accent)',
        strokeWidth: 4,
        strokeOpacity: 0.55,
        title: 'hover',
      }),
      Plot.dot(points, { x: 'deserved', y: 'given', r: 5, fill: 'var(--accent)', title: 'hover' }),
      Plot.text(points, {
        x: 1.03,
        y: 'label',
        text: ({ name }: Point) => fitted(name, letters),
        textAnchor: 'start',
        fontSize: 13,
        fontWeight: 600,
        title: 'hover',
      }),
    ],
    style: { fontSize: '12px' },
  };
}

const DIAGONAL = [
  [0, 0],
  [1, 1],
] as const;

/** Above and below the line, in words and in a tint. */
function regions(width: Width): Plot.Markish[] {
  const words = { fill: 'var(--muted)', fontSize: width === 'wide' ? 13 : 11 };
  const space = width === 'wide' ? ' ' : '\n';
  return [
    Plot.areaY(DIAGONAL, { x: '0', y1: '1', y2: 1, fill: 'var(--loss)', fillOpacity: 0.07 }),
    Plot.areaY(DIAGONAL, { x: '0', y1: 0, y2: '1', fill: 'var(--accent)', fillOpacity: 0.07 }),
    Plot.text([`more trust${space}than deserved`], {
      ...words,
      frameAnchor: 'top-left',
      textAnchor: 'start',
      dx: 8,
      dy: 8,
    }),
    Plot.text([`less trust${space}than deserved`], {
      ...words,
      frameAnchor: 'bottom-right',
      textAnchor: 'end',
      dx: -8,
      dy: -8,
    }),
  ];
}

function pointOf(name: string, { deserved, gap, fidelity }: Calibration['byRecommender'][string]): Point[] {
  if (deserved.estimate === null || gap.estimate === null) return [];
  const given = deserved.estimate + gap.estimate;
  const [lower, upper] = [gap.lower ?? gap.estimate, gap.upper ?? gap.estimate].map(
    (end) => (deserved.estimate ?? 0) + end,
  );
  const known = gap.lower === null ? undefined : between({ lower: lower ?? given, upper: upper ?? given });
  const record = fidelity.estimate === null ? '' : `, fidelity ${signed(fidelity.estimate)}`;
  const hover = `${hoverWords(name, `trust ${number(given)}`, known)}, deserved ${number(deserved.estimate)}${record}: ${deservedWord(gap)} (${many(gap.n, 'seller')})`;
  return [
    {
      name,
      deserved: deserved.estimate,
      given,
      lower: Math.max(0, lower ?? given),
      upper: Math.min(1, upper ?? given),
      label: given,
      hover,
    },
  ];
}

/** Names that would stand on each other are moved apart, from the top down, and back up where the plot ends. */
function spread(points: readonly Point[], gap: number): Point[] {
  const sorted = points.toSorted((a, b) => b.given - a.given);
  let above = Infinity;
  const down = sorted.map((point) => {
    above = Math.min(point.given, above - gap);
    return Object.assign({}, point, { label: above });
  });
  const lift = Math.max(0, -(down.at(-1)?.label ?? 0));
  return down.map((point) => Object.assign({}, point, { label: point.label + lift }));
}
