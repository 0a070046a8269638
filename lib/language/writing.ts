import { type Instant, milliseconds } from '../domain/instant.ts';
import { isolated } from './bidi.ts';
import { kept } from './kept.ts';
import type { LocaleChoice } from './locale.ts';
import { isCurrency, unitStyle } from './unit.ts';

/** How numbers, amounts and instants are written for one reader. What it writes may stand in a sentence of either
 *  direction. */
export interface Writing {
  readonly locale: string; // of numbers and amounts
  readonly number: (value: number) => string;
  /** A value with its unit: `240 units`, `€12.50`, `3 kg`, `12.5%`. */
  readonly amount: (value: number, unit: string) => string;
  /** A value in a sentence that names its unit later: `0` of `0 and 500 units`, but `€2.80`. */
  readonly bare: (value: number, unit: string) => string;
  /** A number as text, not set apart: for sentences that ask for its grammatical form. */
  readonly plain: (value: number) => string;
  readonly isolate: (text: string) => string;
  readonly when: (instant: Instant) => string;
  readonly day: (instant: Instant) => string;
}

/** @param direction of the text around
 *  @param timeZone IANA; an unknown one falls back to UTC: a wrong setting must not cost an answer */
export function writing(
  { numbers, dates }: Pick<LocaleChoice, 'numbers' | 'dates'>,
  timeZone: string | undefined,
  direction: 'ltr' | 'rtl',
): Writing {
  const locale = numbers.toString();
  const isolate = (text: string) => isolated(text, direction);
  const plain = (value: number) => numberFormat(locale, PLAIN).format(value);
  const number = (value: number) => isolate(plain(value));
  const amount = (value: number, unit: string) => {
    const style = unitStyle(unit);
    if (style) return isolate(numberFormat(locale, style).format(value));
    return isolate(`${plain(value)} ${unit}`.trimEnd());
  };
  return {
    locale,
    number,
    amount,
    bare: (value, unit) => (isCurrency(unit) ? amount(value, unit) : number(value)),
    plain,
    isolate,
    ...instants(dates, timeZone, isolate),
  };
}

const PLAIN = { maximumFractionDigits: 6 } as const;
const INSTANT = {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
} as const;

/** Gregorian everywhere: the marketplace closes its questions by that calendar, whatever the region's default. */
function instants(dates: Intl.Locale, timeZone: string | undefined, isolate: Writing['isolate']) {
  const place = once(() => ({
    locale: new Intl.Locale(dates, { calendar: 'gregory' }).toString(),
    timeZone: timeZone !== undefined && isTimeZone(timeZone, {}) ? timeZone : 'UTC',
  }));
  const format = (options: Intl.DateTimeFormatOptions) =>
    dateFormat(place().locale, { ...options, timeZone: place().timeZone });
  return {
    when: (at: Instant) => isolate(format(INSTANT).format(milliseconds(at))),
    day: (at: Instant) => isolate(format({ dateStyle: 'medium' }).format(milliseconds(at))),
  };
}

const numberFormat = kept(
  (locale: string, options: Intl.NumberFormatOptions) => new Intl.NumberFormat(locale, options),
);
const dateFormat = kept(
  (locale: string, options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, options),
);

const isTimeZone = kept((timeZone: string) => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
});

function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => (made ??= make());
}
