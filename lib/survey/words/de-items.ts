import type { ItemWords, NoticeWords, Points } from './item-words.ts';

const cannotSay = 'Kann ich nicht sagen';
const howMuch: Points = [
  'Überhaupt nicht',
  'Sehr wenig',
  'Ein wenig',
  'Einigermaßen',
  'Ziemlich',
  'Sehr',
  'Voll und ganz',
];
const howOften: Points = ['Nie', 'Sehr selten', 'Selten', 'Manchmal', 'Oft', 'Sehr oft', 'Immer'];
const howWell: Points = [
  'Sehr schlecht',
  'Schlecht',
  'Eher schlecht',
  'Weder gut noch schlecht',
  'Eher gut',
  'Gut',
  'Sehr gut',
];
const howWilling: Points = [
  'Überhaupt nicht bereit',
  'Kaum bereit',
  'Ein wenig bereit',
  'Einigermaßen bereit',
  'Ziemlich bereit',
  'Sehr bereit',
  'Voll und ganz bereit',
];

const notice: NoticeWords = {
  heading: 'Wer sieht meine Antwort?',
  who: 'Nur die Auswertung dazu, wie nützlich Empfehlungen sind und wie sehr man ihnen vertraut. Kein Teil des Marktplatzes, der Angebote reiht, Regeln durchsetzt oder über Konten entscheidet, kann sie lesen.',
  confidential:
    'Sie ist vertraulich, nicht anonym: Die Auswertung weiß, wer geantwortet hat; veröffentlichte Berichte zeigen nur Gruppen.',
  until: (when) =>
    `Die Teilnahme ist freiwillig. Sie können Ihre Antwort bis zu diesem Zeitpunkt ändern: ${when}.`,
};

/** German, formal address. A published version never changes: add the next one beside it. */
export const deItems: ItemWords = {
  'own-plan@1': {
    title: 'Was würden Sie von sich aus tun?',
    lead: 'Zuerst Ihr eigener Plan, dann unsere Empfehlung. Es gibt hier keine richtige oder falsche Zahl.',
    label: (unit) => (unit === '' ? 'Mein eigener Plan' : `Mein eigener Plan, in ${unit}`),
  },
  'decision@1': {
    legend: 'Was werden Sie tun?',
    accept: (amount) => `Der Empfehlung folgen: ${amount}`,
    keep: (amount) => `Bei meinem eigenen Plan bleiben: ${amount}`,
    keepUnknown: 'Bei meinem eigenen Plan bleiben',
    keepAmount: (unit) => (unit === '' ? 'Mein eigener Plan' : `Mein eigener Plan, in ${unit}`),
    adjust: 'Einen anderen Wert wählen',
    adjustAmount: (unit) => (unit === '' ? 'Mein Wert' : `Mein Wert, in ${unit}`),
  },
  'trust@1': {
    legend: 'Wie sehr vertrauen Sie dieser Empfehlung, wenn überhaupt?',
    points: howMuch,
    cannotSay,
  },
  'main-reason@1': {
    legend: 'Was war für Ihre Entscheidung am wichtigsten?',
    choices: {
      reasons: 'Wie klar die Gründe sind',
      'excess-inventory': 'Das Risiko, auf Ware sitzen zu bleiben',
      policy: 'Wie beständig die Regeln des Marktplatzes sind',
      channels: 'Ob es jemanden gibt, den ich fragen kann',
      feedback: 'Wie frühere Empfehlungen ausgegangen sind',
      other: 'Etwas anderes',
    },
  },
  'notice@1': notice,
  'notice@2': {
    ...notice,
    yours: (marketplace) =>
      `Sie können jederzeit von ${marketplace} verlangen, Ihnen zu zeigen, was über Sie gespeichert ist, oder es zu löschen.`,
  },
  'ability-knows-business@1': {
    legend: 'Wie gut passen unsere Empfehlungen zu dem, was an Ihrem Geschäft besonders ist?',
    points: howWell,
    cannotSay,
  },
  'ability-right@1': {
    legend: 'Wie gut sehen unsere Empfehlungen voraus, wie es dann kommt?',
    points: howWell,
    cannotSay,
  },
  'benevolence-interests@1': {
    legend: 'Wie sehr berücksichtigen unsere Empfehlungen Ihre Interessen, wenn überhaupt?',
    points: howMuch,
    cannotSay,
  },
  'benevolence-conflict@1': {
    legend:
      'Wenn Ihre und unsere Interessen auseinandergehen: Wie oft wahren unsere Empfehlungen trotzdem Ihre?',
    points: howOften,
    cannotSay,
  },
  'integrity-promises@1': {
    legend: 'Wie oft halten wir, was wir Ihnen versprechen?',
    points: howOften,
    cannotSay,
  },
  'integrity-reasons@1': {
    legend:
      'Wie sehr stimmen die Gründe, die wir nennen, mit unseren wirklichen Gründen überein, wenn überhaupt?',
    points: howMuch,
    cannotSay,
  },
  'distrust-motives@1': {
    legend: 'Wie oft vermuten Sie, dass eine Empfehlung uns auf Ihre Kosten dient?',
    points: howOften,
    cannotSay,
  },
  'distrust-guard@1': {
    legend:
      'Wie sehr müssen Sie sich davor hüten, durch unsere Empfehlungen in die Irre geführt zu werden, wenn überhaupt?',
    points: howMuch,
    cannotSay,
  },
  'vulnerability-unchecked@1': {
    legend:
      'Wie bereit sind Sie, unserer Empfehlung bei einer wichtigen Entscheidung zu folgen, ohne sie zu prüfen?',
    points: howWilling,
    cannotSay,
  },
  'vulnerability-delegate@1': {
    legend: 'Wie bereit sind Sie, uns für Sie entscheiden zu lassen, in Grenzen, die Sie setzen?',
    points: howWilling,
    cannotSay,
  },
};
