import { type Instant, milliseconds } from '../domain/instant.ts';
import { isolated } from './bidi.ts';
import { chooseLocale, type LanguageWish } from './language.ts';
import { isCurrency, unitStyle } from './unit.ts';
import type { Count } from './words/plural.ts';
import type { Language, Words } from './words/words.ts';

/** Everything that depends on who reads: language, and how numbers, amounts and instants are written for her. What it
 *  writes may stand in a sentence of either direction. */
export interface Reader {
  readonly words: Words;
  /** The language she chose on a page: addresses and forms carry it on. */
  readonly chosen: Language | undefined;
  readonly locale: string; // of numbers and amounts
  readonly number: (value: number) => string;
  /** A value with its unit: `240 units`, `€12.50`, `3 kg`, `12.5%`. */
  readonly amount: (value: number, unit: string) => string;
  /** A value in a sentence that names its unit later: `0` of `0 and 500 units`, but `€2.80`. */
  readonly bare: (value: number, unit: string) => string;
  readonly count: (n: number) => Count;
  readonly isolate: (text: string) => string;
  readonly when: (instant: Instant) => string;
  readonly day: (instant: Instant) => string;
}

/** A page in the language she reads; unknown locales and time zones fall back to English and UTC: a wrong setting must
 *  not cost an answer. */
export function readerFor(
  locale: string | undefined,
  timeZone: string | undefined,
  wish: LanguageWish = { accepted: [] },
): Reader {
  const { words, numbers, dates } = chooseLocale(wish, locale);
  const name = numbers.toString();
  const isolate = (text: string) => isolated(text, words.direction);
  const plain = once(() => new Intl.NumberFormat(name, { maximumFractionDigits: 6 }));
  const number = (value: number) => isolate(plain().format(value));
  const amount = (value: number, unit: string) => {
    const style = unitStyle(unit);
    if (style) return isolate(new Intl.NumberFormat(name, style).format(value));
    return isolate(`${plain().format(value)} ${unit}`.trimEnd());
  };
  return {
    words,
    chosen: wish.chosen,
    locale: name,
    number,
    amount,
    bare: (value, unit) => (isCurrency(unit) ? amount(value, unit) : number(value)),
    count: (n) => ({ n, text: plain().format(n) }),
    isolate,
    ...instants(dates, timeZone, isolate),
  };
}

const INSTANT = {
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
} as const;

/** Gregorian everywhere: the marketplace closes its questions by that calendar, whatever the region's default. */
function instants(dates: Intl.Locale, timeZone: string | undefined, isolate: Reader['isolate']) {
  const format = (options: Intl.DateTimeFormatOptions) => {
    const zone = isTimeZone(timeZone) ? timeZone : 'UTC';
    const locale = new Intl.Locale(dates, { calendar: 'gregory' });
    return new Intl.DateTimeFormat(locale, { ...options, timeZone: zone });
  };
  const [instant, day] = [once(() => format(INSTANT)), once(() => format({ dateStyle: 'medium' }))];
  return {
    when: (at: Instant) => isolate(instant().format(milliseconds(at))),
    day: (at: Instant) => isolate(day().format(milliseconds(at))),
  };
}

/** A formatter costs .1 ms to make, and most answers need none. */
function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => (made ??= make());
}

function isTimeZone(text: string | undefined): text is string {
  if (text === undefined) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
