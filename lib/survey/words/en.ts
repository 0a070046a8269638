import type { Words } from './words.ts';

const often = (n: number) => ['never', 'once', 'twice'][n] ?? `${n} times`;

/** English. The questions are our own wording, free for anyone to use (CC0). */
export const en: Words = {
  language: 'en',
  direction: 'ltr',
  shell: {
    skip: 'Skip to the content',
    forSeller: (maskedName) => `For ${maskedName}`,
    stepOf: (step, steps) => `Step ${step} of ${steps}`,
    pages: 'More pages',
    history: 'How earlier recommendations turned out',
    stop: 'Stop these questions',
    untitled: 'Your next decision',
    errorPrefix: 'Please check: ',
  },
  plan: {
    title: 'What would you do on your own?',
    lead: 'First your own plan, then our recommendation. There is no right or wrong number here.',
    label: (unit) => (unit === '' ? 'My own plan' : `My own plan, in ${unit}`),
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
    ownPlan: 'Your own plan',
    more: (difference) => `The recommendation is ${difference} more than your plan.`,
    less: (difference) => `The recommendation is ${difference} less than your plan.`,
    same: 'The recommendation equals your plan.',
    reasons: 'Why we recommend it',
    noReasons: 'No reasons were given with this recommendation.',
    expires: (when) => `Valid until ${when}`,
    expired: (when) => `Was valid until ${when}`,
  },
  reply: {
    decision: {
      legend: 'What will you do?',
      accept: (amount) => `Follow the recommendation: ${amount}`,
      keep: (amount) => `Keep my own plan: ${amount}`,
      keepUnknown: 'Keep my own plan',
      keepAmount: (unit) => (unit === '' ? 'My own plan' : `My own plan, in ${unit}`),
      adjust: 'Choose another value',
      adjustAmount: (unit) => (unit === '' ? 'My value' : `My value, in ${unit}`),
    },
    trust: {
      legend: 'How much, if at all, do you trust this recommendation?',
      points: [
        'Not at all',
        'Very little',
        'A little',
        'Moderately',
        'Quite a lot',
        'Very much',
        'Completely',
      ],
      cannotSay: 'Can’t say',
    },
    reason: {
      legend: 'What mattered most for your decision?',
      optional: 'optional',
      choices: {
        reasons: 'How clear the reasons are',
        'excess-inventory': 'The risk of being left with stock',
        policy: 'How steady the marketplace’s rules are',
        channels: 'Whether there is somebody to ask',
        feedback: 'How earlier recommendations turned out',
        other: 'Something else',
      },
    },
    honeypot: 'Leave this field empty',
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
    recommended: 'Recommended',
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
    summary: ({ judged, recommendation, plan, equal }) => {
      const ties = equal === 0 ? '' : ` Both were equally close ${often(equal)}.`;
      if (judged === 1 && equal === 1) return 'The one time we can compare, both were equally close.';
      if (judged === 1) {
        return recommendation === 1
          ? 'The one time we can compare, our recommendation was closer to what turned out right than your own plan.'
          : 'The one time we can compare, your own plan was closer to what turned out right than our recommendation.';
      }
      if (equal === judged) return `So far neither was better: both were equally close all ${judged} times.`;
      if (recommendation === plan) {
        return `So far neither was better: of ${judged} times, our recommendation was closer to what turned out right ${often(recommendation)}, your own plan just as often.${ties}`;
      }
      return recommendation > plan
        ? `So far our recommendation was better: it was closer to what turned out right ${recommendation} of ${judged} times, your own plan ${often(plan)}.${ties}`
        : `So far your own plan was better: it was closer to what turned out right ${plan} of ${judged} times, our recommendation ${often(recommendation)}.${ties}`;
    },
    unjudged: (rounds) =>
      `For ${rounds === 1 ? 'one recommendation' : `${rounds} recommendations`} we do not know your own plan, so we cannot say which was closer.`,
    average: (recommendation, plan) =>
      `On average our recommendation missed by ${recommendation} and your own plan by ${plan}.`,
    latest: (rounds) => `The table shows the latest ${rounds}.`,
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
  notice: {
    heading: 'Who sees my answer?',
    who: 'Only the analysis of how useful and how trusted recommendations are. No part of the marketplace that ranks offers, enforces rules or decides about accounts can read it.',
    confidential:
      'It is confidential, not anonymous: the analysis knows which seller answered, published reports show groups only.',
    until: (when) => `Taking part is voluntary. You can change your answer until ${when}.`,
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
