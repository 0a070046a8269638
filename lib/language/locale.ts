/** The shipped languages, in the order in which a choice of them is shown. */
export const LANGUAGES = ['en', 'de', 'es', 'ja', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

/** A shipped language by its tag; undefined for anything else, so that nothing from outside is ever repeated. */
export function languageOf(text: string | null | undefined): Language | undefined {
  return LANGUAGES.find((language) => language === text);
}

/** What a request says about languages; a mail has none. */
export interface LanguageWish {
  /** Chosen on a page; it travels in addresses and forms, since nothing may be stored by a GET. */
  readonly chosen?: Language | undefined;
  /** What the browser accepts, best first. */
  readonly accepted: readonly Intl.Locale[];
}

export interface LocaleChoice {
  readonly language: Language;
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
    return { language: chosen, numbers: locale, dates: locale };
  }
  const shipped = known.find(({ language }) => languageOf(language) !== undefined) ?? new Intl.Locale('en');
  const language = languageOf(shipped.language) ?? 'en';
  // Not asked for another language, she reads numbers as she always does, but months in the page's language.
  const numbers = own ?? shipped;
  return {
    language,
    numbers,
    dates: numbers.language === language ? numbers : inRegion(language, own),
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
