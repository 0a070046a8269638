/** How often a schedule starts. */
export interface Occurrences {
  readonly aYear: number;
  readonly longestGap: number; // days between two days on which it starts
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const [FIRST, YEARS] = [2025, 4]; // with one leap year

/** Counts the starts of `cron(minutes hours day month weekday year)` over four years; the year of the schedule is passed over.
 *  https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
 *  @throws RangeError for what is not six fields */
export function occurrences(expression: string): Occurrences {
  const [, fields = ''] = /^cron\((.+)\)$/.exec(expression) ?? [];
  const [minutes, hours, dayOfMonth, months, weekdays, year] = fields.split(' ');
  if (minutes === undefined || hours === undefined || dayOfMonth === undefined) throw refused(expression);
  if (months === undefined || weekdays === undefined || year === undefined) throw refused(expression);
  const days = daysOf(dayOfMonth, values(months, 1, 12, MONTHS), weekdays);
  const aDay = values(minutes, 0, 59).size * values(hours, 0, 23).size;
  const gaps = days.slice(1).map((day, n) => day - (days[n] ?? day));
  return { aYear: (days.length * aDay) / YEARS, longestGap: Math.max(...gaps) };
}

const refused = (expression: string) =>
  new RangeError(`occurrences requires cron(...) of six fields, found ${expression}`);

const DAY = 24 * 60 * 60 * 1000;

/** Days since 1970 on which it starts. */
function daysOf(dayOfMonth: string, months: ReadonlySet<number>, weekdays: string): number[] {
  const from = Date.UTC(FIRST, 0, 1) / DAY;
  const to = Date.UTC(FIRST + YEARS, 0, 1) / DAY;
  const all = Array.from({ length: to - from }, (_, n) => from + n);
  return all.filter((day) => {
    const date = new Date(day * DAY);
    if (!months.has(date.getUTCMonth() + 1)) return false;
    return weekdays === '?' ? isDayOfMonth(date, dayOfMonth) : isWeekday(date, weekdays);
  });
}

const lastOf = (date: Date): number =>
  new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();

function isDayOfMonth(date: Date, field: string): boolean {
  const last = lastOf(date);
  const day = date.getUTCDate();
  if (field === 'L') return day === last;
  const [, near] = /^(\d{1,2})W$/.exec(field) ?? [];
  if (near === undefined) return values(field, 1, 31).has(day);
  return day === workdayNear(date, Math.min(Number(near), last), last);
}

/** The weekday nearest to a day, within its month. */
function workdayNear(date: Date, day: number, last: number): number {
  const weekday = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), day)).getUTCDay();
  if (weekday === 6) return day > 1 ? day - 1 : day + 2;
  if (weekday === 0) return day < last ? day + 1 : day - 2;
  return day;
}

/** 1 is Sunday; `2#1` the first Monday of a month, `6L` its last Friday. */
function isWeekday(date: Date, field: string): boolean {
  const weekday = date.getUTCDay() + 1;
  const day = date.getUTCDate();
  const [, which, kind, nth] = /^(\w+?)(#|L)(\d)?$/.exec(field) ?? [];
  if (which === undefined || kind === undefined) return values(field, 1, 7, WEEKDAYS).has(weekday);
  if (!values(which, 1, 7, WEEKDAYS).has(weekday)) return false;
  return kind === 'L' ? day + 7 > lastOf(date) : Math.ceil(day / 7) === Number(nth);
}

/** `*`, `5`, `1-5`, `0/15`, `MON,THU`. */
function values(field: string, least: number, most: number, names: readonly string[] = []): Set<number> {
  const number = (text: string) => {
    const named = names.indexOf(text.toUpperCase());
    return named < 0 ? Number(text) : named + least;
  };
  const found = field.split(',').flatMap((part) => {
    const [range = '', step] = part.split('/');
    const [first = '', last] =
      range === '*' || range === '?' ? [String(least), String(most)] : range.split('-');
    const from = number(first);
    const to = last === undefined ? (step === undefined ? from : most) : number(last);
    const by = step === undefined ? 1 : Number(step);
    return Array.from({ length: Math.floor((to - from) / by) + 1 }, (_, n) => from + n * by);
  });
  return new Set(found);
}
