import type { Language } from '../language/locale.ts';
import type { PageWords } from '../outreach/mail/page-words.ts';
import { WORDS } from '../survey/language.ts';
import { MICRO, NOTICE } from '../survey/questionnaire.ts';
import type { Words } from '../survey/words/words.ts';

/** What mails say in the words of the pages they lead to, by language. */
export const PAGE_WORDS: Readonly<Record<Language, PageWords>> = {
  en: pageWords(WORDS.en),
  de: pageWords(WORDS.de),
  es: pageWords(WORDS.es),
  ja: pageWords(WORDS.ja),
  ar: pageWords(WORDS.ar),
};

function pageWords({ shell, advice, items }: Words): PageWords {
  return {
    stop: shell.stop,
    recommendation: advice.heading,
    reasons: advice.reasons,
    decision: items[MICRO.decision],
    trust: items[MICRO.trust],
    notice: items[NOTICE],
  };
}
