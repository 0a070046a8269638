import type { ItemWords, NoticeWords, Points } from './item-words.ts';

const cannotSay = 'Can’t say';
const howMuch: Points = [
  'Not at all',
  'Very little',
  'A little',
  'Moderately',
  'Quite a lot',
  'Very much',
  'Completely',
];
const howOften: Points = ['Never', 'Very rarely', 'Rarely', 'Sometimes', 'Often', 'Very often', 'Always'];
const howWell: Points = [
  'Very badly',
  'Badly',
  'Rather badly',
  'Neither well nor badly',
  'Rather well',
  'Well',
  'Very well',
];
const howWilling: Points = [
  'Not at all willing',
  'Hardly willing',
  'A little willing',
  'Moderately willing',
  'Quite willing',
  'Very willing',
  'Completely willing',
];

const notice: NoticeWords = {
  heading: 'Who sees my answer?',
  who: 'Only the analysis of how useful and how trusted recommendations are. No part of the marketplace that ranks offers, enforces rules or decides about accounts can read it.',
  confidential:
    'It is confidential, not anonymous: the analysis knows which seller answered, published reports show groups only.',
  until: (when) => `Taking part is voluntary. You can change your answer until ${when}.`,
};

/** English. A published version never changes: add the next one beside it. */
export const enItems: ItemWords = {
  'own-plan@1': {
    title: 'What would you do on your own?',
    lead: 'First your own plan, then our recommendation. There is no right or wrong number here.',
    label: (unit) => (unit === '' ? 'My own plan' : `My own plan, in ${unit}`),
  },
  'decision@1': {
    legend: 'What will you do?',
    accept: (amount) => `Follow the recommendation: ${amount}`,
    keep: (amount) => `Keep my own plan: ${amount}`,
    keepUnknown: 'Keep my own plan',
    keepAmount: (unit) => (unit === '' ? 'My own plan' : `My own plan, in ${unit}`),
    adjust: 'Choose another value',
    adjustAmount: (unit) => (unit === '' ? 'My value' : `My value, in ${unit}`),
  },
  'trust@1': {
    legend: 'How much, if at all, do you trust this recommendation?',
    points: howMuch,
    cannotSay,
  },
  'main-reason@1': {
    legend: 'What mattered most for your decision?',
    choices: {
      reasons: 'How clear the reasons are',
      'excess-inventory': 'The risk of being left with stock',
      policy: 'How steady the marketplace’s rules are',
      channels: 'Whether there is somebody to ask',
      feedback: 'How earlier recommendations turned out',
      other: 'Something else',
    },
  },
  'notice@1': notice,
  'notice@2': {
    ...notice,
    yours: (marketplace) =>
      `You can ask ${marketplace} at any time to show you what is stored about you, or to erase it.`,
  },
  'ability-knows-business@1': {
    legend: 'How well do our recommendations fit what is particular about your business?',
    points: howWell,
    cannotSay,
  },
  'ability-right@1': {
    legend: 'How well do our recommendations foresee how things turn out?',
    points: howWell,
    cannotSay,
  },
  'benevolence-interests@1': {
    legend: 'How much, if at all, do our recommendations take your interests into account?',
    points: howMuch,
    cannotSay,
  },
  'benevolence-conflict@1': {
    legend: 'When your interests and ours differ, how often do our recommendations still look after yours?',
    points: howOften,
    cannotSay,
  },
  'integrity-promises@1': {
    legend: 'How often do we keep what we promise you?',
    points: howOften,
    cannotSay,
  },
  'integrity-reasons@1': {
    legend: 'How much, if at all, do the reasons we give match our real reasons?',
    points: howMuch,
    cannotSay,
  },
  'distrust-motives@1': {
    legend: 'How often do you suspect that a recommendation serves us at your expense?',
    points: howOften,
    cannotSay,
  },
  'distrust-guard@1': {
    legend: 'How much, if at all, do you have to guard against being misled by our recommendations?',
    points: howMuch,
    cannotSay,
  },
  'vulnerability-unchecked@1': {
    legend:
      'How willing are you to follow our recommendation in a decision that matters, without checking it?',
    points: howWilling,
    cannotSay,
  },
  'vulnerability-delegate@1': {
    legend: 'How willing are you to let us decide for you, within limits that you set?',
    points: howWilling,
    cannotSay,
  },
};
