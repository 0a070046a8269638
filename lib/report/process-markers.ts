import { parseInstant } from '../domain/instant.ts';
import type { Estimates } from '../trust/estimates.ts';
import { isoWeek } from '../trust/period.ts';
import { grouped } from './grouping.ts';
import { nameOf } from './process-words.ts';
import { list, many } from './wording.ts';

type Process = Pick<
  Estimates['processes'][number],
  'process' | 'name' | 'startsAt' | 'endsAt' | 'recommenders'
>;

/** A line across a chart where processes start or end. */
export interface Marker {
  readonly period: string;
  readonly letter: string;
  readonly words: string; // `reasons starts in pricing, feedback ends`
  readonly recommenders: ReadonlySet<string>; // in whose panels it stands
}

export interface Markers {
  readonly shown: readonly Marker[];
  /** What stands beside the chart: the letters, and what began before its first week. */
  readonly key: string;
}

const LETTERS = 'ABCDEFGHIJKL';

/** Starts and ends of the registered processes within the weeks of a chart, for the recommenders drawn in it; none where rounds
 *  are only numbered. An end or a start in a week that is not shown stands at the next one that is. */
export function processMarkers(
  processes: readonly Process[],
  periods: readonly string[],
  drawn: readonly string[],
): Markers {
  const [first] = periods;
  if (first === undefined || !first.includes('W')) return { shown: [], key: '' };
  const meant = processes.filter((row) => panelsOf(row, drawn).length > 0);
  const events = meant.flatMap((row) => eventsOf(row, drawn));
  const within = events.flatMap((event) => {
    const period = event.week < first ? undefined : periods.find((each) => each >= event.week);
    return period === undefined ? [] : [{ ...event, period }];
  });
  const byPeriod = [...grouped(within, ({ period }) => period)].toSorted(([a], [b]) => (a < b ? -1 : 1));
  const shown = byPeriod.slice(0, LETTERS.length).map(([period, here], at) => ({
    period,
    letter: LETTERS[at] ?? '',
    words: list(here.map(({ words }) => words)),
    recommenders: new Set(here.flatMap(({ recommenders }) => recommenders)),
  }));
  return { shown, key: keyOf(shown, byPeriod.length, before(meant, first)) };
}

interface Event {
  readonly week: string;
  readonly words: string;
  readonly recommenders: readonly string[];
}

function eventsOf(row: Process, drawn: readonly string[]): Event[] {
  const recommenders = panelsOf(row, drawn);
  const where = recommenders.length === drawn.length ? '' : ` in ${list([...recommenders])}`;
  const at = (date: string | null, verb: string): Event[] => {
    const week = weekOf(date);
    return week === undefined ? [] : [{ week, words: `${nameOf(row)} ${verb}${where}`, recommenders }];
  };
  return [...at(row.startsAt, 'starts'), ...at(row.endsAt, 'ends')];
}

/** The recommenders of a chart a process is meant for. */
const panelsOf = ({ recommenders }: Process, drawn: readonly string[]): readonly string[] =>
  recommenders === null ? drawn : drawn.filter((name) => recommenders.includes(name));

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
