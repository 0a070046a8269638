import { enItems } from './en-items.ts';
import { enLedger } from './en-ledger.ts';
import { pluralIn, type Count } from './plural.ts';
import type { Words } from './words.ts';

const plural = pluralIn('en');
const often = (count: Count) => {
  const few = ['never', 'once', 'twice'][count.n];
  return few ?? `${count.text} times`;
};

/** English. */
export const en: Words = {
  language: 'en',
  name: 'English',
  direction: 'ltr',
  items: enItems,
  ledger: enLedger,
  shell: {
    skip: 'Skip to the content',
    language: 'Language',
    forSeller: (maskedName) => `For ${maskedName}`,
    notYou: {
      title: 'Not you?',
      text: 'Then please do not answer: whoever has this link answers for the shop it was made for. Delete the message, or pass it on to the person it was meant for.',
    },
    stepOf: (step, steps) => `Step ${step} of ${steps}`,
    pages: 'More pages',
    history: 'How earlier recommendations turned out',
    stop: 'Stop these questions',
    untitled: 'Your next decision',
    errorPrefix: 'Please check: ',
    optional: 'optional',
    honeypot: 'Leave this field empty',
  },
  plan: {
    range: {
      between: (lower, upper) => `Between ${lower} and ${upper}.`,
      atLeast: (lower) => `${lower} or more.`,
      atMost: (upper) => `${upper} or less.`,
    },
    why: 'We ask before we show ours, so that we can tell whether a recommendation really adds something to what you already know. Your plan is recorded once; what you decide in the end is up to you on the next page.',
    send: 'Save my plan and see the recommendation',
  },
  advice: {
    heading: 'Our recommendation',
    ownPlan: (amount) => `Your own plan: ${amount}.`,
    planStands: (amount) =>
      `You had already given your own plan: ${amount}. It stays as it is, because the recommendation has been shown since. The number you just sent was not recorded.`,
    more: (difference) => `The recommendation is ${difference} more than your plan.`,
    less: (difference) => `The recommendation is ${difference} less than your plan.`,
    same: 'The recommendation equals your plan.',
    reasons: 'Why we recommend it',
    noReasons: 'No reasons are shown here.',
    why: {
      range: (low, high) => `The right value is most likely between ${low} and ${high}.`,
      risk: 'If we are wrong',
      tooHigh: 'If our value is too high',
      tooLow: 'If our value is too low',
      unsaid: 'We have not said.',
      promise: 'What we promise',
      until: (when) => `This holds until ${when}.`,
      over: (when) => `This held until ${when}.`,
    },
    expires: (when) => `Valid until ${when}.`,
    expired: (when) => `Was valid until ${when}.`,
  },
  reply: {
    send: 'Send my answer',
    change: 'Change my answer',
  },
  receipt: {
    title: 'Thank you. Your answer is recorded.',
    recorded: (when) => `Recorded ${when}`,
    already: {
      title: 'You had already answered',
      text: 'What you just sent was not recorded, because another answer was sent after that page was opened. Below is the answer we hold. You can change it.',
    },
    full: {
      title: 'This answer can no longer be changed',
      text: 'It has been changed as often as it can be. Below is the answer we hold.',
    },
    answer: 'Your answer',
    why: 'Why we recommended it',
    recommended: 'Recommended',
    ownPlan: 'Your own plan',
    chosen: 'You chose',
    trust: 'Your trust in it',
    reason: 'What mattered most',
    noReason: 'Not given',
    changeUntil: (when) => `You can change your answer until ${when}.`,
    change: 'Change my answer',
  },
  history: {
    title: 'How earlier recommendations turned out for you',
    empty: {
      title: 'Nothing to look back on yet',
      text: 'As soon as it is known how a recommendation turned out and you have been shown it, it appears here, whether it was good or bad.',
    },
    only: {
      recommendation:
        'The one time we can compare, our recommendation was closer to what turned out right than your own plan.',
      plan: 'The one time we can compare, your own plan was closer to what turned out right than our recommendation.',
      equal: 'The one time we can compare, both were equally close.',
    },
    allEqual: (judged) => `So far neither was better: both were equally close all ${judged.text} times.`,
    verdict: {
      recommendation: ({ judged, recommendation, plan }) =>
        `So far our recommendation was better: it was closer to what turned out right ${recommendation.text} of ${judged.text} times, your own plan ${often(plan)}.`,
      plan: ({ judged, recommendation, plan }) =>
        `So far your own plan was better: it was closer to what turned out right ${plan.text} of ${judged.text} times, our recommendation ${often(recommendation)}.`,
      alike: ({ judged, recommendation, plan }) =>
        `So far both were closer to what turned out right about as often: of ${judged.text} times, our recommendation ${often(recommendation)}, your own plan ${often(plan)}.`,
      early: ({ judged, recommendation, plan }) =>
        `It is too early to tell which is better: of ${judged.text} times, our recommendation was closer to what turned out right ${often(recommendation)}, your own plan ${often(plan)}.`,
    },
    ties: (equal) => `Both were equally close ${often(equal)}.`,
    unjudged: (rounds) =>
      plural(rounds, {
        one: 'For one recommendation we do not know your own plan, so we cannot say which was closer.',
        other: (n) =>
          `For ${n} recommendations we do not know your own plan, so we cannot say which was closer.`,
      }),
    average: (recommendation, plan) =>
      `On average our recommendation missed by ${recommendation} and your own plan by ${plan}.`,
    latest: (rounds) => `The table shows the latest ${rounds.text}.`,
    caption: 'Latest first',
    columns: {
      about: 'Recommendation',
      plan: 'Your plan',
      recommended: 'Recommended',
      chosen: 'You chose',
      outcome: 'Turned out right',
      closer: 'Closer',
    },
    unknown: 'not known',
    closer: { recommendation: 'Recommendation', plan: 'Your plan', equal: 'Both equally' },
    back: 'Back to the question',
  },
  stop: {
    ask: {
      title: 'Stop these questions?',
      text: 'You will get no more links asking about recommendations. Recommendations themselves, your account and your ranking are not affected.',
      button: 'Yes, stop asking me',
      keep: 'No, go back',
    },
    done: {
      title: 'You will not be asked again',
      text: 'We have recorded it. A link that is already on its way to you can be ignored.',
    },
  },
  quarterly: {
    title: 'How do you see our recommendations?',
    lead: 'Please think of the last three months. There are no right or wrong answers, and you may leave any question out.',
    next: 'Save and go on',
    send: 'Save and finish',
    back: 'Back',
    done: {
      title: 'Thank you. Your answers are recorded.',
      text: 'We ask these questions once a quarter at most.',
    },
  },
  problem: {
    summary: 'Please check your answer',
    numberMissing: 'Enter a number.',
    numberUnreadable: (text, example) =>
      `“${text}” is not a number we can read. Enter digits, for example ${example}.`,
    numberOutside: (range) => `This number is outside what is possible. ${range}`,
    decisionMissing: 'Choose what you will do.',
    trustMissing: 'Choose one point, or “Can’t say”.',
    stale:
      'We could not make sure that this came from the page we sent you, perhaps because it had been open for a day or more. Your answers are still here: please send them once more.',
    badLink: {
      title: 'This link does not work',
      text: 'It may be incomplete, too old, or replaced by a newer one. Please open the latest message we sent you and use the link in it.',
    },
    notFound: { title: 'There is nothing here', text: 'Please use the link in the message we sent you.' },
    closed: {
      title: 'This question is closed',
      answered: 'Thank you for answering. Below is the answer we hold; it can no longer be changed.',
      unanswered: 'The time for answering is over. There is nothing you need to do.',
    },
    tooLarge: {
      title: 'That was too much at once',
      text: 'What was sent is larger than this page accepts. Please go back and send it again.',
    },
    trouble: {
      title: 'Something went wrong on our side',
      text: 'Please try again in a minute. Nothing that was recorded is lost, and sending an answer twice does no harm.',
    },
    method: { title: 'This does not work here', text: 'Please use the link in the message we sent you.' },
  },
};
