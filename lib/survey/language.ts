import { languageOf, type Language, type LanguageWish, parseLocale } from '../language/locale.ts';
import type { Posted } from './posted.ts';
import { ar } from './words/ar.ts';
import { de } from './words/de.ts';
import { en } from './words/en.ts';
import { es } from './words/es.ts';
import { ja } from './words/ja.ts';
import type { Words } from './words/words.ts';

export const WORDS: Readonly<Record<Language, Words>> = { en, de, es, ja, ar };

export function languageWish({ url, headers }: Request, { lang }: Posted): LanguageWish {
  return {
    chosen: languageOf(lang ?? new URL(url).searchParams.get('lang')),
    accepted: acceptedLocales(headers.get('accept-language') ?? ''),
  };
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
