import type { Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import type { Quantity } from '../trust/quantity-schema.ts';
import { figure } from './chart.ts';
import { hoverWords, intervalPlot, type IntervalRow } from './interval-plot.ts';
import { quantityRow, table } from './tables.ts';
import { between, list, number, withInterval } from './wording.ts';

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
      'Dots are estimates, lines their 95\u00a0% intervals. 0: the recommendation is ignored; 1: it is believed entirely.',
    plot: (width) =>
      intervalPlot(width, rows, { domain: [0, 1], ticks: [0, 0.25, 0.5, 0.75, 1], format: number }),
    table: table(
      'Trust now, by recommender',
      [
        { head: 'Recommender' },
        { head: 'Trust', numeric: true },
        { head: '95\u00a0% interval', numeric: true },
        { head: 'n', numeric: true },
      ],
      quantities.map(([name, quantity]) => quantityRow(name, quantity)),
    ),
  });
}

function known(name: string, value: Quantity): IntervalRow[] {
  const { estimate, lower, upper } = value;
  if (estimate === null) return [];
  const hover = hoverWords(name, number(estimate), between(value));
  return [{ name, estimate, lower: lower ?? estimate, upper: upper ?? estimate, hover }];
}
