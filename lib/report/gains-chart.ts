import type { Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import type { Parameter } from '../trust/quantity-schema.ts';
import { figure } from './chart.ts';
import { hoverWords, intervalPlot, type IntervalRow } from './interval-plot.ts';
import { estimateRow, table } from './tables.ts';
import { between, list, number, withInterval } from './wording.ts';

type Dynamics = Estimates['dynamics'][number];

/** What one outcome does to trust, beside the placebo. Undefined where neither gain nor loss has an interval. */
export function gainsChart({ parameters, placebo }: Dynamics): Html | undefined {
  const lines: (readonly [string, Parameter | undefined, boolean])[] = [
    ['Gain: the recommendation was right', parameters['gain'], false],
    ['Loss: the recommendation was wrong', parameters['loss'], false],
    ['Placebo gain: outcome never shown', placebo.gain, true],
    ['Placebo loss: outcome never shown', placebo.loss, true],
  ];
  const rows = lines.flatMap(([name, parameter, isPlacebo]) => known(name, parameter, isPlacebo));
  if (!rows.some(({ hollow, lower, upper }) => hollow !== true && lower < upper)) return undefined;
  const most = Math.max(0.1, ...rows.map(({ upper }) => upper));
  const least = Math.min(0, ...rows.map(({ lower }) => lower));
  return figure({
    id: 'gain-and-loss',
    title: 'How far one outcome moves trust',
    description: list(
      lines.map(([name, parameter]) => `${name}: ${(parameter && withInterval(parameter)) ?? 'cannot tell'}`),
    ),
    caption:
      'Gain: share of the distance to full trust that one outcome of fidelity +1 closes. Loss: share of the trust there is that one of fidelity −1 takes. Lines are 95\u00a0% intervals; hollow marks are the placebo.',
    plot: (width) => intervalPlot(width, rows, { domain: [least, most * 1.05], ticks: 5, format: number }),
    table: table(
      'How far one outcome moves trust',
      [{ head: 'What' }, { head: 'Estimate', numeric: true }, { head: '95\u00a0% interval', numeric: true }],
      lines.map(([name, parameter]) => estimateRow(name, parameter ?? UNKNOWN)),
    ),
  });
}

const UNKNOWN: Parameter = { estimate: null, se: null, lower: null, upper: null, reason: 'not estimated' };

function known(name: string, parameter: Parameter | undefined, isPlacebo: boolean): IntervalRow[] {
  if (parameter === undefined || parameter.estimate === null) return [];
  const { estimate, lower, upper } = parameter;
  const hover = hoverWords(name, number(estimate), between(parameter));
  const colour = isPlacebo ? 'var(--muted)' : name.startsWith('Gain') ? 'var(--accent)' : 'var(--loss)';
  const [short] = name.split(':');
  return [
    {
      name,
      ...(short !== undefined && { short }),
      estimate,
      lower: lower ?? estimate,
      upper: upper ?? estimate,
      hover,
      colour,
      hollow: isPlacebo,
    },
  ];
}
