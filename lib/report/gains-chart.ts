import * as Plot from '@observablehq/plot';
import type { Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import type { Parameter } from '../trust/quantity-schema.ts';
import { figure } from './chart.ts';
import { estimateRow, table } from './tables.ts';
import { list, number, withInterval } from './wording.ts';

type Dynamics = Estimates['dynamics'][number];

interface Row {
  readonly name: string;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly placebo: boolean;
}

/** What one outcome does to trust, beside the placebo. Undefined where neither gain nor loss is known. */
export function gainsChart({ parameters, placebo }: Dynamics): Html | undefined {
  const lines: (readonly [string, Parameter | undefined, boolean])[] = [
    ['Gain: the recommendation was right', parameters['gain'], false],
    ['Loss: the recommendation was wrong', parameters['loss'], false],
    ['Placebo gain: outcome never shown', placebo.gain, true],
    ['Placebo loss: outcome never shown', placebo.loss, true],
  ];
  const rows = lines.flatMap(([name, parameter, isPlacebo]) => known(name, parameter, isPlacebo));
  if (!rows.some((row) => !row.placebo)) return undefined;
  const most = Math.max(0.1, ...rows.map(({ upper }) => upper));
  const least = Math.min(0, ...rows.map(({ lower }) => lower));
  return figure({
    id: 'gain-and-loss',
    title: 'How far one outcome moves trust',
    description: list(
      lines.map(([name, parameter]) => `${name}: ${(parameter && withInterval(parameter)) ?? 'cannot tell'}`),
    ),
    caption:
      'Gain: share of the distance to full trust that one outcome of fidelity +1 closes. Loss: share of the trust there is that one of fidelity −1 takes. Lines are 95 % intervals; hollow marks are the placebo.',
    plot: () => ({
      height: 30 + 50 * rows.length,
      marginLeft: 8,
      marginRight: 8,
      marginTop: 8,
      marginBottom: 28,
      x: {
        domain: [least, most * 1.05],
        ticks: 5,
        tickFormat: (value: number) => number(value),
        label: null,
        tickSize: 0,
      },
      y: { type: 'band', domain: rows.map(({ name }) => name), axis: null, padding: 0 },
      marks: [
        Plot.gridX({ stroke: 'var(--rule)', strokeOpacity: 1, ticks: 5 }),
        Plot.ruleX([0], { stroke: 'var(--muted)' }),
        Plot.ruleY(rows, {
          y: 'name',
          x1: 'lower',
          x2: 'upper',
          stroke: colour,
          strokeWidth: 3,
          strokeOpacity: 0.55,
          dy: 10,
        }),
        Plot.dot(rows, {
          y: 'name',
          x: 'estimate',
          fill: (row: Row) => (row.placebo ? 'var(--paper)' : colour(row)),
          stroke: colour,
          strokeWidth: 2,
          r: 5,
          dy: 10,
        }),
        Plot.text(rows, {
          y: 'name',
          frameAnchor: 'left',
          text: 'name',
          textAnchor: 'start',
          dx: 4,
          dy: -11,
          fontSize: 13,
        }),
        Plot.text(rows, {
          y: 'name',
          frameAnchor: 'right',
          text: ({ estimate }: Row) => number(estimate),
          textAnchor: 'end',
          dx: -4,
          dy: -11,
          fontSize: 14,
          fontWeight: 600,
        }),
      ],
      style: { fontSize: '12px' },
    }),
    table: table(
      'How far one outcome moves trust',
      [{ head: 'What' }, { head: 'Estimate', numeric: true }, { head: '95 % interval', numeric: true }],
      lines.map(([name, parameter]) => estimateRow(name, parameter ?? UNKNOWN)),
    ),
  });
}

const UNKNOWN: Parameter = { estimate: null, se: null, lower: null, upper: null, reason: 'not estimated' };

const colour = ({ placebo, name }: Row): string =>
  placebo ? 'var(--muted)' : name.startsWith('Gain') ? 'var(--accent)' : 'var(--loss)';

function known(name: string, parameter: Parameter | undefined, placebo: boolean): Row[] {
  if (parameter === undefined || parameter.estimate === null) return [];
  const { estimate, lower, upper } = parameter;
  return [{ name, estimate, lower: lower ?? estimate, upper: upper ?? estimate, placebo }];
}
