import * as Plot from '@observablehq/plot';
import type { Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import type { Quantity } from '../trust/quantity-schema.ts';
import { figure, LONGEST_NAME } from './chart.ts';
import { quantityRow, table } from './tables.ts';
import { fitted, list, number, withInterval } from './wording.ts';

interface Row {
  readonly name: string;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
}

/** Trust now: a dot and its interval for each recommender and for all. Undefined where none is known. */
export function trustNowChart({ overall, byRecommender }: Estimates['trust']): Html | undefined {
  const each = Object.entries(byRecommender);
  const quantities: (readonly [string, Quantity])[] =
    each.length === 1 ? each : [...each, ['All together', overall]];
  const rows = quantities.flatMap(([name, quantity]) => known(name, quantity));
  if (rows.length === 0) return undefined;
  return figure({
    id: 'trust-now',
    title: 'Trust now, by recommender',
    description: list(
      quantities.map(([name, quantity]) => `${name}: ${withInterval(quantity) ?? 'cannot tell'}`),
    ),
    caption:
      'Dots are estimates, lines their 95 % intervals. 0: the recommendation is ignored; 1: it is believed entirely.',
    plot: (width) => ({
      height: 30 + 54 * rows.length,
      marginLeft: 8,
      marginRight: 8,
      marginTop: 8,
      marginBottom: 28,
      x: {
        domain: [0, 1],
        ticks: [0, 0.25, 0.5, 0.75, 1],
        tickFormat: (trust: number) => number(trust),
        label: null,
        tickSize: 0,
      },
      y: { type: 'band', domain: rows.map(({ name }) => name), axis: null, padding: 0 },
      marks: [
        Plot.ruleX([0, 0.25, 0.5, 0.75, 1], { stroke: 'var(--rule)' }),
        Plot.ruleY(rows, {
          y: 'name',
          x1: 'lower',
          x2: 'upper',
          stroke: 'var(--accent)',
          strokeWidth: 3,
          strokeOpacity: 0.55,
          dy: 10,
        }),
        Plot.dot(rows, { y: 'name', x: 'estimate', fill: 'var(--accent)', r: 6, dy: 10 }),
        Plot.text(rows, {
          y: 'name',
          x: 0,
          text: ({ name }: Row) => fitted(name, LONGEST_NAME[width]),
          textAnchor: 'start',
          dx: 4,
          dy: -12,
          fontSize: 13,
        }),
        Plot.text(rows, {
          y: 'name',
          x: 1,
          text: ({ estimate }: Row) => number(estimate),
          textAnchor: 'end',
          dx: -4,
          dy: -12,
          fontSize: 14,
          fontWeight: 600,
        }),
      ],
      style: { fontSize: '12px' },
    }),
    table: table(
      'Trust now, by recommender',
      [
        { head: 'Recommender' },
        { head: 'Trust', numeric: true },
        { head: '95 % interval', numeric: true },
        { head: 'n', numeric: true },
      ],
      quantities.map(([name, quantity]) => quantityRow(name, quantity)),
    ),
  });
}

function known(name: string, { estimate, lower, upper }: Quantity): Row[] {
  if (estimate === null) return [];
  return [{ name, estimate, lower: lower ?? estimate, upper: upper ?? estimate }];
}
