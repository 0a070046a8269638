import { parseInstant } from '../domain/instant.ts';
import type { Estimates } from '../trust/estimates.ts';
import { isoWeek } from '../trust/period.ts';
import { grouped } from './grouping.ts';
import { nameOf } from './process-words.ts';
import { list, many } from './wording.ts';

type Process = Pick<Estimates['processes'][number], 'process' | 'name' | 'startsAt' | 'endsAt'>;

/** A line across a chart where processes start or end. */
export interface Marker {
  readonly period: string;
  readonly letter: string;
  readonly words: string; // `reasons starts, feedback ends`
}

export interface Markers {
  readonly shown: readonly Marker[];
  /** What stands beside the chart: the letters, and what began before its first week. */
  readonly key: string;
}

const LETTERS = 'ABCDEFGHIJKL';

/** Starts and ends of the registered processes within the weeks of a chart; none where rounds are only numbered. An end or a
 *  start in a week that is not shown stands at the next one that is. */
export function processMarkers(processes: readonly Process[], periods: readonly string[]): Markers {
  const [first] = periods;
  if (first === undefined || !first.includes('W')) return { shown: [], key: '' };
  const events = processes.flatMap(eventsOf);
  const within = events.flatMap((event) => {
    const period = event.week < first ? undefined : periods.find((each) => each >= event.week);
    return period === undefined ? [] : [{ ...event, period }];
  });
  const byPeriod = [...grouped(within, ({ period }) => period)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const shown = byPeriod.slice(0, LETTERS.length).map(([period, here], at) => ({
    period,
    letter: LETTERS[at] ?? '',
    words: list(here.map(({ words }) => words)),
  }));
  return { shown, key: keyOf(shown, byPeriod.length, before(processes, first)) };
}

interface Event {
  readonly week: string;
  readonly words: string;
}

function eventsOf(row: Process): Event[] {
  const [start, end] = [weekOf(row.startsAt), weekOf(row.endsAt)];
  return [
    ...(start === undefined ? [] : [{ week: start, words: `${nameOf(row)} starts` }]),
    ...(end === undefined ? [] : [{ week: end, words: `${nameOf(row)} ends` }]),
  ];
}

function weekOf(text: string | null): string | undefined {
  const instant = text === null ? undefined : parseInstant(text);
  return instant === undefined ? undefined : isoWeek(instant);
}

/** Processes that were there all along. */
function before(processes: readonly Process[], first: string): string[] {
  return processes
    .filter(({ startsAt, endsAt }) => {
      const [start, end] = [weekOf(startsAt), weekOf(endsAt)];
      return start !== undefined && start < first && (end === undefined || end >= first);
    })
    .map(nameOf);
}

function keyOf(shown: readonly Marker[], weeks: number, earlier: readonly string[]): string {
  const marks = shown.map(({ letter, period, words }) => `${letter} (${period}): ${words}`);
  const left = weeks - shown.length;
  return [
    marks.length === 0
      ? ''
      : `Processes: ${marks.join('; ')}${left > 0 ? `; ${many(left, 'week')} more` : ''}.`,
    earlier.length === 0 ? '' : `Before the first week: ${list(earlier)}.`,
  ]
    .filter((words) => words !== '')
    .join(' ');
}
