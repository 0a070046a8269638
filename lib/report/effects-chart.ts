import * as Plot from '@observablehq/plot';
import type { Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import { figure, LONGEST_NAME } from './chart.ts';
import { designWords, nameOf } from './process-words.ts';
import { cannotTell, table } from './tables.ts';
import { between, count, fitted, list, signed } from './wording.ts';

type Process = Estimates['processes'][number];

interface Row {
  readonly name: string;
  readonly estimate: number;
  readonly lower: number;
  readonly upper: number;
  readonly widest: readonly [number, number];
}

/** What each process does to the level of trust. Undefined where no effect is known. */
export function effectsChart(processes: readonly Process[]): Html | undefined {
  const rows = processes.flatMap(known);
  if (rows.length === 0) return undefined;
  const ends = rows.flatMap(({ widest }) => widest);
  return figure({
    id: 'effects',
    title: 'What each process does to trust',
    description: list(rows.map(({ name, estimate }) => `${name}: ${signed(estimate)}`)),
    caption:
      'Effect on the level of trust. Thick lines are 95 % intervals of each process alone; thin ones hold for all of them together, and a process is said to work only where that one is clear of zero.',
    plot: (width) => ({
      height: 34 + 50 * rows.length,
      marginLeft: 8,
      marginRight: 8,
      marginTop: 8,
      marginBottom: 28,
      x: {
        domain: [Math.min(-0.05, ...ends), Math.max(0.05, ...ends)],
        ticks: 5,
        tickFormat: (value: number) => signed(value),
        label: null,
        tickSize: 0,
      },
      y: { type: 'band', domain: rows.map(({ name }) => name), axis: null, padding: 0 },
      marks: [
        Plot.gridX({ stroke: 'var(--rule)', strokeOpacity: 1, ticks: 5 }),
        Plot.ruleX([0], { stroke: 'var(--muted)' }),
        Plot.ruleY(rows, {
          y: 'name',
          x1: ({ widest }: Row) => widest[0],
          x2: ({ widest }: Row) => widest[1],
          stroke: 'var(--accent)',
          strokeWidth: 1,
          dy: 10,
        }),
        Plot.ruleY(rows, {
          y: 'name',
          x1: 'lower',
          x2: 'upper',
          stroke: 'var(--accent)',
          strokeWidth: 4,
          strokeOpacity: 0.55,
          dy: 10,
        }),
        Plot.dot(rows, { y: 'name', x: 'estimate', fill: 'var(--accent)', r: 5, dy: 10 }),
        Plot.text(rows, {
          y: 'name',
          frameAnchor: 'left',
          text: ({ name }: Row) => fitted(name, LONGEST_NAME[width]),
          textAnchor: 'start',
          dx: 4,
          dy: -11,
          fontSize: 13,
        }),
        Plot.text(rows, {
          y: 'name',
          frameAnchor: 'right',
          text: ({ estimate }: Row) => signed(estimate),
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
      'What each process does to the level of trust',
      [
        { head: 'Process' },
        { head: 'How it was assigned' },
        { head: 'Effect', numeric: true },
        { head: '95 % alone', numeric: true },
        { head: '95 % together', numeric: true },
        { head: '95 % at all looks', numeric: true },
        { head: 'Sellers', numeric: true },
      ],
      processes.map((row) => [
        nameOf(row),
        designWords(row),
        ...(row.effect.estimate === null
          ? [{ span: 5, content: cannotTell(row.effect.reason) }]
          : [
              signed(row.effect.estimate),
              between(row.effect) ?? '',
              between(row.familywise) ?? '',
              between(row.anytime) ?? '',
              count(row.effect.n),
            ]),
      ]),
    ),
  });
}

function known(row: Process): Row[] {
  const { estimate, lower, upper } = row.effect;
  if (estimate === null || lower === null || upper === null) return [];
  const widest = [row.familywise.lower ?? lower, row.familywise.upper ?? upper] as const;
  return [{ name: nameOf(row), estimate, lower, upper, widest }];
}
