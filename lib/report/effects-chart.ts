import { html, type Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import { figure } from './chart.ts';
import { hoverWords, intervalPlot, type IntervalRow } from './interval-plot.ts';
import { designWords, nameOf } from './process-words.ts';
import { cannotTell, table } from './tables.ts';
import { between, count, list, signed } from './wording.ts';

type Process = Estimates['processes'][number];

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
      'Effect on the level of trust. Thick lines are 95\u00a0% intervals of each process alone; thin ones hold for all of them together, and a process is said to work only where that one is clear of zero.',
    plot: (width) =>
      intervalPlot(width, rows, {
        domain: [Math.min(-0.05, ...ends), Math.max(0.05, ...ends)],
        ticks: 5,
        format: signed,
      }),
    table: table(
      'What each process does to the level of trust',
      [
        { head: 'Process' },
        { head: 'How it was assigned' },
        { head: 'Effect', numeric: true },
        { head: '95\u00a0% alone', numeric: true },
        { head: '95\u00a0% together', numeric: true },
        { head: '95\u00a0% at all looks', numeric: true },
        { head: 'Sellers', numeric: true },
      ],
      processes.map((row) => [
        html`${nameOf(row)}${dates(row)}`,
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

function known(row: Process): Drawn[] {
  const { estimate, lower, upper } = row.effect;
  if (estimate === null || lower === null || upper === null) return [];
  const widest = [row.familywise.lower ?? lower, row.familywise.upper ?? upper] as const;
  const hover = hoverWords(nameOf(row), signed(estimate), between(row.effect));
  return [{ name: nameOf(row), estimate, lower, upper, widest, hover }];
}

type Drawn = IntervalRow & Required<Pick<IntervalRow, 'widest'>>;

/** `since 2026-10-04`; nothing where nobody said. */
function dates({ startsAt, endsAt }: Process): Html | '' {
  if (startsAt === null) return '';
  const until = endsAt === null ? '' : ` until ${endsAt.slice(0, 10)}`;
  return html` <small>since ${startsAt.slice(0, 10)}${until}</small>`;
}
