import { deItems } from './de-items.ts';
import { deLedger } from './de-ledger.ts';
import { pluralIn, type Count } from './plural.ts';
import type { Words } from './words.ts';

const plural = pluralIn('de');
const often = (count: Count) =>
  count.n === 0 ? 'nie' : plural(count, { one: 'einmal', other: (n) => `${n}-mal` });

/** German, formal address. */
export const de: Words = {
  language: 'de',
  name: 'Deutsch',
  direction: 'ltr',
  items: deItems,
  ledger: deLedger,
  shell: {
    skip: 'Zum Inhalt springen',
    language: 'Sprache',
    forSeller: (maskedName) => `Für ${maskedName}`,
    notYou: {
      title: 'Nicht Sie?',
      text: 'Dann antworten Sie bitte nicht: Wer diesen Link hat, antwortet für den Shop, für den er erstellt wurde. Löschen Sie die Nachricht oder leiten Sie sie an die Person weiter, für die sie bestimmt war.',
    },
    stepOf: (step, steps) => `Schritt ${step} von ${steps}`,
    pages: 'Weitere Seiten',
    history: 'Wie frühere Empfehlungen ausgegangen sind',
    stop: 'Diese Fragen abbestellen',
    untitled: 'Ihre nächste Entscheidung',
    errorPrefix: 'Bitte prüfen: ',
    optional: 'freiwillig',
    honeypot: 'Dieses Feld leer lassen',
  },
  plan: {
    range: {
      between: (lower, upper) => `Zwischen ${lower} und ${upper}.`,
      atLeast: (lower) => `${lower} oder mehr.`,
      atMost: (upper) => `${upper} oder weniger.`,
    },
    why: 'Wir fragen, bevor wir unsere Zahl zeigen. So erkennen wir, ob eine Empfehlung dem, was Sie ohnehin wissen, wirklich etwas hinzufügt. Ihr Plan wird einmal festgehalten; wie Sie sich am Ende entscheiden, bestimmen Sie auf der nächsten Seite.',
    send: 'Meinen Plan speichern und die Empfehlung sehen',
  },
  advice: {
    heading: 'Unsere Empfehlung',
    ownPlan: (amount) => `Ihr eigener Plan: ${amount}.`,
    planStands: (amount) =>
      `Sie hatten Ihren eigenen Plan schon angegeben: ${amount}. Er bleibt, wie er ist, weil die Empfehlung inzwischen gezeigt wurde. Die Zahl, die Sie gerade gesendet haben, wurde nicht gespeichert.`,
    more: (difference) => `Die Empfehlung liegt um ${difference} über Ihrem Plan.`,
    less: (difference) => `Die Empfehlung liegt um ${difference} unter Ihrem Plan.`,
    same: 'Die Empfehlung entspricht Ihrem Plan.',
    reasons: 'Warum wir das empfehlen',
    noReasons: 'Hier werden keine Gründe gezeigt.',
    why: {
      range: (low, high) => `Der richtige Wert liegt am ehesten zwischen ${low} und ${high}.`,
      risk: 'Falls wir uns irren',
      tooHigh: 'Falls unser Wert zu hoch ist',
      tooLow: 'Falls unser Wert zu niedrig ist',
      unsaid: 'Dazu haben wir nichts gesagt.',
      promise: 'Was wir zusagen',
      until: (when) => `Das gilt bis zu diesem Zeitpunkt: ${when}.`,
      over: (when) => `Das galt bis zu diesem Zeitpunkt: ${when}.`,
    },
    expires: (when) => `Gültig bis: ${when}.`,
    expired: (when) => `War gültig bis: ${when}.`,
  },
  reply: {
    send: 'Meine Antwort senden',
    change: 'Meine Antwort ändern',
  },
  receipt: {
    title: 'Vielen Dank. Ihre Antwort ist gespeichert.',
    recorded: (when) => `Gespeichert: ${when}`,
    already: {
      title: 'Sie hatten schon geantwortet',
      text: 'Was Sie gerade gesendet haben, wurde nicht gespeichert, weil nach dem Öffnen jener Seite eine andere Antwort gesendet wurde. Unten steht die Antwort, die uns vorliegt. Sie können sie ändern.',
    },
    full: {
      title: 'Diese Antwort kann nicht mehr geändert werden',
      text: 'Sie wurde so oft geändert, wie es möglich ist. Unten steht die Antwort, die uns vorliegt.',
    },
    answer: 'Ihre Antwort',
    why: 'Warum wir das empfohlen haben',
    recommended: 'Empfohlen',
    ownPlan: 'Ihr eigener Plan',
    chosen: 'Ihre Wahl',
    trust: 'Ihr Vertrauen',
    reason: 'Am wichtigsten',
    noReason: 'Nicht angegeben',
    changeUntil: (when) => `Sie können Ihre Antwort bis zu diesem Zeitpunkt ändern: ${when}.`,
    change: 'Meine Antwort ändern',
  },
  history: {
    title: 'Wie frühere Empfehlungen für Sie ausgegangen sind',
    empty: {
      title: 'Noch gibt es keinen Rückblick',
      text: 'Sobald bekannt ist, wie eine Empfehlung ausgegangen ist, und Sie es erfahren haben, erscheint sie hier, ob sie gut war oder schlecht.',
    },
    only: {
      recommendation:
        'Das eine Mal, das wir vergleichen können, lag unsere Empfehlung näher am richtigen Wert als Ihr eigener Plan.',
      plan: 'Das eine Mal, das wir vergleichen können, lag Ihr eigener Plan näher am richtigen Wert als unsere Empfehlung.',
      equal: 'Das eine Mal, das wir vergleichen können, lagen beide gleich nah am richtigen Wert.',
    },
    allEqual: (judged) =>
      `Bisher war keines von beiden besser: Beide lagen alle ${judged.text} Male gleich nah am richtigen Wert.`,
    verdict: {
      recommendation: ({ judged, recommendation, plan }) =>
        `Bisher war unsere Empfehlung besser: Von ${judged.text} Malen lag sie ${often(recommendation)} näher am richtigen Wert, Ihr eigener Plan ${often(plan)}.`,
      plan: ({ judged, recommendation, plan }) =>
        `Bisher war Ihr eigener Plan besser: Von ${judged.text} Malen lag er ${often(plan)} näher am richtigen Wert, unsere Empfehlung ${often(recommendation)}.`,
      alike: ({ judged, recommendation, plan }) =>
        `Bisher lagen beide etwa gleich oft näher am richtigen Wert: von ${judged.text} Malen unsere Empfehlung ${often(recommendation)}, Ihr eigener Plan ${often(plan)}.`,
      early: ({ judged, recommendation, plan }) =>
        `Was besser ist, lässt sich noch nicht sagen: Von ${judged.text} Malen lag unsere Empfehlung ${often(recommendation)} näher am richtigen Wert, Ihr eigener Plan ${often(plan)}.`,
    },
    ties: (equal) => `Gleich nah lagen beide ${often(equal)}.`,
    unjudged: (rounds) =>
      plural(rounds, {
        one: 'Bei einer Empfehlung kennen wir Ihren eigenen Plan nicht und können deshalb nicht sagen, was näher lag.',
        other: (n) =>
          `Bei ${n} Empfehlungen kennen wir Ihren eigenen Plan nicht und können deshalb nicht sagen, was näher lag.`,
      }),
    average: (recommendation, plan) =>
      `Im Mittel lag unsere Empfehlung um ${recommendation} daneben, Ihr eigener Plan um ${plan}.`,
    latest: (rounds) => `Die Tabelle zeigt die letzten ${rounds.text}.`,
    caption: 'Die neuesten zuerst',
    columns: {
      about: 'Empfehlung',
      plan: 'Ihr Plan',
      recommended: 'Empfohlen',
      chosen: 'Ihre Wahl',
      outcome: 'Richtig war',
      closer: 'Näher dran',
    },
    unknown: 'nicht bekannt',
    closer: { recommendation: 'Empfehlung', plan: 'Ihr Plan', equal: 'Beide gleich' },
    back: 'Zurück zur Frage',
  },
  stop: {
    ask: {
      title: 'Diese Fragen abbestellen?',
      text: 'Sie erhalten dann keine Links mehr mit Fragen zu Empfehlungen. Die Empfehlungen selbst, Ihr Konto und Ihre Platzierung bleiben unberührt.',
      button: 'Ja, nicht mehr fragen',
      keep: 'Nein, zurück',
    },
    done: {
      title: 'Sie werden nicht mehr gefragt',
      text: 'Wir haben es festgehalten. Einen Link, der schon zu Ihnen unterwegs ist, können Sie ignorieren.',
    },
  },
  quarterly: {
    title: 'Wie sehen Sie unsere Empfehlungen?',
    lead: 'Bitte denken Sie an die letzten drei Monate. Es gibt keine richtigen oder falschen Antworten, und Sie können jede Frage auslassen.',
    next: 'Speichern und weiter',
    send: 'Speichern und abschließen',
    back: 'Zurück',
    done: {
      title: 'Vielen Dank. Ihre Antworten sind gespeichert.',
      text: 'Wir stellen diese Fragen höchstens einmal im Quartal.',
    },
  },
  problem: {
    summary: 'Bitte prüfen Sie Ihre Antwort',
    numberMissing: 'Geben Sie eine Zahl ein.',
    numberUnreadable: (text, example) =>
      `„${text}“ können wir nicht als Zahl lesen. Geben Sie Ziffern ein, zum Beispiel ${example}.`,
    numberOutside: (range) => `Diese Zahl liegt außerhalb des Möglichen. ${range}`,
    decisionMissing: 'Wählen Sie, was Sie tun werden.',
    trustMissing: 'Wählen Sie eine Stufe oder „Kann ich nicht sagen“.',
    stale:
      'Wir konnten nicht sicherstellen, dass dies von der Seite kommt, die wir Ihnen gezeigt haben, vielleicht weil sie einen Tag oder länger offen war. Ihre Antworten sind noch da: Bitte senden Sie sie noch einmal.',
    badLink: {
      title: 'Dieser Link funktioniert nicht',
      text: 'Er ist vielleicht unvollständig, zu alt oder durch einen neueren ersetzt. Bitte öffnen Sie die letzte Nachricht, die wir Ihnen geschickt haben, und verwenden Sie den Link darin.',
    },
    notFound: {
      title: 'Hier ist nichts',
      text: 'Bitte verwenden Sie den Link in der Nachricht, die wir Ihnen geschickt haben.',
    },
    closed: {
      title: 'Diese Frage ist geschlossen',
      answered:
        'Vielen Dank für Ihre Antwort. Unten steht, was uns vorliegt; es kann nicht mehr geändert werden.',
      unanswered: 'Die Zeit zum Antworten ist vorbei. Sie müssen nichts weiter tun.',
    },
    tooLarge: {
      title: 'Das war zu viel auf einmal',
      text: 'Was gesendet wurde, ist größer, als diese Seite annimmt. Bitte gehen Sie zurück und senden Sie es noch einmal.',
    },
    trouble: {
      title: 'Bei uns ist etwas schiefgegangen',
      text: 'Bitte versuchen Sie es in einer Minute noch einmal. Nichts Gespeichertes ist verloren, und eine Antwort zweimal zu senden schadet nicht.',
    },
    method: {
      title: 'Das geht hier nicht',
      text: 'Bitte verwenden Sie den Link in der Nachricht, die wir Ihnen geschickt haben.',
    },
  },
};
