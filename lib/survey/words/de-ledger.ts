import type { LedgerWords } from './ledger-words.ts';

/** German, formal address. */
export const deLedger: LedgerWords = {
  kinds: 'Arten von Empfehlungen',
  like: {
    group: 'Bei Shops wie Ihrem',
    all: 'Bei allen Shops hier',
    verdict: {
      recommendation: ({ sellers, recommendation, plan }) =>
        `Bisher waren unsere Empfehlungen dieser Art besser: Von ${sellers.text} Shops lagen bei ${recommendation.text} öfter sie näher am richtigen Wert, bei ${plan.text} öfter die eigenen Pläne.`,
      plan: ({ sellers, recommendation, plan }) =>
        `Bisher waren die eigenen Pläne besser: Von ${sellers.text} Shops lagen bei ${plan.text} öfter sie näher am richtigen Wert, bei ${recommendation.text} öfter unsere Empfehlungen dieser Art.`,
      alike: ({ sellers, recommendation, plan }) =>
        `Bisher war keines von beiden besser: Von ${sellers.text} Shops lagen bei ${recommendation.text} öfter unsere Empfehlungen dieser Art näher am richtigen Wert, bei ${plan.text} öfter die eigenen Pläne.`,
      early: ({ sellers, recommendation, plan }) =>
        `Was besser ist, lässt sich noch nicht sagen: Von ${sellers.text} Shops lagen bei ${recommendation.text} öfter unsere Empfehlungen dieser Art näher am richtigen Wert, bei ${plan.text} öfter die eigenen Pläne.`,
    },
  },
  message: {
    row: 'Antworten',
    write: 'Antworten oder widersprechen',
    title: 'Antworten oder widersprechen',
    who: (marketplace) =>
      `Was Sie hier schreiben, lesen Menschen bei ${marketplace}. Sie sehen, welcher Shop es geschrieben hat, und können Ihnen auf der Seite zu früheren Empfehlungen antworten. Ihre Antworten auf unsere Fragen bleiben vertraulich.`,
    label: 'Ihre Nachricht',
    atMost: (characters) => `Höchstens ${characters} Zeichen.`,
    send: 'Meine Nachricht senden',
    sent: 'Ihre Nachricht ist gesendet. Die Antwort wird hier erscheinen.',
    missing: 'Schreiben Sie zuerst etwas.',
    full: (most) =>
      `Ihre Nachricht wurde nicht gesendet: ${most} Ihrer Nachrichten sind noch ohne Antwort. Sobald eine davon beantwortet ist, können Sie wieder schreiben.`,
    heading: 'Ihre Nachrichten',
    wrote: (day) => `Sie, ${day}`,
    answered: (marketplace, day) => `${marketplace}, ${day}`,
    waiting: 'Noch keine Antwort.',
    back: 'Zurück zur Übersicht',
  },
  notes: 'Sie haben es gesagt, wir haben es getan',
};
