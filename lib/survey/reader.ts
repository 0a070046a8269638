import { chooseLocale, type Language, type LanguageWish } from '../language/locale.ts';
import { writing, type Writing } from '../language/writing.ts';
import { WORDS } from './language.ts';
import type { Count } from './words/plural.ts';
import type { Words } from './words/words.ts';

/** Everything that depends on who reads: language, and how numbers, amounts and instants are written for her. */
export interface Reader extends Omit<Writing, 'plain'> {
  readonly words: Words;
  /** The language she chose on a page: addresses and forms carry it on. */
  readonly chosen: Language | undefined;
  readonly count: (n: number) => Count;
}

/** A page in the language she reads; unknown locales and time zones fall back to English and UTC: a wrong setting must
 *  not cost an answer. */
export function readerFor(
  locale: string | undefined,
  timeZone: string | undefined,
  wish: LanguageWish = { accepted: [] },
): Reader {
  const choice = chooseLocale(wish, locale);
  const words = WORDS[choice.language];
  const { plain, ...written } = writing(choice, timeZone, words.direction);
  return { words, chosen: wish.chosen, ...written, count: (n) => ({ n, text: plain(n) }) };
}
