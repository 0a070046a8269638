import { type Instant, milliseconds } from '../domain/instant.ts';
import { en } from './words/en.ts';
import type { Words } from './words/words.ts';

/** Everything that depends on who reads: language, and how numbers, amounts and instants are written for her. */
export interface Reader {
  readonly words: Words;
  readonly locale: string; // of numbers and amounts
  readonly number: (value: number) => string;
  /** A value with its unit: `240 units`, `€12.50`, `3 kg`. */
  readonly amount: (value: number, unit: string) => string;
  /** A value in a sentence that names its unit later: `0` of `0 and 500 units`, but `€2.80`. */
  readonly bare: (value: number, unit: string) => string;
  readonly when: (instant: Instant) => string;
  readonly day: (instant: Instant) => string;
}

/** A page in the reader's language if it is shipped, else in English; numbers always as her locale writes them.
 *  Unknown locales and time zones fall back to English and UTC: a wrong setting must not cost an answer. */
export function readerFor(locale: string | undefined, timeZone: string | undefined): Reader {
  const known = parseLocale(locale) ?? new Intl.Locale('en');
  const words = WORDS.get(known.language) ?? en;
  const numbers = known.toString();
  const dates = dateLocale(words, known);
  const zone = isTimeZone(timeZone) ? timeZone : 'UTC';
  const number = (value: number) => write(numbers, {}, value);
  const instant = new Intl.DateTimeFormat(dates, {
    timeZone: zone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
  });
  const day = new Intl.DateTimeFormat(dates, { timeZone: zone, dateStyle: 'medium' });
  const amount = (value: number, unit: string) => {
    const style = unitStyle(unit);
    return style ? write(numbers, style, value) : `${number(value)} ${unit}`.trimEnd();
  };
  return {
    words,
    locale: numbers,
    number,
    amount,
    bare: (value, unit) => (CURRENCIES.has(unit) ? amount(value, unit) : number(value)),
    when: (at) => instant.format(milliseconds(at)),
    day: (at) => day.format(milliseconds(at)),
  };
}

const WORDS: ReadonlyMap<string, Words> = new Map([[en.language, en]]);

function write(locale: string, style: Intl.NumberFormatOptions, value: number): string {
  const digits = style.style === 'currency' ? {} : { maximumFractionDigits: 6 };
  return new Intl.NumberFormat(locale, { ...digits, ...style }).format(value);
}

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const UNITS: ReadonlySet<string> = new Set(Intl.supportedValuesOf('unit'));

/** How Intl writes a unit it knows (an ISO 4217 code, `kilogram`); undefined for the marketplace's own, like `units`. */
function unitStyle(unit: string): Intl.NumberFormatOptions | undefined {
  if (CURRENCIES.has(unit)) return { style: 'currency', currency: unit };
  if (UNITS.has(unit)) return { style: 'unit', unit, unitDisplay: 'long' };
  return undefined;
}

/** The page's language with the reader's region, so that a month is never named in a third language. */
function dateLocale(words: Words, locale: Intl.Locale): string {
  if (locale.language === words.language) return locale.toString();
  return locale.region === undefined ? words.language : `${words.language}-${locale.region}`;
}

function parseLocale(text: string | undefined): Intl.Locale | undefined {
  if (text === undefined || !/^[A-Za-z0-9_-]{2,35}$/.test(text)) return undefined;
  try {
    return new Intl.Locale(text.replaceAll('_', '-')); // de_AT is how Java writes de-AT
  } catch {
    return undefined;
  }
}

function isTimeZone(text: string | undefined): text is string {
  if (text === undefined) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
