import type { Posted } from './posted.ts';
import { ar } from './words/ar.ts';
import { de } from './words/de.ts';
import { en } from './words/en.ts';
import { es } from './words/es.ts';
import { ja } from './words/ja.ts';
import { LANGUAGES, type Language, type Words } from './words/words.ts';

export const WORDS: Readonly<Record<Language, Words>> = { en, de, es, ja, ar };

/** What a request says about languages. */
export interface LanguageWish {
  /** Chosen on a page; it travels in addresses and forms, since nothing may be stored by a GET. */
  readonly chosen?: Language | undefined;
  /** What the browser accepts, best first. */
  readonly accepted: readonly Intl.Locale[];
}

export function languageWish({ url, headers }: Request, { lang }: Posted): LanguageWish {
  return {
    chosen: languageOf(lang ?? new URL(url).searchParams.get('lang')),
    accepted: acceptedLocales(headers.get('accept-language') ?? ''),
  };
}

/** A shipped language by its tag; undefined for anything else, so that nothing from outside is ever repeated. */
export function languageOf(text: string | null | undefined): Language | undefined {
  return LANGUAGES.find((language) => language === text);
}

export interface LocaleChoice {
  readonly words: Words;
  readonly numbers: Intl.Locale;
  readonly dates: Intl.Locale;
}

/** The language she chose, else her own as the marketplace knows it, else the first her browser accepts, else English; of
 *  those, what is shipped. Numbers and dates keep her region: `ar` chosen by somebody from Egypt is ar-EG. */
export function chooseLocale({ chosen, accepted }: LanguageWish, sellers: string | undefined): LocaleChoice {
  const own = parseLocale(sellers);
  const known = own === undefined ? accepted : [own, ...accepted];
  if (chosen !== undefined) {
    const locale = known.find(({ language }) => language === chosen) ?? inRegion(chosen, known[0]);
    return { words: WORDS[chosen], numbers: locale, dates: locale };
  }
  const shipped = known.find(({ language }) => languageOf(language) !== undefined) ?? new Intl.Locale('en');
  const words = WORDS[languageOf(shipped.language) ?? 'en'];
  // Not asked for another language, she reads numbers as she always does, but months in the page's language.
  const numbers = own ?? shipped;
  return {
    words,
    numbers,
    dates: numbers.language === words.language ? numbers : inRegion(words.language, own),
  };
}

/** A locale in whatever notation; `de_AT` is how Java writes de-AT. */
export function parseLocale(text: string | undefined): Intl.Locale | undefined {
  if (text === undefined || !/^[A-Za-z0-9_-]{2,35}$/.test(text)) return undefined;
  try {
    return new Intl.Locale(text.replaceAll('_', '-'));
  } catch {
    return undefined;
  }
}

function inRegion(language: string, { region }: Partial<Pick<Intl.Locale, 'region'>> = {}): Intl.Locale {
  return new Intl.Locale(language, region === undefined ? {} : { region });
}

const MOST_ACCEPTED = 12;

/** `de-CH, fr;q=0.8, *;q=0.1` (RFC 9110, section 12.5.4), best first; what is refused (`q=0`) or no locale is left out. */
function acceptedLocales(header: string): readonly Intl.Locale[] {
  const ranges = header.slice(0, 400).split(',', MOST_ACCEPTED).map(acceptedLocale);
  return ranges
    .flatMap((range) => (range.locale && range.quality > 0 ? [{ ...range, locale: range.locale }] : []))
    .sort((a, b) => b.quality - a.quality)
    .map(({ locale }) => locale);
}

function acceptedLocale(range: string): { locale: Intl.Locale | undefined; quality: number } {
  const [tag = '', ...parameters] = range.split(';').map((part) => part.trim());
  const quality = parameters.find((parameter) => /^q=/i.test(parameter))?.slice(2) ?? '1';
  return { locale: parseLocale(tag), quality: /^[01](?:\.\d{0,3})?$/.test(quality) ? Number(quality) : 0 };
}
