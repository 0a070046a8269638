import { html, type Html } from '../html/html.ts';
import type { IndexEntry } from './index-entry.ts';
import { number } from './wording.ts';

const [WIDTH, HEIGHT] = [1000, 100];

/** The common axis of all sparklines, in steps of 0.1: lines of different marketplaces can be compared. */
export function trustScale(reports: readonly IndexEntry[]): readonly [number, number] {
  const bounds = reports
    .flatMap(({ trust }) => [trust.lower ?? trust.estimate, trust.upper ?? trust.estimate])
    .filter((bound) => bound !== null);
  if (bounds.length === 0) return [0, 1];
  const [low, high] = [Math.floor(Math.min(...bounds) * 10), Math.ceil(Math.max(...bounds) * 10)];
  return low === high ? [(low - 1) / 10, (high + 1) / 10] : [low / 10, high / 10];
}

/** Trust over reports, oldest first, with its 95 % band; a report that could not tell interrupts both. Strokes keep their
 *  width however wide the page is. */
export function sparkline(
  reports: readonly IndexEntry[],
  [low, high]: readonly [number, number],
  title: string,
): Html {
  const times = reports.map(({ asOf }) => Date.parse(asOf));
  const [first = 0, last = first] = [times[0], times.at(-1)];
  const x = (i: number) =>
    Math.round(last === first ? WIDTH : (((times[i] ?? last) - first) / (last - first)) * WIDTH);
  const y = (trust: number) => Math.round(HEIGHT * (1 - (trust - low) / (high - low)));
  const runs = runsOf(reports);
  const line = runs.map((run) => `M${run.map(([i, { estimate }]) => `${x(i)} ${y(estimate)}`).join('L')}`);
  const band = runs.map((run) => {
    const upper = run.map(([i, trust]) => `${x(i)} ${y(trust.upper ?? trust.estimate)}`);
    const lower = run.map(([i, trust]) => `${x(i)} ${y(trust.lower ?? trust.estimate)}`);
    return `M${[...upper, ...lower.toReversed()].join('L')}Z`;
  });
  const alone = runs.flatMap((run) => (run.length === 1 ? run : []));
  const bar = ([i, { estimate, lower, upper }]: Told) =>
    `M${x(i)} ${y(upper ?? estimate)}V${y(lower ?? estimate)}`;
  const dots = runs.flatMap((run) => (run.length === 1 || run === runs.at(-1) ? run.slice(-1) : []));
  const [from, to] = [reports[0]?.period ?? '', reports.at(-1)?.period ?? ''];
  const words = `${title}; the axis runs from ${number(low, 1)} to ${number(high, 1)}.`;
  return html`<figure>
    <div class="spark">
      <span class="high" aria-hidden="true">${number(high, 1)}</span>
      <span class="low" aria-hidden="true">${number(low, 1)}</span>
      <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" role="img" aria-label="${words}">
        <path class="frame" d="M0 0H${WIDTH}M0 ${HEIGHT}H${WIDTH}" />
        <path class="band" d="${band.join('')}" />
        <path class="alone" d="${alone.map(bar).join('')}" />
        <path class="line" d="${line.join('')}" />
        <path class="dot" d="${dots.map(([i, { estimate }]) => `M${x(i)} ${y(estimate)}h0`).join('')}" />
      </svg>
    </div>
    <figcaption>${from === to ? from : `${from} to ${to}`}. Band: 95 % interval.</figcaption>
  </figure>`;
}

/** A report's place and what it told. */
type Told = readonly [number, Known];
type Known = { readonly estimate: number; readonly lower: number | null; readonly upper: number | null };

/** Stretches of reports that could tell, with their places. */
function runsOf(reports: readonly IndexEntry[]): Told[][] {
  const runs: Told[][] = [[]];
  for (const [i, { trust }] of reports.entries()) {
    const { estimate, lower, upper } = trust;
    if (estimate === null) runs.push([]);
    else runs.at(-1)?.push([i, { estimate, lower, upper }]);
  }
  return runs.filter((run) => run.length > 0);
}
