import { html, type Html } from '../html/html.ts';
import type { Estimates } from '../trust/estimates.ts';
import type { Quantity } from '../trust/quantity-schema.ts';
import { figure } from './chart.ts';
import { hoverWords, intervalPlot, type IntervalRow } from './interval-plot.ts';
import { besideIt, cannotTell, table, type Cell } from './tables.ts';
import { count, fitted, list, signed } from './wording.ts';

type Trust = Estimates['trust'];

const PARTS = [
  ['builders', 'built', ' by good outcomes', 1, 'var(--accent)'],
  ['busters', 'broken', ' by bad ones', -1, 'var(--loss)'],
  ['drift', 'else', '', 1, 'var(--muted)'],
] as const;

const RECOMMENDERS_SHOWN = 5;

/** What the outcomes seen did to trust, by recommender: parts that add up to the change of the same sellers. Undefined where
 *  none is known. */
export function attributionChart({ attribution, change }: Trust): Html | undefined {
  const each = Object.entries(attribution);
  const rows = each
    .slice(0, RECOMMENDERS_SHOWN)
    .flatMap(([name, parts]) =>
      PARTS.flatMap(([part, short, more, sign, colour]) =>
        known(`${fitted(name, 20)}: ${short}${more}`, parts[part], sign, colour).map((row) =>
          Object.assign({ short: `${fitted(name, 20)}: ${short}` }, row),
        ),
      ),
    );
  if (rows.length === 0) return undefined;
  const most = Math.max(0.05, ...rows.map(({ upper }) => upper));
  const least = Math.min(-0.05, ...rows.map(({ lower }) => lower));
  return figure({
    id: 'attribution',
    title: 'What built and what broke the same sellers’ trust',
    description: list(rows.map(({ name, estimate }) => `${name} ${signed(estimate)}`)),
    caption: `Change of trust since each seller’s first decision, by what the model puts it down to; the three add up to the change. Lines are 95\u00a0% intervals, for this look.${each.length > RECOMMENDERS_SHOWN ? ` The first ${RECOMMENDERS_SHOWN} recommenders are drawn, all are in the table.` : ''}`,
    plot: (width) =>
      intervalPlot(width, rows, {
        domain: [least * 1.05, most * 1.05],
        ticks: 5,
        format: signed,
        rowHeight: 44,
      }),
    table: table(
      'What built and what broke the same sellers’ trust: change = built − broken + else',
      [
        { head: 'Recommender' },
        { head: 'Change', numeric: true },
        { head: 'Built', numeric: true },
        { head: 'Broken', numeric: true },
        { head: 'Else', numeric: true },
        { head: 'Outcomes', numeric: true },
        { head: 'Sellers', numeric: true },
      ],
      each.map(([name, parts]) => attributionRow(name, parts, change.byRecommender[name])),
    ),
  });
}

function attributionRow(
  name: string,
  parts: Trust['attribution'][string],
  change: Quantity | undefined,
): Cell[] {
  const { builders, busters, drift, outcomes } = parts;
  if (builders.estimate === null) return [name, { span: 6, content: cannotTell(builders.reason) }];
  const moved = change?.estimate == null ? '' : signed(change.estimate);
  return [name, moved, cell(builders), cell(busters), cell(drift), count(outcomes), count(builders.n)];
}

function known(name: string, value: Quantity, sign: 1 | -1, colour: string): IntervalRow[] {
  if (value.estimate === null) return [];
  const estimate = sign * value.estimate;
  const ends = [value.lower ?? value.estimate, value.upper ?? value.estimate].map((end) => sign * end);
  const [lower, upper] = [Math.min(...ends), Math.max(...ends)];
  const hover = hoverWords(name, signed(estimate), `${signed(lower)} to ${signed(upper)}`);
  return [{ name, estimate, lower, upper, colour, from: 0, hover }];
}

const cell = (value: Quantity): Html | string =>
  value.estimate === null ? '' : html`${signed(value.estimate)} ${besideIt(value)}`;
