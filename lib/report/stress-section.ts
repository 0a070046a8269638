import * as Plot from '@observablehq/plot';
import { html, type Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import { figure } from './chart.ts';
import { bandedLine, panelPlot } from './panel-plot.ts';
import { cannotTell, nothingTold, short, table } from './tables.ts';
import { between, list, many, number, percent, withInterval } from './wording.ts';

type Stress = Estimates['stress'][number];

/** If recommendations became worse for a while: how far trust would fall, and when it would be back. */
export function stressTest({ stress }: Estimates): Html {
  const known = stress.filter(({ shortfall }) => shortfall.estimate !== null);
  const [all] = stress;
  const heading = html`<h3>If recommendations became worse for a while</h3>`;
  if (all === undefined || known.length === 0)
    return html`${heading} ${nothingTold(all?.shortfall.reason ?? 'nothing was fitted')}`;
  return html`${heading}
    <p>${sentences(known)}</p>
    ${chart(known)}
    <p class="note">
      Fidelity is measured here from 0, always wrong, to 1, always right. The law of motion and how often
      outcomes are seen are taken as they were. The band is of gain, loss and trust now; what trust rests on
      besides outcomes is not in it.
    </p>`;
}

function sentences(known: readonly Stress[]): string {
  const [first, ...others] = known;
  if (first === undefined) return '';
  const { segment, drop, periods, period } = first;
  const where = segment === 'all' ? '' : ` in ${segment}`;
  return [
    `If fidelity fell by ${percent(drop)} for ${many(periods, period)}, trust${where} would end ${loss(first)}.`,
    ...others.map((each) => `In ${each.segment}: ${loss(each)}.`),
  ].join(' ');
}

/** `0.017 (0.014 to 0.020) below what it would have been; nine tenths of that are regained ..`. */
function loss({ period, shortfall, regained }: Stress): string {
  const back =
    regained.estimate === null
      ? ''
      : `; nine tenths of that would be regained ${withInterval(regained, 1) ?? ''} ${period}s after`;
  return `${withInterval(shortfall, 3) ?? ''} below what it would have been${back}`;
}

function chart(known: readonly Stress[]): Html {
  const drawn = known.flatMap(({ segment, path }) =>
    path.map((point) => ({ ...point, who: nameOf(segment) })),
  );
  const names = known.map(({ segment }) => nameOf(segment));
  const [first] = known;
  const unit = first?.period ?? 'week';
  return figure({
    id: 'stress-test',
    title: 'Trust in a spell of worse recommendations, below what it would have been',
    description: list(
      known.map(
        (each) =>
          `${nameOf(each.segment)}: ${number(each.shortfall.estimate ?? 0, 3)} at the end of the spell`,
      ),
    ),
    caption: `How far trust would be below what it would have been, by ${unit} since the spell began, with its 95 % band. The spell ends at the dotted line.`,
    plot: (width) =>
      panelPlot(width, {
        names,
        panelHeight: known.length > 3 ? 84 : 120,
        marginLeft: 52,
        padding: 0.3,
        x: { ticks: 6, tickFormat: String },
        y: { ticks: 3, tickFormat: (below: number) => number(-below, 3), reverse: true, zero: true },
        marks: [
          Plot.ruleY([0], { stroke: 'var(--rule)' }),
          Plot.ruleX([first?.periods ?? 0], { stroke: 'var(--muted)', strokeDasharray: '2 3' }),
          ...bandedLine(drawn, { x: 'at', fy: 'who' }, { y: 'shortfall' }),
        ],
      }),
    table: table(
      'What a spell of worse recommendations would do to trust',
      [
        { head: 'Recommender' },
        { head: 'Trust now' },
        { head: 'Below, at the end', numeric: true },
        { head: '95 % interval', numeric: true },
        { head: `${unit === 'week' ? 'Weeks' : 'Rounds'} until nine tenths are back` },
      ],
      known.map(({ segment, start, shortfall, regained }) => [
        nameOf(segment),
        short(start),
        number(shortfall.estimate ?? 0, 3),
        between(shortfall, 3) ?? shortfall.reason ?? '',
        withInterval(regained, 1) ?? cannotTell(regained.reason),
      ]),
    ),
  });
}

const nameOf = (segment: string): string => (segment === 'all' ? 'All together' : segment);
