import type { MailWords } from './mail-words.ts';

/** German, formal address. */
export const de: MailWords = {
  language: 'de',
  direction: 'ltr',
  subject: {
    recommendation: (marketplace) => `${marketplace}: Ihre Sicht auf eine Empfehlung, in 30 Sekunden`,
    quarterly: (marketplace) => `${marketplace}: Wie sehen Sie unsere Empfehlungen?`,
    reminder: (subject) => `Erinnerung: ${subject}`,
  },
  hello: (name) => `Guten Tag, ${name},`,
  helloNobody: 'Guten Tag,',
  reminded:
    'Wir haben Ihnen vor einigen Tagen schon geschrieben. Wenn Sie keine Zeit dafür haben, müssen Sie nichts tun.',
  elicit: {
    lead: 'wir haben eine Empfehlung für Sie. Bevor wir sie zeigen, möchten wir wissen, was Sie von sich aus tun würden. Das dauert etwa 30 Sekunden.',
    open: 'Meinen eigenen Plan angeben',
  },
  show: {
    lead: 'wir haben eine Empfehlung für Sie und möchten wissen, was Sie davon halten. Das dauert etwa 30 Sekunden.',
    clicks:
      'Ein Klick öffnet die Seite mit dieser Antwort als Auswahl. Gespeichert wird erst, was Sie dort senden, und Sie können sich anders entscheiden.',
    open: 'Seite öffnen',
  },
  quarterly: {
    lead: 'höchstens einmal im Quartal fragen wir, wie Sie unsere Empfehlungen insgesamt sehen. Das dauert etwa zwei Minuten, und Sie können jede Frage auslassen.',
    open: 'Fragen öffnen',
  },
  about: (title) => `Es geht um: ${title}`,
  until: (when) => `Sie können bis zu diesem Zeitpunkt antworten: ${when}.`,
  yours: 'Der Link gilt nur für Ihren Shop. Bitte geben Sie ihn nicht weiter.',
  why: {
    heading: 'Warum fragen wir?',
    text: 'Um zu erfahren, wie weit man sich auf unsere Empfehlungen verlassen kann und was sie besser machen würde.',
  },
};
