import { billOf } from '../../lib/cost/bill.ts';
import { limitsOf } from '../../lib/cost/limits.ts';
import type { Good } from '../../lib/cost/prices.ts';
import type { PricedStage } from '../../lib/cost/stage.ts';
import { DEFAULTS, loadOf, type Usage } from '../../lib/cost/usage.ts';
import type { Driver } from '../../lib/cost/use.ts';
import { analysisJobs, durationOf, passesOf, waveJob } from '../../lib/cost/workers.ts';

const lineOf = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Cells of a table in Markdown, as wide as they need: the first column left, the others right. */
function markdown([head = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = head.map((_, place) =>
    Math.max(3, ...[head, ...rows].map((row) => (row[place] ?? '').length)),
  );
  const padded = (row: readonly string[]) =>
    lineOf(
      widths.map((width, place) => {
        const cell = row[place] ?? '';
        return place === 0 ? cell.padEnd(width) : cell.padStart(width);
      }),
    );
  const rule = widths.map((width, place) => (place === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [padded(head), lineOf(rule), ...rows.map(padded)].join('\n');
}

const GROUPS: readonly (readonly [string, readonly Driver[]])[] = [
  ['being there and being watched', ['standing', 'watching']],
  ['events in, four a round', ['events']],
  ['waves, messages, pages', ['waves', 'sending', 'pages']],
  ['analyses', ['analyses', 'nights']],
  ['rows, their recovery, files', ['keeping']],
];

/** README's table: US dollars a month. */
export function costTable(stage: PricedStage, sizes: readonly number[]): string {
  const bills = sizes.map((sellers) => billOf({ ...DEFAULTS, sellers, waves: stage.wavesAMonth }, stage));
  return markdown([
    ['US$ a month', ...sizes.map((size) => `${count(size)} sellers`)],
    ...GROUPS.map(([name, of]) =>
      [name].concat(
        bills.map(({ drivers }) =>
          money(drivers.reduce((sum, each) => sum + (of.includes(each.driver) ? each.usd : 0), 0)),
        ),
      ),
    ),
    ['together', ...bills.map(({ usd }) => money(usd))],
  ]);
}

/** A size and the settings it is run with. */
export interface Size {
  readonly sellers: number;
  readonly shardsPerWorker: number;
  readonly workersAtOnce: number;
}

/** The sizes of docs/scale.md: few, one, ten and a hundred million sellers. */
export const SIZES: readonly Size[] = [
  { sellers: 10_000, shardsPerWorker: 16, workersAtOnce: 40 },
  { sellers: 1_000_000, shardsPerWorker: 8, workersAtOnce: 40 },
  { sellers: 10_000_000, shardsPerWorker: 1, workersAtOnce: 100 },
  { sellers: 100_000_000, shardsPerWorker: 1, workersAtOnce: 100 },
];

const sized = (stage: PricedStage, { shardsPerWorker, workersAtOnce }: Size): PricedStage => {
  return { ...stage, ranges: 1024 / shardsPerWorker, workersAtOnce };
};

/** What a month uses at each size, and how long one run and one wave take. */
export function scaleTable(stage: PricedStage, sizes: readonly Size[] = SIZES): string {
  const columns = sizes.map((size) => column(sized(stage, size), size));
  const names = columns[0]?.map(([name]) => name) ?? [];
  return markdown(names.map((name, row) => [name].concat(columns.map((cells) => cells[row]?.[1] ?? ''))));
}

function column(stage: PricedStage, { sellers, workersAtOnce }: Size): (readonly [string, string])[] {
  const usage: Usage = { ...DEFAULTS, sellers, waves: stage.wavesAMonth };
  const load = loadOf(usage, stage);
  const { lines, usd, usdPerAnswer } = billOf(usage, stage);
  const of = (good: Good) => lines.find((line) => line.good === good)?.quantity ?? 0;
  const size = { rows: load.kept, sellers };
  return [
    ['a month, 12 months after the first round', `${count(sellers)} sellers`],
    ['ranges, workers at once', `${stage.ranges}, ${workersAtOnce}`],
    ['rounds kept', short(load.kept)],
    ['invitations, answers', `${short(load.invitations)}, ${short(load.answers)}`],
    ['requests to the API', short(of('requests'))],
    ['read units', short(of('reads'))],
    ['write units', short(of('writes'))],
    ['Lambda calls', short(of('calls'))],
    ['Lambda GB-seconds', short(of('computing'))],
    ['state transitions', short(of('transitions'))],
    ['rows stored, GB', short(of('rows'))],
    ['files stored, GB', short(of('files'))],
    ['US$ a month', money(usd)],
    ['US$ a thousand answers', usdPerAnswer === null ? '' : (1000 * usdPerAnswer).toFixed(2)],
    ['an analysis: passes', String(passesOf(stage, size))],
    ['an analysis: minutes', minutes(durationOf(analysisJobs(stage, size), workersAtOnce))],
    [
      'a wave that asks everybody: minutes',
      minutes(durationOf([waveJob(stage, size, sellers)], workersAtOnce)),
    ],
  ];
}

/** How much of each limit is used at each size; beyond 100 % it does not work. */
export function limitTable(stage: PricedStage, sizes: readonly Size[] = SIZES): string {
  const found = sizes.map((size) => {
    const settings = sized(stage, size);
    return limitsOf({ ...DEFAULTS, sellers: size.sellers, waves: stage.wavesAMonth }, settings);
  });
  const names = (found.at(-1) ?? []).map(({ limit, remedy }) => ({ limit, remedy }));
  const share = (limits: (typeof found)[number], name: string) =>
    percent(limits.find(({ limit }) => limit === name)?.share ?? 0);
  return markdown([
    ['what gives way', ...sizes.map(({ sellers }) => short(sellers)), 'then'],
    ...names.map(({ limit, remedy }) =>
      [limit].concat(
        found.map((limits) => share(limits, limit)),
        remedy,
      ),
    ),
  ]);
}

const count = (value: number): string => value.toLocaleString('en');
const short = (value: number): string =>
  value < 100_000
    ? value.toLocaleString('en', { maximumSignificantDigits: 3 })
    : value.toLocaleString('en', { notation: 'compact', maximumSignificantDigits: 3 });
const money = (usd: number): string =>
  usd.toLocaleString('en', {
    minimumFractionDigits: usd < 100 ? 2 : 0,
    maximumFractionDigits: usd < 100 ? 2 : 0,
  });
const minutes = (seconds: number): string =>
  (seconds / 60).toLocaleString('en', { maximumSignificantDigits: 2 });
const percent = (share: number): string =>
  share < 0.005 ? 'under 1 %' : `${(100 * share).toLocaleString('en', { maximumSignificantDigits: 2 })} %`;
